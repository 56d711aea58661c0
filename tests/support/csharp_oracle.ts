/** Mono's own answers about a directory of C# files (see CSharpOracle.cs). */

/** What the compiler knows of files; paths are relative to the directory. */
export interface CSharpFindings {
  /** File -> the types that it declares outside of others, with their namespaces. */
  declares: Map<string, Set<string>>;
  /** File -> namespaces that it uses, as written. */
  usings: Map<string, Set<string>>;
  /** File -> types of `using static A.B` and `using X = A.B`. */
  usedTypes: Map<string, Set<string>>;
  /** File -> types that it uses, named or not. */
  uses: Map<string, Set<string>>;
  /** The same, where only the partial type is known, not which of its files. */
  mayUse: Map<string, Set<string>>;
  /** File -> types whose extension methods it calls, a tab, the method. */
  extensions: Map<string, Set<string>>;
  /** Type -> its constants (`Type.Name`), which leave no trace in compiled code. */
  constants: Map<string, Set<string>>;
}

/**
 * Compiles the files into one assembly and reads it.
 * @param references assemblies of the framework beside mscorlib and System
 * @returns null where Mono's compiler, its parser or Cecil is not installed
 */
export async function askMono(
  directory: string,
  files: readonly string[],
  scratch: string,
  references: readonly string[] = ["System.Core"],
): Promise<CSharpFindings | null> {
  const cecil = await newestCecil();
  if (cecil === null || await run("mcs", ["--version"]) === null) return null;
  const oracle = `${scratch}/oracle.exe`;
  const source = new URL("CSharpOracle.cs", import.meta.url).pathname;
  const built = await run("mcs", [
    "-nologo",
    "-r:Mono.CSharp",
    `-r:${cecil}`,
    `-out:${oracle}`,
    source,
  ]);
  const assembly = `${scratch}/made.dll`;
  const paths = files.map((path) => `${directory}/${path}`);
  const compiled = await run("mcs", [
    "-nologo",
    "-debug",
    "-d:DEBUG,TRACE",
    "-unsafe",
    "-target:library",
    `-r:${references.join()}`,
    `-out:${assembly}`,
    ...paths,
  ]);
  if (built === null || compiled === null) throw new Error("mcs cannot compile the files.");
  const text = await run("mono", [oracle, assembly, ...paths]);
  if (text === null) throw new Error("The program that reads the assembly fails.");
  return read(text, directory);
}

function read(text: string, directory: string): CSharpFindings {
  const tables = new Map<string, Map<string, Set<string>>>();
  const table = (kind: string) => {
    const found = tables.get(kind) ?? new Map<string, Set<string>>();
    tables.set(kind, found);
    return found;
  };
  for (const line of text.trimEnd().split("\n")) {
    const [kind, key, ...what] = line.split("\t") as [string, string, ...string[]];
    const name = kind === "constant" ? key : key.slice(directory.length + 1);
    const to = table(kind.replace("may-extends", "extends"));
    to.set(name, (to.get(name) ?? new Set()).add(what.join("\t")));
  }
  return {
    declares: table("declares"),
    usings: table("using"),
    usedTypes: table("using-type"),
    uses: table("uses"),
    mayUse: table("may-uses"),
    extensions: table("extends"),
    constants: table("constant"),
  };
}

async function newestCecil(): Promise<string | null> {
  const base = "/usr/lib/mono/gac/Mono.Cecil";
  try {
    const versions = (await Array.fromAsync(Deno.readDir(base))).map(({ name }) => name);
    const newest = versions.sort((a, b) => parseFloat(a.slice(2)) - parseFloat(b.slice(2))).at(-1);
    return newest === undefined ? null : `${base}/${newest}/Mono.Cecil.dll`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** What a command writes; null where it is not installed. What it says of a failure is shown. */
async function run(command: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
    if (success) return new TextDecoder().decode(stdout);
    console.error(new TextDecoder().decode(stderr));
    return null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
