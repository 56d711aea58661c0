/** The last stage: the parts become one document, checked against its schema and written down. */
import { FactoryError } from "../domain/errors.ts";
import { SystemMap } from "../domain/wire/system_map.ts";
import type { MapFile, MapLanguage } from "../domain/wire/system_map.ts";
import { compareCodeUnits } from "./paths.ts";

/** Files, bytes and lines by language, all analysed files with a language counted; by name. */
export function sumLanguages(files: readonly MapFile[]): MapLanguage[] {
  const sums = new Map<string, MapLanguage>();
  for (const { language, bytes, lines } of files) {
    if (language === null) continue;
    let sum = sums.get(language);
    if (!sum) {
      sum = { name: language, files: 0, bytes: 0, lines: { code: 0, comment: 0, blank: 0 } };
      sums.set(language, sum);
    }
    sum.files++;
    sum.bytes += bytes;
    sum.lines.code += lines.code;
    sum.lines.comment += lines.comment;
    sum.lines.blank += lines.blank;
  }
  return [...sums.values()].sort((a, b) => compareCodeUnits(a.name, b.name));
}

/**
 * Checks a map against its contract.
 * @throws FactoryError `map_invalid`, naming the first field that is wrong
 */
export function validateMap(map: unknown): SystemMap {
  const result = SystemMap.safeParse(map);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new FactoryError(
    "map_invalid",
    `The analysis made a map that breaks its own contract at /${issue?.path.join("/") ?? ""}: ` +
      `${issue?.message ?? "unknown"}`,
    { remedy: "This is a defect of the analyser. Please report it.", cause: result.error },
  );
}

/** JSON with the keys of every object in code unit order: equal maps are equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => compareCodeUnits(a, b)),
        )
        : inner,
  );
}
