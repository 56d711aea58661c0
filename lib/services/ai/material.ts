/**
 * What of a repository is sent along with a question: what the map says, and excerpts of files with
 * their line numbers; without secrets, within a number of tokens, and marked as data.
 */
import { estimateTokens } from "../../domain/ai.ts";
import type { Redactor } from "../../domain/redact.ts";
import type { SourceFile } from "../../domain/wire/source.ts";

export interface Material {
  text: string;
  /** Secrets that were replaced. */
  redactions: number;
  tokens: number;
  /** Excerpts that had a place. */
  files: number;
}

/** Longer lines are cut: minified code tells nobody anything. */
const LINE_MAX = 400;

/** Collects pieces until the tokens are used up. */
export function createMaterial(tokens: number, redact: Redactor) {
  const parts: { head: string; text: string }[] = [];
  let used = 0;
  let redactions = 0;
  let files = 0;

  function add(head: string, text: string, path?: string): boolean {
    const redacted = redact(text, path);
    const cost = estimateTokens(redacted.text) + estimateTokens(head) + 12;
    if (used + cost > tokens) return false;
    used += cost;
    redactions += redacted.count;
    parts.push({ head, text: redacted.text });
    return true;
  }

  return {
    left: () => tokens - used,
    /** What the map says of something; false where there is no room. */
    facts: (title: string, lines: readonly string[]): boolean =>
      lines.length === 0 || add(`map="${attribute(title)}"`, lines.join("\n")),
    /** Lines of a file; false where there is no room. */
    excerpt({ path, start_line, end_line, total_lines, text }: SourceFile): boolean {
      // Secrets are looked for in the text itself, not in what line numbers make of it.
      const redacted = redact(text, path);
      const numbered = redacted.text.split("\n").map((line, index) =>
        `${start_line + index}| ${line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)} …` : line}`
      ).join("\n");
      const head = `file="${
        attribute(path)
      }" lines="${start_line}-${end_line}" of="${total_lines}"`;
      if (!add(head, numbered)) return false;
      redactions += redacted.count;
      files++;
      return true;
    },
    /** All of it, each piece between marks that none of the pieces can contain. */
    async finish(): Promise<Material> {
      const id = await markOf(parts.map(({ text }) => text));
      const text = parts.map((part) => `<data id=${id} ${part.head}>\n${part.text}\n</data ${id}>`)
        .join("\n");
      return { text, redactions, tokens: used, files };
    },
  };
}

/** Nothing can hold a digest of itself: text from a repository cannot close the mark around it. */
async function markOf(texts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 16);
}

/** A repository names its files as it likes: no mark can be ended by one. */
function attribute(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/["<>\x00-\x1f]/g, " ");
}
