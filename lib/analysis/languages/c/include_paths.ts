/**
 * Directories in which a repository's builds look for headers. Build files are programs; only paths
 * that stand there literally, or behind the usual names of the source directory, are read.
 */
import { readJson } from "../../packages/json.ts";
import { manifestText } from "../../packages/contract.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { getNodeValue } from "jsonc-parser";

export interface IncludePath {
  /** The directory to look in; "" is the root. */
  root: string;
  /** The directory whose build says so. */
  scope: string;
}

const NAMES =
  /^(?:CMakeLists\.txt|compile_commands\.json|(?:GNU)?[Mm]akefile(?:\.(?:am|in|inc|common|rules))?|Kbuild|configure\.(?:ac|in)|meson\.build|BUILD(?:\.bazel)?|WORKSPACE(?:\.bazel)?|MODULE\.bazel)$|\.(?:cmake|mk|mak|vcxproj|props|pro|pri|gyp|gypi)$/;

export function isIncludePathFile(path: string): boolean {
  return NAMES.test(baseName(path));
}

/** A path that is written as one: no variables, no options. */
const LITERAL = /^[\w.@+~][\w./@+~-]*$/;
/** Paths of one file; more are data. */
const MAX_PATHS = 2_000;

/** Every directory that some build names and that is here, in the order of the build files. */
export function readIncludePaths(view: RepositoryView): IncludePath[] {
  const found: IncludePath[] = [];
  const seen = new Set<string>();
  const add = (scope: string, base: string, written: string) => {
    const root = written === "" || written === "." ? base : normalise(base, written);
    if (root === null || !(root === "" || view.hasDirectory(root))) return;
    const key = `${scope}\n${root}`;
    if (!seen.has(key)) found.push({ root, scope });
    seen.add(key);
  };
  for (const path of view.paths) {
    if (!isIncludePathFile(path)) continue;
    const text = manifestText(view, path);
    if (text === null) continue;
    const name = baseName(path);
    const scope = directoryOf(path);
    if (name === "compile_commands.json") {
      for (const { base, written } of compileCommands(view, text)) add("", base, written);
    } else if (name.endsWith(".cmake") || name === "CMakeLists.txt") {
      for (const [base, written] of cmakePaths(view, scope, text)) add(scope, base, written);
    } else {
      for (const [base, written] of otherPaths(view, name, scope, text)) add(scope, base, written);
    }
  }
  return found;
}

/** https://cmake.org/cmake/help/latest/command/target_include_directories.html */
function cmakePaths(view: RepositoryView, scope: string, text: string): [string, string][] {
  const code = text.replace(/#[^\n]*/g, "");
  const variables = new Map<string, string>();
  for (const [, name, value] of code.matchAll(/\bset\s*\(\s*(\w+)\s+"?([^\s")]+)"?\s*[)\s]/gi)) {
    variables.set(name!, value!);
  }
  const places: Readonly<Record<string, () => string>> = {
    CMAKE_CURRENT_SOURCE_DIR: () => scope,
    CMAKE_CURRENT_LIST_DIR: () => scope,
    PROJECT_SOURCE_DIR: () => cmakeProject(view, scope),
    CMAKE_SOURCE_DIR: () =>
      [...upwards(scope)].filter((at) => view.has(join(at, "CMakeLists.txt"))).at(-1) ?? scope,
  };
  const paths: [string, string][] = [];
  if (/\bset\s*\(\s*CMAKE_INCLUDE_CURRENT_DIR\s+ON\b/i.test(code)) paths.push([scope, ""]);
  const lists = code.matchAll(
    /\b(?:target_include_directories\s*\(\s*[^\s()]+|include_directories\s*\()([^()]*)\)|\bINTERFACE_INCLUDE_DIRECTORIES\s+([^()\n]*)|\bBASE_DIRS\s+([^()\n]*)/gi,
  );
  for (const [, listed, property, bases] of lists) {
    for (const written of (listed ?? property ?? bases ?? "").split(/[\s;"]+/)) {
      if (paths.length >= MAX_PATHS) return paths;
      let path = /^\$<BUILD_INTERFACE:(.*?)>?$/.exec(written)?.[1] ?? written;
      let base = scope;
      for (let round = 0; round < 3; round++) {
        const [whole, name] = /^\$\{(\w+)\}/.exec(path) ?? [];
        if (whole === undefined) break;
        const rest = path.slice(whole.length);
        const place = Object.hasOwn(places, name!) ? places[name!] : undefined;
        if (place || /_SOURCE_DIR$/.test(name!)) {
          base = place ? place() : cmakeProject(view, scope);
          path = rest.replace(/^\//, "") || ".";
        } else path = `${variables.get(name!) ?? "${}"}${rest}`;
      }
      if (LITERAL.test(path)) paths.push([base, path]);
    }
  }
  return paths;
}

/** The nearest directory above whose CMakeLists.txt calls `project`. */
function cmakeProject(view: RepositoryView, scope: string): string {
  for (const at of upwards(scope)) {
    const text = manifestText(view, join(at, "CMakeLists.txt"));
    if (text !== null && /^\s*project\s*\(/im.test(text)) return at;
  }
  return scope;
}

const FLAG =
  /(?:^|[\s"'=,([])(?:-I|-isystem|-iquote)[ \t]*["']?((?:\$[({]?[\w]+[)}]?|[\w.@+~])[^\s"'\\,)\]]*)/gm;

/** Make, Autotools, Meson, Bazel, Visual Studio, qmake and gyp. */
function otherPaths(
  view: RepositoryView,
  name: string,
  scope: string,
  text: string,
): [string, string][] {
  const paths: [string, string][] = [];
  const add = (written: string, base = scope) => {
    if (paths.length < MAX_PATHS && LITERAL.test(written)) paths.push([base, written]);
  };
  if (name === "meson.build") {
    for (const [, list] of text.matchAll(/\binclude_directories\s*\(([^()]*)\)/g)) {
      for (const [, path] of list!.matchAll(/'([^'\n]*)'/g)) add(path!);
    }
    return paths;
  }
  if (/^(?:BUILD|WORKSPACE|MODULE)(?:\.bazel)?$/.test(name)) {
    if (!name.startsWith("BUILD")) return [[scope, "."]];
    for (const [, list] of text.matchAll(/\bincludes\s*=\s*\[([^\][]*)\]/g)) {
      for (const [, path] of list!.matchAll(/["']([^"'\n]*)["']/g)) add(path || ".");
    }
    for (const [, path] of text.matchAll(/\bstrip_include_prefix\s*=\s*["']\/?([^"'\n]*)["']/g)) {
      add(path || ".");
    }
    return paths;
  }
  if (/\.(?:vcxproj|props)$/.test(name)) {
    const lists = text.matchAll(/<(?:AdditionalIncludeDirectories|IncludePath)[^>]*>([^<]*)</g);
    for (const [, list] of lists) {
      for (const path of list!.split(";")) {
        const own = path.trim().replace(/^\$\((?:ProjectDir|MSBuildThisFileDirectory)\)[\\/]?/, "");
        const written = own.replace(/^\$\(SolutionDir\)[\\/]?/, "");
        add(
          written.replaceAll("\\", "/").replace(/\/$/, "") || ".",
          written === own ? scope : solution(view, scope),
        );
      }
    }
    return paths;
  }
  if (/\.(?:pro|pri)$/.test(name)) {
    for (const [, list] of text.matchAll(/\bINCLUDEPATH\s*\+?=((?:[^\n\\]|\\\r?\n)*)/g)) {
      for (const path of list!.split(/[\s\\]+/)) add(path.replace(/^\$\$PWD\/?/, "") || ".");
    }
    return paths;
  }
  if (/\.gypi?$/.test(name)) {
    for (const [, list] of text.matchAll(/['"]include_dirs['"]\s*:\s*\[([^\][]*)\]/g)) {
      for (const [, path] of list!.matchAll(/['"]([^'"\n]*)['"]/g)) add(path!);
    }
    return paths;
  }
  for (const [, path] of text.matchAll(FLAG)) {
    const [whole, variable] = /^\$[({]?(\w+)[)}]?\/?/.exec(path!) ?? [];
    if (whole === undefined) add(path!);
    else if (/^(?:srcdir|src|CURDIR|PWD|obj|builddir|here)$/i.test(variable!)) {
      add(path!.slice(whole.length) || ".");
    } else if (
      /^(?:top_?srcdir|srctree|top_?builddir|abs_top_srcdir|topdir|top|root|rootdir|base_?dir|project_?(?:root|dir))$/i
        .test(variable!)
    ) {
      add(path!.slice(whole.length) || ".", autotoolsTop(view, scope));
    }
  }
  // https://www.gnu.org/software/automake/manual/html_node/Program-Variables.html
  if (name === "Makefile.am") paths.push([scope, "."], [autotoolsTop(view, scope), "."]);
  return paths;
}

function autotoolsTop(view: RepositoryView, scope: string): string {
  for (const at of upwards(scope)) {
    if (view.has(join(at, "configure.ac")) || view.has(join(at, "configure.in"))) return at;
  }
  return [...upwards(scope)].filter((at) => view.has(join(at, "Makefile"))).at(-1) ?? scope;
}

function solution(view: RepositoryView, scope: string): string {
  for (const at of upwards(scope)) {
    if (view.list(at).some(({ name }) => name.endsWith(".sln"))) return at;
  }
  return scope;
}

/** https://clang.llvm.org/docs/JSONCompilationDatabase.html; its paths are another machine's. */
function* compileCommands(
  view: RepositoryView,
  text: string,
): Generator<{ base: string; written: string }> {
  const root = readJson(text).root;
  const entries: unknown = root?.type === "array" ? getNodeValue(root) : [];
  if (!Array.isArray(entries)) return;
  const seen = new Set<string>();
  for (const entry of entries.slice(0, 20_000)) {
    const { directory, file, command, arguments: list } = entry ?? {};
    if (typeof directory !== "string" || typeof file !== "string") continue;
    const words = Array.isArray(list) ? list.map(String).join(" ") : String(command ?? "");
    const place = checkout(view, file.startsWith("/") ? file : `${directory}/${file}`);
    if (place === null) continue;
    for (const [, path] of words.matchAll(/(?:^|\s)(?:-I|-isystem|-iquote)\s*"?([^\s"]+)/g)) {
      const whole = path!.startsWith("/") ? path! : `${directory}/${path}`;
      if (seen.has(whole) || seen.size >= MAX_PATHS) continue;
      seen.add(whole);
      const absolute = `/${normalise("", whole.slice(1)) ?? ""}`;
      if (absolute === place || absolute.startsWith(`${place}/`)) {
        yield { base: "", written: absolute.slice(place.length + 1) };
      }
    }
  }
}

/** The directory on that machine that is this repository's root, from a file's place there. */
function checkout(view: RepositoryView, file: string): string | null {
  const path = normalise("", file.slice(1));
  if (path === null) return null;
  for (let at = 0; at >= 0;) {
    if (view.has(path.slice(at))) return at === 0 ? "" : `/${path.slice(0, at - 1)}`;
    const slash = path.indexOf("/", at);
    at = slash < 0 ? -1 : slash + 1;
  }
  return null;
}
