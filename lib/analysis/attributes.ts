/** What `.gitattributes` says about files (linguist-vendored, -generated, -language). */
import { languageNamed } from "./classify.ts";
import { compileGlob } from "./globs.ts";
import { directoryOf } from "./paths.ts";

/** A field is absent where no pattern decides it. */
export interface FileAttributes {
  vendored?: boolean;
  generated?: boolean;
  language?: string;
}

/** A file with more rules is machine-made; the rest of it is left unread. */
const MAX_RULES = 5_000;
const NAMES = {
  "linguist-vendored": "vendored",
  "linguist-generated": "generated",
} as const;

interface Rule {
  matches(path: string): boolean;
  attributes: FileAttributes;
}

/**
 * @param files path and text of every .gitattributes file
 * @returns the attributes of a path: of one file the last line wins, of several the deepest file
 */
export function readAttributes(
  files: readonly { path: string; text: string }[],
): (path: string) => FileAttributes {
  const byDirectory = new Map(
    files.map(({ path, text }) => [directoryOf(path), rulesOf(text)] as const)
      .filter(([, rules]) => rules.length > 0),
  );
  if (byDirectory.size === 0) return () => ({});
  return (path) => {
    const result: FileAttributes = {};
    for (const directory of downTo(directoryOf(path))) {
      const inside = directory === "" ? path : path.slice(directory.length + 1);
      for (const rule of byDirectory.get(directory) ?? []) {
        if (rule.matches(inside)) Object.assign(result, rule.attributes);
      }
    }
    return result;
  };
}

function rulesOf(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || !line.includes("linguist-")) continue;
    if (rules.length >= MAX_RULES) break;
    const quoted = /^"((?:[^"\\]|\\.)*)"\s+(.*)$/.exec(line);
    const [pattern = "", ...words] = quoted
      ? [quoted[1]!, ...quoted[2]!.split(/\s+/)]
      : line.split(/\s+/);
    rules.push({ matches: compileGlob(pattern, { below: false }), attributes: parse(words) });
  }
  return rules;
}

function parse(words: readonly string[]): FileAttributes {
  const attributes: FileAttributes = {};
  for (const word of words) {
    const [name = "", value] = word.replace(/^[-!]/, "").split("=", 2);
    if (name === "linguist-language" && value !== undefined) {
      const language = languageNamed(value);
      if (language) attributes.language = language;
    } else if (name === "linguist-vendored" || name === "linguist-generated") {
      const off = /^[-!]/.test(word) || value === "false";
      attributes[NAMES[name]] = !off;
    }
  }
  return attributes;
}

/** The directories from the root to this one. */
function* downTo(directory: string): Generator<string> {
  yield "";
  if (directory === "") return;
  for (let slash = directory.indexOf("/"); slash >= 0; slash = directory.indexOf("/", slash + 1)) {
    yield directory.slice(0, slash);
  }
  yield directory;
}
