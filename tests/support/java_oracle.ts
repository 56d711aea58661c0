/** javac's own answers about directories of Java files (see JavaOracle.java). */
export interface JavaOracle {
  /** Imports and definitions, a line each, fields parted by tabs. */
  syntax(directory: string): Promise<string[]>;
  /** `importer`, `specifier` and `file` of each import whose class lies in the directory. */
  edges(directory: string): Promise<string[]>;
  /** Sources of the JDK's modules, unpacked; null where this JDK has none. */
  sources(modules: readonly string[], scratch: string): Promise<string | null>;
}

/** The newest JDK that has its sources, else the `java` on the PATH; null where there is none. */
export async function javaOracle(): Promise<JavaOracle | null> {
  const homes = await jdksWithSources();
  const home = homes.at(-1) ?? null;
  const command = home === null ? "java" : `${home}/bin/java`;
  const permission = await Deno.permissions.query({ name: "run", command });
  if (permission.state !== "granted" || await output(command, ["--version"]) === null) return null;
  const ask = async (mode: string, directory: string) => {
    const text = await output(command, [
      "-XX:TieredStopAtLevel=1",
      "--add-exports",
      "jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED",
      new URL("JavaOracle.java", import.meta.url).pathname,
      mode,
      directory,
    ]);
    return text?.trimEnd().split("\n") ?? [];
  };
  return {
    syntax: (directory) => ask("syntax", directory),
    edges: (directory) => ask("edges", directory),
    async sources(modules, scratch) {
      if (home === null) return null;
      const args = ["xf", `${home}/lib/src.zip`, ...modules];
      return await output(`${home}/bin/jar`, args, scratch) === null ? null : scratch;
    },
  };
}

async function jdksWithSources(): Promise<string[]> {
  const found: string[] = [];
  for (const base of ["/usr/lib/jvm", "/opt/java"]) {
    try {
      for await (const { name, isFile } of Deno.readDir(base)) {
        if (isFile) continue;
        const home = `${base}/${name}`;
        if (await exists(`${home}/lib/src.zip`) && await exists(`${home}/bin/jar`)) {
          found.push(home);
        }
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  const version = (home: string) => Number(/\d+/.exec(home)?.[0] ?? 0);
  return found.sort((a, b) => version(a) - version(b));
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Null where there is no such command; throws what it says where it fails. */
async function output(command: string, args: string[], cwd?: string): Promise<string | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      stderr: "piped",
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
