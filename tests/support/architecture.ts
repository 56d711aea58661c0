/**
 * Who may import whom (docs/architecture.md), as a check over the module graph. Each rule says why
 * it is there; a violation is one sentence that repeats it.
 */

/** One import of the module graph; paths are relative to the repository. */
export interface Import {
  from: string;
  /** A path, `npm:name`, or `node:name`. */
  to: string;
  /** True where nothing of it is left at run time. */
  typeOnly: boolean;
}

interface Room {
  /** Path prefix, or a whole path. */
  at: string;
  /** Rooms, or single modules, that it may import beside itself. */
  mayImport: string[];
  why: string;
}

/** Composition roots: programs and threads. */
const ROOTS = [
  "main.ts",
  "server.ts",
  "deploy.ts",
  "worker.ts",
  "publishing.ts",
  "models.ts",
  "parse_worker.ts",
  "git_worker.ts",
  "upkeep_worker.ts",
  "map_worker.ts",
  "cli.ts",
];

const EVERYTHING = [
  "lib/domain",
  "lib/platform",
  "lib/store",
  "lib/git",
  "lib/github",
  "lib/ai",
  "lib/mcp",
  "lib/analysis",
  "lib/services",
  "lib/web",
  "jobs",
  "routes",
  "components",
  "islands",
  "manifest.gen.ts",
  "cli",
  ...ROOTS,
];

const ADAPTER = "it adapts one thing of the outside world and decides nothing";
const ROOT = "it is a composition root: it may put everything together";

/** The first room that matches a path is its room. */
const ROOMS: Room[] = [
  { at: "lib/domain", mayImport: [], why: "the domain's words must not depend on who uses them" },
  {
    at: "lib/platform",
    mayImport: ["lib/domain"],
    why: "clock, log and processes know nothing of what they are used for",
  },
  { at: "lib/store", mayImport: ["lib/domain", "lib/platform"], why: ADAPTER },
  { at: "lib/git", mayImport: ["lib/domain", "lib/platform"], why: ADAPTER },
  { at: "lib/github", mayImport: ["lib/domain", "lib/platform"], why: ADAPTER },
  { at: "lib/ai", mayImport: ["lib/domain", "lib/platform"], why: ADAPTER },
  {
    at: "lib/mcp",
    mayImport: ["lib/services", "lib/domain", "lib/platform"],
    why: "tools speak to services, as routes do",
  },
  {
    at: "lib/analysis",
    mayImport: ["lib/domain"],
    why: "the analysis is pure: bytes and cached facts arrive through ports of the domain",
  },
  {
    at: "lib/services",
    mayImport: ["lib/store", "lib/analysis", "lib/domain", "lib/platform"],
    why: "decisions reach git, GitHub and the scheduler through ports that are injected",
  },
  {
    at: "lib/web",
    mayImport: ["lib/domain", "lib/platform"],
    why: "the glue serves any application, so that another framework can replace it",
  },
  {
    at: "routes",
    mayImport: ["lib/services", "lib/web", "lib/domain", "components", "islands"],
    why: "a route parses and answers; services decide and stores persist",
  },
  {
    at: "jobs",
    mayImport: [
      "lib/services",
      "lib/analysis",
      "lib/git",
      "lib/store/jobs.ts",
      "lib/domain",
      "lib/platform",
    ],
    why: "jobs and routes are siblings: both speak to services, never to each other",
  },
  {
    at: "components",
    mayImport: ["lib/domain"],
    why: "components render what they are given, on the server and in islands",
  },
  {
    at: "islands",
    mayImport: ["components", "lib/domain"],
    why: "an island runs in the browser and gets its data as props or from the API",
  },
  {
    at: "manifest.gen.ts",
    mayImport: ["routes", "islands", "lib/web"],
    why: "it lists routes and islands and does nothing else",
  },
  ...ROOTS.map((at) => ({ at, mayImport: EVERYTHING, why: ROOT })),
  {
    at: "cli",
    mayImport: [
      "jobs",
      "lib/git",
      "lib/github",
      "lib/store",
      "lib/domain",
      "lib/platform",
      "components/format.ts",
    ],
    why: "a command does one thing without the server, and says figures as pages do",
  },
  {
    at: "launch.ts",
    mayImport: ["lib/platform"],
    why: "the launcher only reads the configuration",
  },
  {
    at: "build",
    mayImport: ["lib/web", "launch.ts"],
    why: "the build needs the formats it writes and how a server is started",
  },
  {
    at: "launch_cli.ts",
    mayImport: ["launch.ts", "cli/target.ts", "lib/platform"],
    why: "the launcher only reads the configuration and the arguments",
  },
  { at: "dev.ts", mayImport: ["build"], why: "it starts the build's steps" },
];

/** Packages that only certain rooms may use. */
const PACKAGES: { names: RegExp; rooms: string[]; why: string }[] = [
  {
    names: /^(npm:kysely|node:sqlite)$/,
    rooms: ["lib/store"],
    why: "SQL has one place",
  },
  {
    names: /^npm:hono$/,
    rooms: ["lib/web"],
    why: "the web framework stays replaceable",
  },
  {
    names: /^npm:esbuild$/,
    rooms: ["build"],
    why: "the running server builds nothing",
  },
];

/** All violations, each with its rule's reason; empty where the architecture holds. */
export function checkArchitecture(imports: readonly Import[]): string[] {
  return [
    ...imports.flatMap(checkRooms),
    ...imports.flatMap(checkPackages),
    ...checkBrowser(imports),
  ];
}

function checkRooms({ from, to }: Import): string[] {
  if (from.startsWith("tests/") || from.startsWith("bench/") || to.includes(":")) return [];
  if (to.startsWith("tests/")) {
    return [`${from} imports ${to}: nothing imports tests, because tests are not shipped.`];
  }
  const room = roomOf(from);
  const target = roomOf(to);
  if (room === undefined) return [`${from} lies in no room of the architecture: give it one.`];
  const may = (place: string) => to === place || to.startsWith(place + "/");
  if (target === room || room.mayImport.some(may)) return [];
  const allowed = room.mayImport.join(", ") || "nothing of ours";
  return [`${from} imports ${to}: ${room.at} may import ${allowed}, because ${room.why}.`];
}

function checkPackages({ from, to }: Import): string[] {
  if (from.startsWith("tests/") || from.startsWith("bench/")) return [];
  const room = roomOf(from);
  if (room?.at === "lib/domain" && to.includes(":") && to !== "npm:zod") {
    return [`${from} imports ${to}: lib/domain may import zod only, because ${room.why}.`];
  }
  return PACKAGES.filter(({ names, rooms }) => names.test(to) && !rooms.includes(room?.at ?? ""))
    .map(({ rooms, why }) =>
      `${from} imports ${to}: only ${rooms.join(", ")} may, because ${why}.`
    );
}

/** Whatever an island needs at run time is sent to the browser. */
function checkBrowser(imports: readonly Import[]): string[] {
  const found: string[] = [];
  const bySource = Map.groupBy(imports.filter((i) => !i.typeOnly), (i) => i.from);
  const seen = new Set(
    imports.flatMap((i) => [i.from, i.to]).filter((path) => path.startsWith("islands/")),
  );
  for (const path of seen) {
    for (const { from, to } of bySource.get(path) ?? []) {
      if (!to.includes(":")) seen.add(to);
      else if (to !== "npm:preact") {
        found.push(
          `${from} imports ${to}, and an island needs it: the browser gets preact only, because ` +
            "every page pays for it.",
        );
      }
    }
  }
  return found;
}

function roomOf(path: string): Room | undefined {
  return ROOMS.find(({ at }) => path === at || path.startsWith(at + "/"));
}

/** What `deno info --json` prints, as far as it is read here. */
interface DenoInfo {
  modules: {
    specifier: string;
    error?: string;
    dependencies?: {
      specifier: string;
      code?: { specifier?: string };
      type?: { specifier?: string };
    }[];
  }[];
}

/** The imports of every module below `root` that Deno finds from `entries`. */
export async function readImports(root: URL, entries: readonly string[]): Promise<Import[]> {
  const list = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      list,
      entries.map((entry) => `import ${JSON.stringify(new URL(entry, root).href)};`).join("\n"),
    );
    const { stdout, success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", new URL("deno.json", root).pathname, list],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const info = JSON.parse(new TextDecoder().decode(stdout)) as DenoInfo;
    return info.modules.filter((module) => module.specifier.startsWith(root.href)).flatMap(
      (module) => {
        if (module.error) throw new Error(module.error);
        return (module.dependencies ?? []).flatMap(({ code, type }): Import[] => {
          const target = code?.specifier ?? type?.specifier;
          if (target === undefined) return [];
          const from = relative(root, module.specifier);
          return [{ from, to: relative(root, target), typeOnly: code === undefined }];
        });
      },
    );
  } finally {
    await Deno.remove(list);
  }
}

/** `npm:/preact@11.2.0/hooks` to `npm:preact`, a file URL to its path. */
function relative(root: URL, specifier: string): string {
  const name = /^npm:\/?(@[^/]+\/[^@/]+|[^@/]+)/.exec(specifier);
  if (name) return `npm:${name[1]}`;
  return specifier.startsWith(root.href)
    ? decodeURIComponent(specifier.slice(root.href.length))
    : specifier;
}
