/** Repositories with a made-up history: branches, merges, renames, bots, wrong clocks. */
import { runGit, type ScratchRepository, scratchRepository } from "./repository.ts";

const PEOPLE = [
  { name: "Ann", email: "ann@example.org" },
  { name: "Ann B.", email: "ann@old.example.org" },
  { name: "Bob", email: "bob@example.org" },
  { name: "Cy", email: "cy@example.org" },
  { name: "renovate[bot]", email: "renovate[bot]@users.noreply.github.com" },
];
const TEAM = [
  { name: "Ada", email: "ada@example.org" },
  { name: "Grace", email: "grace@example.org" },
  { name: "Linus", email: "linus@example.org" },
];
const DAY = 86_400;

interface Branch {
  files: Map<string, string>;
  /** Number of its last commit. */
  tip: number;
}

/**
 * The same seed makes the same repository; its branch is `main`. Without renames no file is deleted
 * either. One stream to git: a process for each commit would take a hundred times as long.
 */
export async function madeHistory(
  { commits, seed, renames }: { commits: number; seed: number; renames: boolean },
): Promise<ScratchRepository & { head: string }> {
  const repository = await scratchRepository();
  const random = numbers(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const stream: string[] = [];
  let time = 1_700_000_000;
  let count = 0;

  function commit(
    branch: Branch | null,
    changes: ReadonlyMap<string, string | null>,
    author = PEOPLE[0]!,
    merge?: Branch,
  ): number {
    count++;
    const who = `${author.name} <${author.email}> ${time} +0000`;
    stream.push(
      `commit refs/heads/made\nmark :${count}\nauthor ${who}\ncommitter ${who}\ndata 0\n`,
    );
    if (branch !== null) stream.push(`from :${branch.tip}\n`);
    if (merge !== undefined) stream.push(`merge :${merge.tip}\n`);
    for (const [path, text] of changes) {
      stream.push(
        text === null ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`,
      );
    }
    stream.push("\n");
    return count;
  }

  const first = new Map([
    [".mailmap", "Ann <ann@example.org> <ann@old.example.org>\n"],
    ["start.ts", "start\n"],
  ]);
  const main: Branch = { files: first, tip: commit(null, first) };
  let side: Branch | null = null;
  for (let at = 0; at < commits; at++) {
    // Clocks that stand still or run backward must not matter.
    time += Math.floor((random() - 0.1) * 9 * DAY * (random() < 0.3 ? 0 : 1));
    const author = pick(PEOPLE);
    if (side === null) {
      if (random() < 0.15) side = { files: new Map(main.files), tip: main.tip };
    } else if (random() < 0.2) {
      const { files } = side;
      const changed = [...files].filter(([path, text]) => main.files.get(path) !== text);
      for (const [path, text] of changed) main.files.set(path, text);
      main.tip = commit(main, new Map(changed), author, side);
      side = null;
      continue;
    }
    const branch: Branch = side !== null && random() < 0.5 ? side : main;
    const { files } = branch;
    const changes = new Map<string, string | null>();
    const touched = 1 + Math.floor(random() * 4);
    for (let one = 0; one < touched; one++) {
      const path = random() < 0.4
        ? `d${Math.floor(random() * 5)}/f${at}.ts`
        : pick([...files.keys()]);
      if (path !== ".mailmap") changes.set(path, `${path} ${at}\n`.repeat(3));
    }
    const old = pick([...files.keys()]);
    if (renames && random() < 0.3 && !changes.has(old) && old !== ".mailmap") {
      changes.set(`moved/${at}.ts`, files.get(old)!);
      changes.set(old, null);
    }
    for (const [path, text] of changes) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    branch.tip = commit(branch, changes, author);
  }
  stream.push(`reset refs/heads/main\nfrom :${main.tip}\n\n`);
  await runGit(
    ["--git-dir", repository.path, "fast-import", "--quiet", "--force", "--date-format=raw"],
    [stream.join("")],
  );
  return Object.assign(repository, { head: await repository.git("rev-parse", "main") });
}

/**
 * Gives real sources a year of made-up history that ends now: three people with unequal shares, who
 * come back to a few files again and again, as teams do.
 */
export async function madeTeamHistory(
  repository: ScratchRepository,
  files: Record<string, string>,
  seed: number,
): Promise<void> {
  const random = numbers(seed);
  const texts = new Map(Object.entries(files));
  // As in most code, what is large changes most.
  const paths = [...texts.keys()].filter((path) => /\.[jt]sx?$/.test(path))
    .sort((one, other) => texts.get(other)!.length - texts.get(one)!.length);
  const commits = 90;
  const now = Math.floor(Date.now() / 1_000);
  const times = Array.from({ length: commits }, () => now - Math.floor(random() * 360 * DAY))
    .sort((one, other) => one - other);
  for (const [at, time] of [now - 365 * DAY, ...times].entries()) {
    const author = TEAM[Math.floor(TEAM.length * random() ** 2)]!;
    const changes: Record<string, string> = at === 0 ? files : {};
    for (let one = 0; at > 0 && one < 1 + random() * 4; one++) {
      // To the fifth: few files get most of the changes.
      const path = paths[Math.floor(paths.length * random() ** 5)]!;
      texts.set(path, `${texts.get(path)}// ${at}\n`);
      changes[path] = texts.get(path)!;
    }
    await repository.commit(changes, { author, time, message: `Change ${at}` });
  }
}

/** mulberry32: 0–1, the same row for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let value = Math.imul(state ^ state >>> 15, 1 | state);
    value = value + Math.imul(value ^ value >>> 7, 61 | value) ^ value;
    return ((value ^ value >>> 14) >>> 0) / 4_294_967_296;
  };
}
