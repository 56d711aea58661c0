/** What a remote offers, and which of it is to be analysed. */
import { FactoryError } from "../domain/errors.ts";

export interface RemoteRefs {
  /** Short name of the branch that HEAD names; null where HEAD is detached, missing or unborn. */
  defaultBranch: string | null;
  /** Full ref name (or HEAD) -> object id of the ref itself. */
  oids: Map<string, string>;
  /** Annotated tag's ref name -> what it points at. */
  peeled: Map<string, string>;
}

export interface Target {
  /** What to ask the server for. */
  refName: string;
  /** Commit that it is now; null where only fetching tells. */
  oid: string | null;
  /** Short name of a branch or tag; null for a detached HEAD. */
  branch: string | null;
}

/** Parses `git ls-remote --symref`; names that git itself would refuse are left out. */
export function parseRefs(text: string): RemoteRefs {
  const refs: RemoteRefs = { defaultBranch: null, oids: new Map(), peeled: new Map() };
  for (const line of text.split("\n")) {
    const symref = /^ref: refs\/heads\/(.+)\tHEAD$/.exec(line);
    if (symref !== null) {
      refs.defaultBranch = symref[1] ?? null;
      continue;
    }
    const [, oid = "", name = "", peel] =
      /^([0-9a-f]{40}|[0-9a-f]{64})\t(HEAD|refs\/[^\t]+?)(\^\{\})?$/.exec(line) ?? [];
    if (oid === "" || !isSafeRefName(name)) continue;
    if (peel !== undefined) refs.peeled.set(name, oid);
    else refs.oids.set(name, oid);
  }
  return refs;
}

/** The rules of git-check-ref-format(1), so that no name turns into a refspec of another meaning. */
export function isSafeRefName(name: string): boolean {
  // deno-lint-ignore no-control-regex -- these are the characters to refuse
  return !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|\.$|\/$|^[-+/]/.test(name);
}

/**
 * @param wanted a branch, a tag, or `refs/heads/…` or `refs/tags/…`; null for the default branch. A
 *   branch goes before a tag of the same name.
 * @throws FactoryError `git_ref_not_found`, `git_empty`
 */
export function chooseTarget(refs: RemoteRefs, wanted: string | null): Target {
  const branches = [...refs.oids.keys()].filter((name) => name.startsWith("refs/heads/"));
  if (branches.length === 0 && !refs.oids.has("HEAD") && refs.oids.size === 0) {
    throw new FactoryError("git_empty", "The repository has no commits.", {
      remedy: "Push something to it, then analyse again.",
    });
  }
  if (wanted !== null) {
    const names = /^refs\/(heads|tags)\//.test(wanted)
      ? [wanted]
      : [`refs/heads/${wanted}`, `refs/tags/${wanted}`];
    const name = names.find((candidate) => refs.oids.has(candidate));
    if (name === undefined) {
      throw notFound(`There is no branch or tag ${JSON.stringify(wanted)}.`, refs);
    }
    return targetOf(refs, name);
  }
  const byHead = refs.defaultBranch === null ? null : `refs/heads/${refs.defaultBranch}`;
  if (byHead !== null && refs.oids.has(byHead)) return targetOf(refs, byHead);
  const head = refs.oids.get("HEAD");
  if (head !== undefined) {
    // Old servers say where HEAD is but not its name; a branch at that commit is the likely one.
    const same = branches.filter((name) => refs.oids.get(name) === head);
    const likely = ["main", "master"].map((name) => `refs/heads/${name}`)
      .find((name) => same.includes(name)) ?? (same.length === 1 ? same[0] : undefined);
    return likely !== undefined && byHead === null
      ? targetOf(refs, likely)
      : { refName: "HEAD", oid: head, branch: null };
  }
  const only = branches.length === 1 ? branches[0] : undefined;
  if (only !== undefined) return targetOf(refs, only);
  throw notFound("The repository's HEAD names a branch that does not exist.", refs);
}

function targetOf(refs: RemoteRefs, name: string): Target {
  return {
    refName: name,
    oid: refs.peeled.get(name) ?? refs.oids.get(name) ?? null,
    branch: name.replace(/^refs\/(heads|tags)\//, ""),
  };
}

const NAMES_SHOWN = 8;

function notFound(message: string, refs: RemoteRefs): FactoryError {
  const short = (prefix: string) =>
    [...refs.oids.keys()].filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  // Newest tags are the last by number, as people count versions.
  const tags = short("refs/tags/").sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  const branches = short("refs/heads/").sort((a, b) =>
    Number(b === refs.defaultBranch) - Number(a === refs.defaultBranch) || (a < b ? -1 : 1)
  );
  const names = [...branches.slice(0, NAMES_SHOWN), ...tags].slice(0, NAMES_SHOWN);
  const more = branches.length + tags.length - names.length;
  return new FactoryError("git_ref_not_found", message, {
    remedy: names.length === 0
      ? "The repository has neither branches nor tags."
      : `Choose one that exists: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
  });
}
