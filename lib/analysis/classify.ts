/**
 * Which language a file is in. The path gives a *hint*; where that does not settle it, the content
 * does. After GitHub linguist's order (file name, shebang, extension, content), with names of its
 * own tables.
 *
 * A hint is "Language" (settled by the path), "=Language" (set by .gitattributes, final), ".ext" (an
 * ambiguous extension, to be settled by content) or "" (the path says nothing).
 */
import { linguistTables, popularLanguage } from "./linguist.ts";
import { baseName } from "./paths.ts";
import { languageByContent } from "./disambiguate.ts";

/** Mode lines are looked for in this many lines at either end, as vim and linguist do. */
const MODELINE_LINES = 5;
/** A longer line is no mode line, and the patterns below would be slow on it. */
const MODELINE_CHARS = 300;
const PROBE_CHARS = 64_000;
/** Pages of a manual that no table has (`printf.3c`, `tool.1.in`), as linguist's last resort. */
const MANUAL_PAGE = /\.(?:[1-9](?![0-9])[a-z_0-9]{0,20}|0p|n|man|mdoc)(?:\.in)?$/i;
/** `Dockerfile.md` and `Makefile.patch` are about such files; `Dockerfile.dev` is one. */
const ABOUT_IT = /\.(md|txt|rst|ya?ml|json|patch|diff|html)$/;
/** `Makefile.py` makes, but is none. */
const SCRIPT = /\.(py|js|ts|pl|rb|sh|lua)$/;

/** What the path alone says; see the file's comment. Part of the key of cached facts. */
export function languageHint(path: string): string {
  const name = baseName(path);
  const tables = linguistTables();
  const byName = tables.filenames.get(name) ?? conventionalName(name);
  if (byName) return byName;
  const lower = name.toLowerCase();
  // "a.spec.d.ts" is asked as ".spec.d.ts", ".d.ts", ".ts": the longest known one wins.
  for (let dot = lower.indexOf("."); dot >= 0; dot = lower.indexOf(".", dot + 1)) {
    const extension = lower.slice(dot);
    const languages = tables.extensions.get(extension);
    if (!languages || extension === lower && languages.length > 1) continue;
    return languages.length === 1 ? languages[0]! : extension;
  }
  return MANUAL_PAGE.test(name) ? ".man" : "";
}

/** Names that linguist knows by pattern only. */
function conventionalName(name: string): string | null {
  if (/^(Dockerfile|Containerfile)(\..+)?$/.test(name) && !ABOUT_IT.test(name)) return "Dockerfile";
  if (/^(GNU)?[Mm]akefile(\..+)?$/.test(name) && !ABOUT_IT.test(name) && !SCRIPT.test(name)) {
    return "Makefile";
  }
  if (/^tsconfig(\..+)?\.json$/.test(name) || /^jsconfig(\..+)?\.json$/.test(name)) {
    return "JSON with Comments";
  }
  if (/^\.env(\..+)?$/.test(name)) return "Dotenv";
  if (/^requirements[\w.-]*\.txt$/.test(name)) return "Pip Requirements";
  return null;
}

/**
 * linguist's language name for a file of this hint and text, or null. `text` may be long: only its
 * first lines, its last ones and the first 64,000 characters are looked at.
 */
export function decideLanguage(hint: string, text: string): string | null {
  if (hint.startsWith("=")) return hint.slice(1);
  if (hint !== "" && !hint.startsWith(".")) return hint;
  const probe = text.slice(0, PROBE_CHARS);
  const explicit = byModeline(text) ?? byShebang(probe);
  if (hint === "") return explicit ?? (probe.startsWith("<?xml") ? "XML" : null);
  const candidates = linguistTables().extensions.get(hint) ?? [];
  if (explicit && (candidates.includes(explicit) || hint === ".inc")) return explicit;
  // A mode line for another language speaks last: editors' modes are also set for the indentation.
  return languageByContent(hint, probe) ?? explicit ?? popularLanguage(hint);
}

/** linguist's name for what .gitattributes calls a language: a name or an alias in any case. */
export function languageNamed(name: string): string | null {
  const key = name.toLowerCase();
  const { names, modes } = linguistTables();
  return names.get(key) ?? modes.get(key) ?? names.get(key.replaceAll("-", " ")) ?? null;
}

function byShebang(text: string): string | null {
  if (!text.startsWith("#!")) return null;
  const line = text.slice(2, 1_000).split("\n", 1)[0]!.trim();
  const words = line.split(/\s+/);
  let command = baseName(words[0] ?? "");
  if (command === "env") {
    const argument = words.slice(1).find((word) => !word.startsWith("-") && !word.includes("="));
    command = baseName(argument ?? "");
  }
  const { interpreters } = linguistTables();
  return interpreters.get(command) ?? interpreters.get(command.replace(/[\d.]+$/, "")) ?? null;
}

function byModeline(text: string): string | null {
  for (const line of [...firstLines(text), ...lastLines(text)]) {
    if (line.length > MODELINE_CHARS) continue;
    const emacs = /-\*-\s*(?:.*?\bmode\s*:\s*)?([\w+#-]+)\s*(?:;.{0,200})?-\*-/i.exec(line);
    const vim =
      /(?:^|[ \t])(?:vi|[vV]im[<=>]?\d*|ex):.{0,250}?(?<=[ \t:])(?:ft|filetype|syntax)[ \t]*=([\w+#-]+)/
        .exec(line);
    const named = emacs?.[1] ?? vim?.[1];
    const language = named === undefined ? null : languageNamed(named);
    if (language) return language;
  }
  return null;
}

function firstLines(text: string): string[] {
  return text.slice(0, 2_000).split("\n", MODELINE_LINES);
}

function lastLines(text: string): string[] {
  return text.slice(-2_000).split("\n").slice(-MODELINE_LINES - 1);
}
