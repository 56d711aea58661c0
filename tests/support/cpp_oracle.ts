import { normalize } from "node:path/posix";

/** Where `g++` finds each header: its own preprocessor, with the directives kept in its output. */

/** `importer`, `specifier` (`<x>` or `x`) and the file that was read, each relative to the directory. */
export interface Included {
  from: string;
  specifier: string;
  to: string;
}

export interface CppOracle {
  /**
   * Files that were entered when a source was preprocessed in a directory; what a guard kept out is
   * not among them. Headers outside of the directory are left out.
   */
  included(directory: string, source: string, flags: readonly string[]): Promise<Included[]>;
}

/** Null where `g++` is not on the PATH or may not be run. */
export async function cppOracle(): Promise<CppOracle | null> {
  const run = await Deno.permissions.query({ name: "run", command: "g++" });
  if (run.state !== "granted" || await preprocess("/", ["--version"]) === null) return null;
  return {
    async included(directory, source, flags) {
      const args = ["-E", "-dI", ...flags, source];
      return read(await preprocess(directory, args) ?? "", directory);
    },
  };
}

/** https://gcc.gnu.org/onlinedocs/cpp/Preprocessor-Output.html */
function read(text: string, directory: string): Included[] {
  const found: Included[] = [];
  let current = "";
  let directive: string | null = null;
  for (const line of text.split("\n")) {
    const marker = /^# \d+ "([^"]*)"((?: \d)*)/.exec(line);
    if (marker) {
      const [, file = "", flags = ""] = marker;
      const path = file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file;
      const to = normalize(path);
      if (directive !== null && flags.startsWith(" 1") && !to.startsWith("/")) {
        found.push({ from: current, specifier: directive, to });
      }
      // the directive's own line is told once more before what it includes
      if (flags !== "" || to !== current) directive = null;
      current = to;
      continue;
    }
    const [, angle, quoted] = /^#\s*(?:include|import)\s*(?:(<[^>]*>)|"([^"]*)")/.exec(line) ?? [];
    if (angle !== undefined || quoted !== undefined) directive = angle ?? quoted!;
    else if (line.trim() !== "") directive = null;
  }
  return found;
}

/** Null where there is no such command. Missing headers are no failure: what was read counts. */
async function preprocess(cwd: string, args: string[]): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command("g++", { args, cwd, stderr: "null" }).output();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
