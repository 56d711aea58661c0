/** Paths that shell scripts give literally, or by the idioms that name the script's own directory. */

const SCRIPT = String.raw`"?\$(?:\{BASH_SOURCE(?:\[0\])?(?::-\$0)?\}|BASH_SOURCE|\{?0\}?)"?`;
const LINK = String.raw`"?\$\(\s*(?:readlink\s+-[fe]+|realpath)(?:\s+--)?\s+${SCRIPT}\s*\)"?`;
const DIRNAME = String.raw`"?\$\(\s*dirname(?:\s+--)?\s+(?:${SCRIPT}|${LINK})\s*\)"?`;
const CUT = String.raw`"?\$\{(?:BASH_SOURCE(?:\[0\])?|0)(?:%/\*|:[aAP]:h|:h)\}"?`;
const QUIET = String.raw`(?:\s*(?:&>|1?>|2>)\s*(?:/dev/null|&1))*`;
const PWD = String.raw`\s*(?:&&|;)\s*(?:pwd|echo\s+"?\$PWD"?)(?:\s+-[PL])?\s*\)`;
/** `$(cd "$(dirname "$0")/.." && pwd)`: what stands below the directory is kept. */
const CHANGED = new RegExp(
  String.raw`\$\(\s*(?:CDPATH=(?:''|"")?\s+)?(?:builtin\s+)?cd(?:\s+-P)?(?:\s+--)?\s+` +
    String.raw`"?(?:${DIRNAME}|${CUT}|__DIR__)"?((?:/[\w.-]+)*)"?${QUIET}${PWD}`,
  "g",
);
const DIRECTORY = new RegExp(
  `${DIRNAME}|${CUT}|` + "`dirname\\s+" + SCRIPT + "`|" + String.raw`\$\{?BATS_TEST_DIRNAME\}?`,
  "g",
);
const TOP = /\$\(\s*git\s+rev-parse\s+--show-toplevel(?:\s+2>\s*\/dev\/null)?\s*\)/g;
/** UTF-16 code units of a path with its idioms. */
const MAX_LENGTH = 400;

/**
 * The path that a word gives, with `__DIR__` for the script's own directory and `__ROOT__` for the
 * repository's; null where it is computed.
 * @param word as written, with quotes
 * @param known values of the script's own variables, by name; null where one has several or none
 */
export function literalPath(
  word: string,
  known: ReadonlyMap<string, string | null>,
): string | null {
  if (word.length > MAX_LENGTH) return null;
  if (!/[$`]/.test(word)) return plain(word);
  // Other substitutions, of which scripts are full, need no closer look.
  if (/\$\(/.test(word) && !/dirname|\bcd\b|rev-parse/.test(word)) return null;
  const path = word.replace(
    /\$\{(\w+)\}|\$([A-Za-z_]\w*)/g,
    (all, braced?: string, bare?: string) => known.get(braced ?? bare!) ?? all,
  );
  if (path.length > 4 * MAX_LENGTH) return null;
  return plain(
    path.replace(CHANGED, (_all, below: string) => `__DIR__${below}`)
      .replace(DIRECTORY, "__DIR__").replace(TOP, "__ROOT__"),
  );
}

/** The path without quotes; null where something is still to be computed. */
function plain(word: string): string | null {
  const path = word.replace(/["']/g, "");
  if (path.length > MAX_LENGTH || /[$`*?(){}\[\]<>|&;\\\s~]/.test(path)) return null;
  // A directory of the script's can only begin a path.
  return /.(?:__DIR__|__ROOT__)/.test(path) || path === "" ? null : path;
}
