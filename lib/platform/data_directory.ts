import { FactoryError } from "../domain/errors.ts";

/** Where everything that the server writes lies. */
export interface DataDirectory {
  databasePath: string;
  /** One bare clone a project. */
  repositories: string;
  /** HOME of git and ssh: known hosts, and no configuration of the user's. */
  gitHome: string;
  /** The token of agents, where there is no AUTH_TOKEN. */
  agentToken: string;
  /** For what a program that is started leaves behind; empty at start. */
  scratch: string;
  /** Lets another process have it. */
  release(): void;
}

/**
 * Makes DATA_DIR if it is missing and takes its lock: one server a directory, because jobs of
 * "another process" found at start are taken back at once. The system frees the lock when the
 * process dies, however it dies.
 * @throws FactoryError `data_dir_unusable`
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const repositories = `${path}/repositories`;
  const gitHome = `${path}/git-home`;
  const scratch = `${path}/scratch`;
  let lock: Deno.FsFile;
  try {
    await Deno.mkdir(repositories, { recursive: true });
    await Deno.mkdir(gitHome, { recursive: true });
    lock = await Deno.open(`${path}/server.lock`, { create: true, read: true, write: true });
  } catch (cause) {
    throw new FactoryError("data_dir_unusable", `DATA_DIR ${path} cannot be written.`, {
      cause,
      remedy: "Give the server's user access to it, or set DATA_DIR to another directory.",
    });
  }
  if (!await lock.tryLock(true)) {
    lock.close();
    throw new FactoryError("data_dir_unusable", `Another server uses DATA_DIR ${path}.`, {
      remedy: "Stop that server, or set DATA_DIR to another directory.",
    });
  }
  // A server that was killed left it.
  await Deno.remove(scratch, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return {
    databasePath: `${path}/factory.sqlite`,
    repositories,
    gitHome,
    scratch,
    agentToken: `${path}/mcp_token`,
    release: () => lock.close(),
  };
}
