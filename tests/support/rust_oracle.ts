/** Which files `rustc` reads for a crate: its own answer, as a Makefile's rules. */
export interface RustOracle {
  /** Files of the crate with this root, relative to the directory; [] where it cannot be read. */
  files(
    directory: string,
    root: string,
    edition: number,
    features: readonly string[],
  ): Promise<string[]>;
}

/** Null where `rustc` is not on the PATH, may not be run, or is rustup's without a toolchain. */
export async function rustOracle(): Promise<RustOracle | null> {
  const run = await Deno.permissions.query({ name: "run", command: "rustc" });
  if (run.state !== "granted" || !/^rustc /.test(await output(["--version"]) ?? "")) return null;
  return {
    async files(directory, root, edition, features) {
      const flags = features.flatMap((name) => ["--cfg", `feature="${name}"`]);
      const args = [
        "--emit=dep-info=-",
        "--crate-type=lib",
        `--edition=${edition}`,
        ...flags,
        root,
      ];
      const text = await output(args, directory) ?? "";
      // each file is a rule without prerequisites as well
      return [...text.matchAll(/^([^/\s][^\s:]*):$/gm)].map(([, file]) => file!);
    },
  };
}

async function output(args: string[], cwd?: string): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command("rustc", {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
