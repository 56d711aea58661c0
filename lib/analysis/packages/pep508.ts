/** Dependency specifiers of Python (PEP 508, as standardised by PyPA). */
export interface Requirement {
  name: string;
  /** Version clauses, URL and marker as written; null where there is none. */
  requirement: string | null;
}

const NAME = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;

/** Null where the text is no such specifier. */
export function parseRequirement(source: string): Requirement | null {
  const match = NAME.exec(source.trim());
  if (!match) return null;
  const rest = match[2]!.trim().replace(/^\((.*?)\)/, "$1");
  if (rest !== "" && !/^(?:[<>=!~]=?|@|;|===)/.test(rest)) return null;
  return { name: match[1]!, requirement: rest === "" ? null : rest };
}
