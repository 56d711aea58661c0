/** What an import's name may stand for: in Scala it may be relative to what is in scope. */
import type { JvmFacts } from "./facts.ts";

/** A name from the root. */
export interface Meaning {
  name: string;
  /** Length of the part that must itself be declared: the scope and the first name written. */
  least: number;
}

/** Aliases of aliases, and wildcards of one file, that are followed. */
const MAX_ALIASES = 4;
const MAX_OPENED = 40;

/** A name that stands for itself. */
export function whole(name: string): Meaning {
  const dot = name.indexOf(".");
  return { name, least: dot < 0 ? name.length : dot };
}

/**
 * In the order in which they are tried: an earlier import's name, the packages around the file from
 * the innermost, what wildcards open, `scala` itself, and the name from the root.
 * https://www.scala-lang.org/files/archive/spec/3.4/02-identifiers-names-and-scopes.html
 * @param written without wildcard and `_root_`
 */
export function scalaMeanings(specifier: string, written: string, facts: JvmFacts): Meaning[] {
  if (specifier.startsWith("_root_.")) return [whole(written)];
  const name = withoutAlias(specifier, written, facts.aliases ?? {});
  const { least } = whole(name);
  const within = (scope: string): Meaning => ({
    name: `${scope}.${name}`,
    least: scope.length + 1 + least,
  });
  const clauses = [...facts.clauses ?? []].reverse();
  const opened = (facts.opened ?? []).slice(0, MAX_OPENED).filter((one) => one !== written);
  const scopes = [
    ...clauses,
    ...opened,
    ...opened.flatMap((one) => clauses.map((clause) => `${clause}.${one}`)),
  ];
  return [...scopes.map(within), within("scala"), whole(name)];
}

/** Packages of `scala`, whose members are in scope everywhere: `import collection.mutable`. */
const IN_SCALA = new Set(
  "annotation beans collection compiletime concurrent deriving io jdk language math quoted ref reflect runtime sys util"
    .split(" "),
);

/** The name from the root of what `scala` brings into scope; null where it does not. */
export function inScala(name: string): string | null {
  return IN_SCALA.has(name.slice(0, whole(name).least)) ? `scala.${name}` : null;
}

/** Domains with which packages begin by convention; without one a name may be a value. */
const DOMAIN = /^(?:com|org|net|edu|gov|mil|int|info|biz|dev|app|cloud|tech|[a-z]{2})\./;

/** True for a name that by the convention of domains is a package's. */
export function isDomain(name: string): boolean {
  return DOMAIN.test(name);
}

/** With the first name replaced by what an import of the same file says it is. */
function withoutAlias(specifier: string, written: string, aliases: Record<string, string>): string {
  let name = written;
  for (let count = 0; count < MAX_ALIASES; count++) {
    const dot = name.indexOf(".");
    const head = dot < 0 ? name : name.slice(0, dot);
    const target = Object.hasOwn(aliases, head) ? aliases[head]! : undefined;
    // an import does not stand for itself
    if (target === undefined || target === specifier || target.startsWith(`${head}.`)) return name;
    const rest = dot < 0 ? "" : name.slice(dot);
    name = `${target.replace(/^_root_\./, "")}${rest}`;
  }
  return name;
}
