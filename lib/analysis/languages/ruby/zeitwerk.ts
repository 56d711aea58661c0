/**
 * Rails' autoloaded constants, where they are certain: Zeitwerk maps each file below a directory of
 * `app`, or the `concerns` in it, to one constant (https://github.com/fxn/zeitwerk#file-structure).
 */
import { join } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

const ROOT = /^((?:.*\/)?app)\/([^/]+)\/(?:(concerns)\/)?(.+)\.rb$/;
/** Directories of an application that hold no code to load. */
const NO_CODE = new Set(["assets", "javascript", "views", "frontend", "webpacker"]);

export interface Constants {
  /**
   * The file that a reference loads; null where none does for certain.
   * @param nesting names of the modules around it, outermost first
   */
  fileOf(from: string, name: string, nesting: readonly string[]): string | null;
}

/** One application's files by constant; "" where several files would define it. */
type Application = Map<string, string>;

export function railsConstants(view: RepositoryView): Constants {
  const applications = new Map<string, Application>();
  const acronyms = new Map<string, ReadonlyMap<string, string>>();
  for (const path of view.paths) {
    const [, app, kind, , name] = ROOT.exec(path) ?? [];
    if (app === undefined || NO_CODE.has(kind!)) continue;
    const home = app === "app" ? "" : app.slice(0, -"/app".length);
    if (!isRails(view, home)) continue;
    let known = acronyms.get(home);
    if (!known) acronyms.set(home, known = readAcronyms(view, home));
    let files = applications.get(home);
    if (!files) applications.set(home, files = new Map());
    const constant = name!.split("/").map((part) => camelize(part, known)).join("::");
    files.set(constant, files.has(constant) ? "" : path);
  }
  return {
    fileOf(from, name, nesting) {
      const home =
        [...applications.keys()].filter((one) => one === "" || from.startsWith(`${one}/`))
          .sort((a, b) => b.length - a.length)[0];
      if (home === undefined) return null;
      return certain(applications.get(home)!, name, nesting, from);
    },
  };
}

function isRails(view: RepositoryView, home: string): boolean {
  return view.has(join(home, "config/application.rb")) || view.has(join(home, "config/routes.rb"));
}

/**
 * Ruby looks in the modules around first, then at the top. Where more than one of these has a file,
 * or the file would be the asking one, what is meant is left open.
 */
function certain(
  files: Application,
  name: string,
  nesting: readonly string[],
  from: string,
): string | null {
  const absolute = name.startsWith("::");
  const written = absolute ? name.slice(2) : name;
  const found = new Set<string>();
  for (let depth = absolute ? 0 : nesting.length; depth >= 0; depth--) {
    const path = longest(files, [...nesting.slice(0, depth), ...written.split("::")], depth);
    if (path !== null) found.add(path);
  }
  const [path] = found;
  return found.size === 1 && path !== "" && path !== from ? path! : null;
}

/** The file of the longest part of a name that has one. @param outer how many names are not written */
function longest(files: Application, parts: readonly string[], outer: number): string | null {
  for (let length = parts.length; length > outer; length--) {
    const path = files.get(parts.slice(0, length).join("::"));
    if (path !== undefined) return path;
  }
  return null;
}

/** ActiveSupport's `camelize` with the application's acronyms. */
function camelize(part: string, acronyms: ReadonlyMap<string, string>): string {
  return part.split("_").map((word) =>
    acronyms.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1)
  ).join("");
}

/** `inflect.acronym "API"` */
function readAcronyms(view: RepositoryView, home: string): ReadonlyMap<string, string> {
  const text = view.text(join(home, "config/initializers/inflections.rb")) ?? "";
  const found = text.matchAll(/^[ \t]*\w+\.acronym[ (]*["'](\w+)["']/gm);
  return new Map([...found].map(([, acronym]) => [acronym!.toLowerCase(), acronym!]));
}
