/** The programs that each do a part of what a map says. */
import { runProgram } from "./processes.ts";

/** The newest that runs on Node 20 as well as on later ones. */
const CRUISER = { "dependency-cruiser": "17.4.3", typescript: "6.0.3" };

export interface Peer {
  name: string;
  /** What of a map it finds. */
  part: string;
  command(tree: string): { program: string; args: string[] };
}

/**
 * Those that this machine has, or npm can bring.
 * @param say tells of each that is left out
 */
export async function openPeers(
  directory: string,
  say: (line: string) => void,
): Promise<Peer[]> {
  const peers: Peer[] = [];
  if (await runProgram("cloc", ["--version"], { mayFail: true }) === null) {
    say("cloc is not installed: left out");
  } else {
    peers.push({
      name: "cloc",
      part: "lines",
      command: (tree) => ({
        program: "cloc",
        args: ["--quiet", "--json", `--report-file=${directory}/cloc.json`, tree],
      }),
    });
  }
  const ctags = await runProgram("ctags", ["--version"], { mayFail: true });
  if (!ctags?.stdout.includes("Universal Ctags")) {
    say("universal-ctags is not installed: left out");
  } else {
    peers.push({
      name: "universal-ctags",
      part: "symbols",
      command: (tree) => ({
        program: "ctags",
        args: ["-R", "--fields=+neKzS", "-f", `${directory}/tags-${crypto.randomUUID()}`, tree],
      }),
    });
  }
  const node = `${directory}/peers`;
  await Deno.mkdir(node);
  await Deno.writeTextFile(
    `${node}/package.json`,
    JSON.stringify({ private: true, dependencies: CRUISER }),
  );
  const installed = await runProgram("npm", ["install", "--silent", "--no-audit", "--no-fund"], {
    cwd: node,
    mayFail: true,
  });
  if (installed === null) say("npm cannot fetch dependency-cruiser: left out");
  else {
    peers.push({
      name: "dependency-cruiser",
      part: "imports of JS and TS",
      command: (tree) => ({
        program: "node",
        args: [
          `${node}/node_modules/.bin/depcruise`,
          "--no-config",
          "--ts-pre-compilation-deps",
          "--output-type=json",
          `--output-to=${directory}/cruise.json`,
          tree,
        ],
      }),
    });
  }
  return peers;
}
