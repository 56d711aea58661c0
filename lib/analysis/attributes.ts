/** x */
import { languageNamed } from "./classify.ts";
import { compileGlob } from "./globs.ts";
import { directoryOf } from "./paths.ts";

/** A field is absent where no pattern decides it. */
export interface FileAttributes {
  vendored?: boolean;
  generated?: boolean;
  documentation?: boolean;
  language?: string;
}

/** A file with more rules is machine-made; the rest of it is left unread. */
const MAX_RULES = 5_000;
const FLAGS: Readonly<Record<string, "vendored" | "generated" | "documentation">> = {
  "linguist-vendored": "vendored",
  "linguist-generated": "generated",
  "linguist-documentation": "documentation",
};

/** What a rule sets; undefined takes back what rules before it set (`!linguist-generated`). */
type Settings = { [Name in keyof FileAttributes]: FileAttributes[Name] | undefined };
/** By name: attributes that stand for several (`[attr]gen linguist-generated -diff`). */
type Macros = ReadonlyMap<string, Settings>;

interface Rule {
  matches(path: string): boolean;
  attributes: Settings;
}

/**
 * @param files path and text of every .gitattributes file
 * @returns the attributes of a path: of one file the last line wins, of several the deepest file
 */
export function readAttributes(
  files: readonly { path: string; text: string }[],
): (path: string) => FileAttributes {
  // git reads macros in the root's file alone.
  const macros = macrosOf(files.find(({ path }) => directoryOf(path) === "")?.text ?? "");
  const byDirectory = new Map(
    files.map(({ path, text }) => [directoryOf(path), rulesOf(text, macros)] as const)
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

function macrosOf(text: string): Macros {
  const macros = new Map<string, Settings>();
  for (const line of text.split("\n")) {
    const [, name, words] = /^\[attr\]([\w.-]+)[ \t]+(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined) macros.set(name, parse(words!.split(/\s+/), macros));
  }
  return macros;
}

function rulesOf(text: string, macros: Macros): Rule[] {
  const rules: Rule[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith("[attr]")) continue;
    if (rules.length >= MAX_RULES) break;
    const quoted = /^"((?:[^"\\]|\\.)*)"\s+(.*)$/.exec(line);
    const [pattern = "", ...words] = quoted
      ? [quoted[1]!, ...quoted[2]!.split(/\s+/)]
      : line.split(/\s+/);
    const attributes = parse(words, macros);
    if (Object.keys(attributes).length === 0) continue;
    rules.push({ matches: compileGlob(pattern, { below: false }), attributes });
  }
  return rules;
}

/** `name` and `name=value` set, `-name` and `name=false` deny, `!name` takes back. */
function parse(words: readonly string[], macros: Macros): Settings {
  const settings: Settings = {};
  for (const word of words) {
    const [name = "", value] = word.replace(/^[-!]/, "").split("=", 2);
    const flag = FLAGS[name];
    if (name === "linguist-language") {
      const language = value === undefined ? null : languageNamed(value);
      if (word.startsWith("!") || word.startsWith("-")) settings.language = undefined;
      else if (language) settings.language = language;
    } else if (flag !== undefined) {
      settings[flag] = word.startsWith("!")
        ? undefined
        : !word.startsWith("-") && value !== "false";
    } else if (name === word) Object.assign(settings, macros.get(name));
  }
  return settings;
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
