/**
 * Requirements that members of a workspace share: `catalog:` and `catalog:name` of pnpm
 * (pnpm-workspace.yaml), yarn (.yarnrc.yml) and bun (the root's package.json).
 */
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText } from "./contract.ts";
import { readJson, stringOf } from "./json.ts";
import { baseName, join, upwards } from "../paths.ts";
import { readYaml } from "./yaml.ts";

const FILES = ["pnpm-workspace.yaml", ".yarnrc.yml"];

/** True for files that exist to state catalogues, beside package.json. */
export function isCatalogueFile(path: string): boolean {
  return FILES.includes(baseName(path));
}

/** Catalogue name (`default` for the unnamed one) and package to requirement. */
type Catalogues = Map<string, string>;

/** Catalogues are read on first need and once. */
export function npmCatalogues(view: RepositoryView) {
  const parsed = new Map<string, Catalogues>();
  const at = (directory: string): Catalogues => {
    let found = parsed.get(directory);
    if (!found) {
      found = new Map([
        ...FILES.flatMap((name) => ofYaml(manifestText(view, join(directory, name)))),
        ...ofJson(manifestText(view, join(directory, "package.json"))),
      ]);
      parsed.set(directory, found);
    }
    return found;
  };
  return {
    /** The requirement behind `catalog:`; any other, and one that no catalogue above has, as stated. */
    requirement(directory: string, name: string, stated: string): string {
      const catalogue = /^catalog:(.*)$/.exec(stated.trim())?.[1];
      if (catalogue === undefined) return stated;
      for (const above of upwards(directory)) {
        const found = at(above).get(`${catalogue || "default"}\n${name}`);
        if (found !== undefined) return found;
      }
      return stated;
    },
  };
}

function ofYaml(text: string | null): [string, string][] {
  if (text === null) return [];
  const document = readYaml(text);
  const sets = [
    { key: "default", value: document.at("catalog") },
    ...document.at("catalogs").members(),
  ];
  return sets.flatMap(({ key, value }) =>
    value.members().map((one): [string, string] => [
      `${key}\n${one.key}`,
      one.value.string() ?? one.value.number() ?? "",
    ])
  );
}

function ofJson(text: string | null): [string, string][] {
  if (text === null || !/"catalogs?"/.test(text)) return [];
  const json = readJson(text);
  return [["catalog"], ["catalogs"], ["workspaces", "catalog"], ["workspaces", "catalogs"]]
    .flatMap((path) => {
      const members = json.members(...path);
      const sets = path.at(-1) === "catalog"
        ? [{ key: "default", pairs: members }]
        : members.map(({ key, node }) => ({ key, pairs: json.membersOf(node) }));
      return sets.flatMap(({ key, pairs }) =>
        pairs.map((one): [string, string] => [`${key}\n${one.key}`, stringOf(one.node) ?? ""])
      );
    });
}
