/**
 * Python projects of a repository and the directories that their own manifests put on `sys.path`.
 */
import type { RepositoryView } from "../contract.ts";
import { pypiReader } from "../../packages/pypi.ts";
import { baseName, directoryOf, join, normalise } from "../../paths.ts";
import { normalisePypi } from "../../packages/purl.ts";
import { type Ini, readIni } from "../../packages/setup_cfg.ts";
import { isTable, readToml, strings, table, text, type Toml } from "../../packages/toml.ts";

export interface Project {
  directory: string;
  /** Normalised distribution name; null where no manifest states one. */
  name: string | null;
  /** Normalised names of declared distributions. */
  declared: Set<string>;
  /** Directories whose modules are importable once the project is installed or tested, in order. */
  roots: string[];
}

/** Files whose directory is where a Python project is run from. */
const MARKERS = new Set(["manage.py", "pytest.ini", "tox.ini"]);

/** Projects by directory. A fixture's project is one as well, for the files inside it. */
export function pythonProjects(view: RepositoryView): Map<string, Project> {
  const projects = new Map<string, Project>();
  const at = (directory: string): Project => {
    let project = projects.get(directory);
    if (!project) {
      project = { directory, name: null, declared: new Set(), roots: [] };
      projects.set(directory, project);
    }
    return project;
  };
  const read = pypiReader.open(view);
  for (const path of view.paths) {
    const directory = directoryOf(path);
    const manifest = pypiReader.isManifest(path);
    if (!manifest && !MARKERS.has(baseName(path))) continue;
    // requirements/dev.txt speaks for the directory that holds requirements/.
    const owner = baseName(directory) === "requirements" && path.endsWith(".txt")
      ? directoryOf(directory)
      : directory;
    const project = at(owner);
    const pkg = manifest ? read(path) : null;
    if (pkg?.name) project.name ??= normalisePypi(pkg.name);
    for (const { name } of pkg?.dependencies ?? []) project.declared.add(normalisePypi(name));
    for (const declared of declaredRoots(view, path)) {
      const root = normalise(directory, declared);
      if (root !== null && !project.roots.includes(root)) project.roots.push(root);
    }
  }
  for (const project of projects.values()) {
    const src = join(project.directory, "src");
    // A package that is itself called src is imported as `src.x`, from the directory above it.
    const layout = view.hasDirectory(src) && !view.has(`${src}/__init__.py`);
    for (const root of layout ? [src, project.directory] : [project.directory]) {
      if (!project.roots.includes(root)) project.roots.push(root);
    }
  }
  return projects;
}

function declaredRoots(view: RepositoryView, path: string): string[] {
  const source = view.text(path) ?? "";
  switch (baseName(path)) {
    case "pyproject.toml":
      return pyprojectRoots(readToml(source));
    case "setup.cfg":
      return setupCfgRoots(readIni(source));
    case "pytest.ini":
    case "tox.ini":
      return pytestPaths(readIni(source), "pytest");
    case "setup.py":
      return setupPyRoots(source);
    default:
      return [];
  }
}

function pyprojectRoots(document: Toml): string[] {
  const tool = table(document, "tool");
  const setuptools = table(tool, "setuptools");
  const roots = [
    ...packageDirs(Object.entries(table(setuptools, "package-dir"))),
    ...strings(table(setuptools, "packages", "find").where),
  ];
  const poetry: unknown = table(tool, "poetry").packages;
  for (const entry of Array.isArray(poetry) ? poetry : []) {
    const from = text(table(entry).from);
    if (from) roots.push(from);
  }
  for (const build of [["build"], ["build", "targets", "wheel"]]) {
    const hatch = table(tool, "hatch", ...build);
    const sources: unknown = hatch.sources;
    roots.push(...strings(sources), ...(isTable(sources) ? Object.keys(sources) : []));
    roots.push(...strings(hatch.packages).map(directoryOf));
  }
  for (
    const root of [
      table(tool, "pdm", "build")["package-dir"],
      table(tool, "uv", "build-backend")["module-root"],
      table(tool, "maturin")["python-source"],
    ]
  ) {
    if (text(root)) roots.push(text(root)!);
  }
  const paths: unknown = table(tool, "pytest", "ini_options").pythonpath;
  roots.push(...strings(paths), ...(text(paths)?.split(/\s+/) ?? []));
  return roots;
}

function setupCfgRoots(ini: Ini): string[] {
  const pairs = (ini.get("options")?.get("package_dir") ?? []).map(({ text }) => {
    const [name = "", directory = ""] = text.split("=", 2).map((part) => part.trim());
    return [name, directory] as [string, unknown];
  });
  const where = ini.get("options.packages.find")?.get("where") ?? [];
  return [
    ...packageDirs(pairs),
    ...where.map(({ text }) => text),
    ...pytestPaths(ini, "tool:pytest"),
  ];
}

function pytestPaths(ini: Ini, section: string): string[] {
  return (ini.get(section)?.get("pythonpath") ?? []).flatMap(({ text }) => text.split(/\s+/));
}

/** Literal `package_dir={"": "src"}` and `find_packages("src")` or `find_packages(where="src")`. */
function setupPyRoots(source: string): string[] {
  const directories = /package_dir\s*=\s*\{([^}]{0,2000})\}/.exec(source)?.[1] ?? "";
  const pairs = [...directories.matchAll(/(["'])([^"']*)\1\s*:\s*(["'])([^"']*)\3/g)];
  const found = source.matchAll(
    /find(?:_namespace)?_packages\(\s*(?:where\s*=\s*)?(["'])([^"']+)\1/g,
  );
  return [
    ...packageDirs(pairs.map((pair) => [pair[2]!, pair[4]!])),
    ...[...found].map((match) => match[2]!),
  ];
}

/** `"" -> src` names a root; `pkg -> lib/pkg` names the directory above; other mappings rename. */
function packageDirs(pairs: [name: string, directory: unknown][]): string[] {
  return pairs.flatMap(([name, value]) => {
    const directory = text(value)?.replace(/\/+$/, "");
    if (!directory) return [];
    if (name === "") return [directory];
    return baseName(directory) === name ? [directoryOf(directory)] : [];
  });
}
