import { type DumpedCrate, readDump } from "./rust_uses.ts";

/** What `rustc` itself says of a crate, by its root's path in a directory. */
export interface RustOracle {
  /** Files of the crate, relative to the directory; [] where it cannot be read. */
  files(
    directory: string,
    root: string,
    edition: number,
    features: readonly string[],
  ): Promise<string[]>;
  /**
   * What each name of its `use`s means; null where this rustc's dump is of another form. Crates that
   * it uses were asked for before, with the same directory.
   */
  dump: ((directory: string, crate: RustCrate) => Promise<DumpedCrate>) | null;
}

export interface RustCrate {
  name: string;
  root: string;
  edition: number;
  type: "lib" | "bin";
  /** Names of libraries. */
  uses?: readonly string[];
}

/** Null where `rustc` is not on the PATH, may not be run, or is rustup's without a toolchain. */
export async function rustOracle(): Promise<RustOracle | null> {
  const run = await Deno.permissions.query({ name: "run", command: "rustc" });
  if (run.state !== "granted" || !/^rustc /.test(await output(["--version"]) ?? "")) return null;
  const probe = await Deno.makeTempDir();
  await Deno.writeTextFile(`${probe}/lib.rs`, "use core::fmt;\n");
  const { uses } = await dump(probe, { name: "probe", root: "lib.rs", edition: 2021, type: "lib" });
  await Deno.remove(probe, { recursive: true });
  return {
    async files(directory, root, edition, features) {
      const flags = features.flatMap((name) => ["--cfg", `feature="${name}"`]);
      // to a file: standard output, `-`, is for newer compilers
      const rules = await Deno.makeTempFile();
      const args = [
        `--emit=dep-info=${rules}`,
        "--crate-type=lib",
        `--edition=${edition}`,
        ...flags,
        root,
      ];
      await output(args, directory);
      const text = await Deno.readTextFile(rules);
      await Deno.remove(rules);
      // each file is a rule without prerequisites as well
      return [...text.matchAll(/^([^/\s][^\s:]*):$/gm)].map(([, file]) => file!);
    },
    dump: uses.length === 1 ? dump : null,
  };
}

async function dump(directory: string, crate: RustCrate): Promise<DumpedCrate> {
  const { name, root, edition, type, uses = [] } = crate;
  const flags = [`--crate-name=${name}`, `--crate-type=${type}`, `--edition=${edition}`, "-L."];
  const args = [...flags, ...uses.map((name) => `--extern=${name}`), root];
  if (type === "lib") await output(["--emit=metadata", ...args], directory);
  const text = await output(["-Zunpretty=hir-tree", ...args], directory);
  return readDump((text ?? "").split("\n"));
}

async function output(args: string[], cwd?: string): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command("rustc", {
      args,
      ...(cwd === undefined ? {} : { cwd }),
      // the dump is for nightly compilers, or for those who ask so
      env: { RUSTC_BOOTSTRAP: "1" },
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
