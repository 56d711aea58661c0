/**
 * `deno task cli …`: starts the command line with the permissions that this one call needs. Named
 * permission sets are static, but the paths that a call reads and writes are its arguments.
 */
import { resolve } from "node:path";
import { localPath } from "./cli/target.ts";
import { runConfig, serverPermissions } from "./launch.ts";
import { ENVIRONMENT_NAMES } from "./lib/platform/config.ts";

/** Where a call's paths are taken from. */
export interface Places {
  /** The project's directory. */
  root: string;
  /** Where the user is. */
  cwd: string;
  /** The one directory that `analyze` writes to. */
  scratch: string;
}

/** What one call may do; `env` is its environment, with DATA_DIR absolute. */
export function cliPermissions(
  args: readonly string[],
  env: (name: string) => string | undefined,
  { root, cwd, scratch }: Places,
) {
  const [command, ...operands] = args.filter((arg) => !arg.startsWith("-"));
  const server = serverPermissions(env, root);
  const dist = resolve(root, "dist");
  const files = operands.map((operand) => resolve(cwd, operand));
  const dataDir = server.write;
  const nothing = { net: false, read: [dist], write: [] as string[], run: [] as string[] };
  const base = { ...nothing, env: [...ENVIRONMENT_NAMES] };
  switch (command) {
    case "serve":
      return server;
    case "analyze": {
      const paths = operands.map((operand) => localPath(operand, cwd));
      const given = paths.filter((path) => path !== null).flatMap(withItsTarget);
      // REPO_ALLOWED_PATHS too: the repository of a linked work tree lies elsewhere.
      const allowed = Array.isArray(server.read)
        ? server.read.filter((path) => path !== dist && !dataDir.includes(path))
        : null;
      return {
        ...base,
        // To look up the host; which may be contacted is decided per address.
        net: paths.includes(null),
        read: allowed === null ? true : [dist, scratch, ...allowed, ...given],
        write: [scratch],
        run: ["git", "kill"],
      };
    }
    case "migrate":
      return { ...base, read: [dist, ...dataDir], write: dataDir };
    case "backup": {
      const written = files.flatMap((file) => [file, `${file}.partial`]);
      return { ...base, read: [dist, ...dataDir, ...written], write: written };
    }
    case "restore":
      return { ...base, read: [dist, ...dataDir, ...files], write: dataDir };
    default:
      return base;
  }
}

/** A permission to read a link is none to read what it points at. */
function withItsTarget(path: string): string[] {
  try {
    return [path, Deno.realPathSync(path)];
  } catch {
    return [path]; // the command itself says what is wrong with it
  }
}

async function launch(args: string[]): Promise<number> {
  const root = Deno.cwd();
  // `deno task` runs in the project's directory and says here where it was called.
  const cwd = Deno.env.get("INIT_CWD") ?? root;
  const dataDir = resolve(root, Deno.env.get("DATA_DIR") || "./data");
  const own = await Deno.makeTempDir({ prefix: "software-factory-" });
  try {
    const scratch = `${own}/scratch`;
    await Deno.mkdir(scratch);
    const env = (name: string) => name === "DATA_DIR" ? dataDir : Deno.env.get(name);
    const config = `${own}/permissions.json`;
    const cli = cliPermissions(args, env, { root, cwd, scratch });
    await Deno.writeTextFile(config, runConfig({ cli }));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--config", config, "-P=cli", resolve(root, "dist/cli.js"), ...args],
      cwd,
      env: { DATA_DIR: dataDir, TMPDIR: scratch },
    }).spawn();
    // Ctrl-C reaches the child by itself; it tidies up, and then we do.
    Deno.addSignalListener("SIGINT", () => {});
    Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
    return (await child.status).code;
  } finally {
    await Deno.remove(own, { recursive: true });
  }
}

if (import.meta.main) Deno.exit(await launch(Deno.args));
