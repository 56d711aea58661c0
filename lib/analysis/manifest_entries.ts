/** Entry points that manifests of compiled and of scripting ecosystems declare or reserve. */
import type { RepositoryView } from "./languages/contract.ts";
import { type Module, swiftModules } from "./languages/swift/modules.ts";
import { readGemspec } from "./packages/gemspec.ts";
import { gradleBuilds } from "./packages/gradle_build.ts";
import { readJson, stringOf } from "./packages/json.ts";
import { pomModels } from "./packages/pom_model.ts";
import { readToml, table, text, type Toml } from "./packages/toml.ts";
import { readYaml } from "./packages/yaml.ts";
import { baseName, directoryOf, join, normalise } from "./paths.ts";
import { readXml, textAt } from "./packages/xml.ts";

/** Called with each candidate; one that is not there is passed over. */
export type AddEntry = (path: string | null, runs: boolean) => void;

const MAX_TARGETS = 200;
const JVM = [["java", "java"], ["kotlin", "kt"], ["scala", "scala"], ["groovy", "groovy"]] as const;

/** Entry points that the manifest at `path` gives; nothing for any other file. */
export function addManifestEntries(view: RepositoryView, path: string, add: AddEntry): void {
  const name = baseName(path);
  const read = name === "Cargo.toml"
    ? addCargo
    : name === "pom.xml"
    ? addMaven
    : /^build\.gradle(?:\.kts)?$/.test(name)
    ? addGradle
    : /\.(?:cs|fs|vb)proj$/.test(name)
    ? addMsbuild
    : name === "composer.json"
    ? addComposer
    : name.endsWith(".gemspec")
    ? addGem
    : name === "Package.swift"
    ? addSwift
    : name === "pubspec.yaml"
    ? addPub
    : null;
  const source = read ? view.text(path) : null;
  if (read && source !== null) read(view, directoryOf(path), source, add);
}

/** https://doc.rust-lang.org/cargo/reference/cargo-targets.html */
function addCargo(view: RepositoryView, directory: string, source: string, add: AddEntry): void {
  const document = readToml(source);
  const at = (path: string | null) => path === null ? null : normalise(directory, path);
  add(at(text(table(document, "lib").path) ?? "src/lib.rs"), false);
  const stated: Toml[] = Array.isArray(document.bin) ? document.bin.slice(0, MAX_TARGETS) : [];
  for (const bin of stated) {
    const name = text(table({ bin }, "bin").name);
    add(at(text(table({ bin }, "bin").path) ?? (name && `src/bin/${name}.rs`)), true);
  }
  if (table(document, "package").autobins === false) return;
  add(at("src/main.rs"), true);
  const folder = join(directory, "src/bin");
  for (const { name, directory: nested } of view.list(folder)) {
    if (nested) add(join(folder, `${name}/main.rs`), true);
    else if (name.endsWith(".rs")) add(join(folder, name), true);
  }
}

function addMaven(view: RepositoryView, directory: string, _source: string, add: AddEntry): void {
  const pom = pomModels(view).pom(join(directory, "pom.xml"));
  for (const name of pom?.mainClasses.slice(0, MAX_TARGETS) ?? []) {
    add(classFile(view, directory, name), true);
  }
}

function addGradle(view: RepositoryView, directory: string, _source: string, add: AddEntry): void {
  for (const script of ["build.gradle", "build.gradle.kts"]) {
    const path = join(directory, script);
    const named = view.has(path) ? gradleBuilds(view).script(path).mainClasses : [];
    for (const name of named.slice(0, MAX_TARGETS)) add(classFile(view, directory, name), true);
  }
}

/** The source of a class by the usual layout; Kotlin may leave out the package's directories. */
function classFile(view: RepositoryView, directory: string, name: string): string | null {
  const path = name.replaceAll(".", "/").replace(/\$.*$/, "");
  for (const [folder, extension] of JVM) {
    const stem = extension === "kt" ? path.replace(/Kt$/, "") : path;
    for (const candidate of [stem, baseName(stem)]) {
      const file = normalise(directory, `src/main/${folder}/${candidate}.${extension}`);
      if (file !== null && view.has(file)) return file;
    }
  }
  return null;
}

function addMsbuild(_view: RepositoryView, directory: string, source: string, add: AddEntry): void {
  const root = readXml(source);
  const output = root?.children.map((group) => textAt(group, "OutputType")).find((one) => one);
  const runs = /^(?:win)?exe$/i.test(output ?? "") ||
    /^Microsoft\.NET\.Sdk\.(?:Web|Worker)\b/i.test(root?.attributes.Sdk ?? "");
  if (!runs) return;
  for (const extension of ["cs", "fs", "vb"]) add(join(directory, `Program.${extension}`), true);
}

function addComposer(view: RepositoryView, directory: string, source: string, add: AddEntry): void {
  const json = readJson(source);
  const node = json.members().find(({ key }) => key === "bin")?.node;
  const named = node?.type === "array" ? (node.children ?? []).map(stringOf) : [stringOf(node)];
  for (const target of named.slice(0, MAX_TARGETS)) {
    add(target === null ? null : normalise(directory, target), true);
  }
  // The front controllers and consoles of Symfony and Laravel projects.
  if (json.string("type") !== "project") return;
  for (const name of ["public/index.php", "web/index.php", "bin/console", "artisan"]) {
    const path = join(directory, name);
    if (view.has(path)) add(path, true);
  }
}

/** `require "name"` loads lib/name.rb; a dash stands for a directory. */
function addGem(_view: RepositoryView, directory: string, source: string, add: AddEntry): void {
  const { name, executables, bindir } = readGemspec(source);
  for (const command of executables.slice(0, MAX_TARGETS)) {
    add(normalise(directory, `${bindir}/${command}`), true);
  }
  if (name === null) return;
  add(normalise(directory, `lib/${name}.rb`), false);
  add(normalise(directory, `lib/${name.replaceAll("-", "/")}.rb`), false);
}

/** https://dart.dev/tools/pub/package-layout; Flutter starts lib/main.dart. */
function addPub(view: RepositoryView, directory: string, source: string, add: AddEntry): void {
  const name = readYaml(source).at("name").string();
  if (name !== null) add(normalise(directory, `lib/${name}.dart`), false);
  add(join(directory, "lib/main.dart"), true);
  const programs = view.list(join(directory, "bin")).filter((one) => one.name.endsWith(".dart"));
  for (const one of programs.slice(0, MAX_TARGETS)) add(join(directory, `bin/${one.name}`), true);
}

const SWIFT_MAINS = ["swift", "c", "cc", "cpp", "cxx", "m", "mm"].map((one) => `main.${one}`);

/** Targets that no user runs: a build or its tests do. */
const BUILD_ONLY = new Set<Module["kind"] | undefined>(["test", "plugin", "macro"]);

/** A target with a main.swift is a program, as is one of C with a main.c; see also entry_points.ts. */
function addSwift(view: RepositoryView, directory: string, _source: string, add: AddEntry): void {
  const folder = join(directory, "Sources");
  const { all, of } = swiftModules(view);
  for (const { name } of view.list(folder)) {
    const path = join(folder, `${name}/main.swift`);
    if (!BUILD_ONLY.has(of(path)?.kind)) add(path, true);
  }
  for (const { package: home, directory: inside, kind } of all) {
    if (home !== directory || inside === null || BUILD_ONLY.has(kind)) continue;
    for (const name of SWIFT_MAINS) add(join(inside, name), true);
  }
}
