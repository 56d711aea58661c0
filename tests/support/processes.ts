/** What runs on this machine, told by `ps`. */

export interface ProcessSeen {
  pid: number;
  group: number;
  /** Its first letter is Z for a zombie: ended, but not yet waited for. */
  state: string;
  /** The whole command line. */
  command: string;
}

export async function processes(): Promise<ProcessSeen[]> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-A", "-ww", "-o", "pid=,pgid=,state=,args="],
  }).output();
  return new TextDecoder().decode(stdout).split("\n").flatMap((line) => {
    const [, pid, group, state = "", command = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ??
        [];
    return pid === undefined ? [] : [{ pid: Number(pid), group: Number(group), state, command }];
  });
}

/** Resolves when nothing of the group runs; a killed process takes a moment to be gone. */
export async function groupEnded(group: number): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const alive = (await processes()).filter((one) =>
      one.group === group && !one.state.startsWith("Z")
    );
    if (alive.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Group ${group} still runs`);
}

/**
 * Living processes that have `text` in their command line or their environment, and are `program` if
 * that is given: "pid command line".
 */
export async function processesWith(text: string, program = ""): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", {
    // `e` adds the environment: children of git have our directory there and nowhere else.
    args: ["axeww", "-o", "state=,pid=,args="],
  }).output();
  return new TextDecoder().decode(stdout).split("\n").flatMap((line) => {
    const [, state = "", pid, command = ""] = /^\s*(\S+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const name = command.split(" ")[0]?.split("/").at(-1) ?? "";
    const seen = command.includes(text) && name.startsWith(program) && !state.startsWith("Z");
    return seen ? [`${pid} ${command.slice(0, 120)}`] : [];
  });
}
