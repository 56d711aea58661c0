/** What runs on this machine, read from /proc (Linux). */

export interface ProcessSeen {
  pid: number;
  group: number;
  /** One letter; Z is a zombie: ended, but not yet waited for. */
  state: string;
  args: string[];
}

export async function processes(): Promise<ProcessSeen[]> {
  const seen: ProcessSeen[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = await Deno.readTextFile(`/proc/${name}/stat`);
      const [state = "", , group = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const args = (await Deno.readTextFile(`/proc/${name}/cmdline`)).split("\0");
      seen.push({ pid: Number(name), group: Number(group), state, args });
    } catch {
      // It ended while it was looked at.
    }
  }
  return seen;
}

/** Resolves when nothing of the group runs; a killed process takes a moment to be gone. */
export async function groupEnded(group: number): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const alive = (await processes()).filter((one) => one.group === group && one.state !== "Z");
    if (alive.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Group ${group} still runs`);
}
