/** Signals about the shape of the code: cycles, imports that lead nowhere, files that grew too large. */
import { isSource } from "../components.ts";
import { atFile, count, percent, type Signal, signal } from "./contract.ts";

/** Share of files in run-time cycles at which the score is 0. */
const CYCLIC_WORST = 0.4;
/** Share of imports inside the repository that are unresolved at which the score is 0. */
const UNRESOLVED_WORST = 0.2;
/** Code lines above which a file is hard to keep in one's head. */
const OVERSIZED_LINES = 1_000;
/** Share of code in such files at which the score is 0. */
const OVERSIZED_WORST = 0.5;

export const cycles: Signal = ({ files, dependencies, cycles }) => {
  const own = new Set(files.filter(isSource).map((file) => file.path));
  const linked = new Set<string>();
  for (const { from, to, resolution } of dependencies) {
    if (resolution === "file" && own.has(from) && own.has(to!)) linked.add(from).add(to!);
  }
  if (linked.size === 0) return null;
  const atRunTime = cycles.filter((cycle) => !cycle.type_only);
  const among = atRunTime.map((cycle) => ({
    files: cycle.runtime_files.filter((file) => own.has(file)),
    break_edges: cycle.break_edges,
  })).filter(({ files }) => files.length > 1);
  const cyclic = among.flatMap(({ files }) => files).length;
  const share = cyclic / linked.size;
  const breaks = among.reduce((sum, cycle) => sum + cycle.break_edges.length, 0);
  const others = atRunTime.length - among.length;
  return signal({
    id: "cycles",
    title: "Free of import cycles",
    score: 100 * (1 - share / CYCLIC_WORST),
    weight: 2,
    detail: (cyclic === 0
      ? `None of ${count(linked.size, "linked source file")} is part of a cycle at run time.`
      : `${cyclic} of ${count(linked.size, "linked source file")} (${percent(share)}) ` +
        `${cyclic === 1 ? "lies" : "lie"} on ${count(among.length, "run-time cycle")}.`) +
      // The map's own count has them too; without this sentence the two would not agree.
      (others === 0 ? "" : ` ${count(others, "further cycle")} of the map ` +
        `${others === 1 ? "is" : "are"} left out here: ${others === 1 ? "it has" : "they have"} ` +
        "not two source files, but tests, or generated or vendored files."),
    remedy: "Move what two files need of each other into a third one, the largest cycle first; " +
      `without ${
        count(breaks, "import")
      } between files (\`break_edges\` of the map's cycles) none ` +
      "would be left.",
    evidence: [...among].sort((a, b) =>
      b.files.length - a.files.length
    ).map(({ files }) => atFile(files[0]!)),
  });
};

export const unresolved: Signal = ({ files, dependencies }) => {
  // Published pages name scripts and styles that lie where they are served.
  const own = new Set(
    files.filter((file) => !file.vendored && !file.generated && !file.documentation)
      .map((file) => file.path),
  );
  // What is computed at run time, or made by a build, names no file here; that is no defect.
  const edges = dependencies.filter((edge) =>
    own.has(edge.from) && edge.kind !== "dynamic" && !edge.reason?.endsWith(" at run time") &&
    !edge.reason?.startsWith("a module that ")
  );
  const missing = edges.filter((edge) => edge.resolution === "unresolved");
  const inside = edges.filter((edge) => edge.resolution === "file").length + missing.length;
  if (inside === 0) return null;
  const share = missing.length / inside;
  return signal({
    id: "unresolved_imports",
    title: "Imports lead somewhere",
    score: 100 * (1 - share / UNRESOLVED_WORST),
    weight: 1.5,
    detail: missing.length === 0
      ? `All ${count(inside, "import")} inside the repository are resolved.`
      : `${missing.length} of ${count(inside, "import")} (${
        percent(share)
      }) name no file of this ` +
        "repository and no declared package.",
    remedy:
      "Declare the missing packages in a manifest, or correct the paths; generated files that " +
      "are not committed count as missing.",
    evidence: missing.map(({ from, line }) => ({ path: from, line })),
  });
};

export const oversized: Signal = ({ files }) => {
  const own = files.filter(isSource);
  const code = own.reduce((sum, file) => sum + file.lines.code, 0);
  if (code === 0) return null;
  const large = own.filter((file) => file.lines.code > OVERSIZED_LINES)
    .sort((a, b) => b.lines.code - a.lines.code);
  const share = large.reduce((sum, file) => sum + file.lines.code, 0) / code;
  return signal({
    id: "oversized_files",
    title: "Files of a readable size",
    score: 100 * (1 - share / OVERSIZED_WORST),
    weight: 1.5,
    detail: large.length === 0
      ? `No source file has more than ${OVERSIZED_LINES} lines of code.`
      : `${count(large.length, "source file")} of more than ${OVERSIZED_LINES} lines ` +
        `${large.length === 1 ? "holds" : "hold"} ${percent(share)} of the code.`,
    remedy: "Split the largest files along what changes together.",
    evidence: large.map((file) => atFile(file.path)),
  });
};
