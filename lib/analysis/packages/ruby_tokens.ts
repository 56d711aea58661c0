/** Tokens of Gemfiles and gemspecs, which are Ruby and never run: literals and the words around them. */

export interface RubyToken {
  kind: "word" | "string" | "symbol" | "label" | "mark" | "line";
  /** A string's content as written; a symbol or label without its colon; `%w[a b]` is several. */
  text: string;
  /** 1-based. */
  line: number;
  /** A string with `#{…}`, whose value is not known. */
  computed?: true;
}

/** A larger file is no Gemfile. */
const MAX_CHARS = 1_000_000;
/** Each may look for its end in the whole file. */
const MAX_HEREDOCS = 50;
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** One pass; here-documents and text after `__END__` are passed over. */
export function rubyTokens(source: string): RubyToken[] {
  const text = source.slice(0, MAX_CHARS);
  const tokens: RubyToken[] = [];
  const pattern =
    /(\n)|[^\S\n]+|#[^\n]*|(<<[~-]?["']?([A-Z_]\w*)["']?)|(["'`])|%([wWiI])([^\w\s])|%[qQrx]?([([{<])|(?<!:):([A-Za-z_]\w*[?!]?)|([A-Za-z_]\w*[?!]?):(?!:)|([A-Za-z_@$]\w*[?!]?)|([^])/gy;
  const heredocs: string[] = [];
  let heredocsLeft = MAX_HEREDOCS;
  let line = 1;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, newline, , heredoc, quote, list, listOpen, percent, symbol, label, word, mark] = match;
    const at = match.index + match[0].length;
    if (newline) {
      tokens.push({ kind: "line", text: "\n", line });
      line++;
      if (text.startsWith("__END__", at)) break;
      if (text.startsWith("=begin", at)) heredocs.push("=end");
      for (const end of heredocs.splice(0)) {
        const next = lineOf(text, pattern.lastIndex, end);
        line += next.lines;
        pattern.lastIndex = next.offset;
      }
    } else if (heredoc) {
      if (heredocsLeft-- > 0) heredocs.push(heredoc);
    } else if (quote || percent) {
      const close = quote ?? CLOSING[percent!]!;
      const end = endOf(text, at, close);
      const content = text.slice(at, end);
      const computed = close === "`" || close !== "'" && content.includes("#{");
      tokens.push({ kind: "string", text: content, line, ...(computed ? { computed: true } : {}) });
      pattern.lastIndex = end + 1;
      line += newlines(content);
    } else if (list) {
      const end = endOf(text, at, CLOSING[listOpen!] ?? listOpen!);
      const content = text.slice(at, end);
      const kind = /[iI]/.test(list) ? "symbol" : "string";
      for (const item of content.split(/\s+/)) if (item) tokens.push({ kind, text: item, line });
      pattern.lastIndex = end + 1;
      line += newlines(content);
    } else if (symbol) tokens.push({ kind: "symbol", text: symbol, line });
    else if (label) tokens.push({ kind: "label", text: label, line });
    else if (word) tokens.push({ kind: "word", text: word, line });
    else if (mark) tokens.push({ kind: "mark", text: mark, line });
  }
  return tokens;
}

/** Offset of the closing character, or of the text's end. */
function endOf(text: string, from: number, close: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === close) return at;
    if (text[at] === "\\") at++;
  }
  return text.length;
}

/** The line after the one that holds nothing but `end`; where there is none, nothing is passed over. */
function lineOf(text: string, from: number, end: string): { offset: number; lines: number } {
  let lines = 0;
  for (let at = from; at < text.length;) {
    const stop = text.indexOf("\n", at);
    const until = stop < 0 ? text.length : stop;
    lines++;
    const found = text.slice(at, until).trim() === end;
    at = until + 1;
    if (found) return { offset: at, lines };
  }
  return { offset: from, lines: 0 };
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Bundler's own words that take a block, be it in braces. */
const BLOCKS = /^(?:group|source|path|git|github|platforms?|install_if|with_settings)$/;

/**
 * Statements: a line end behind a comma, an operator or an open bracket does not end one. `do` ends
 * the statement that opens a block; `end` is one by itself.
 */
export function rubyStatements(source: string): RubyToken[][] {
  const tokens = rubyTokens(source);
  const statements: RubyToken[][] = [];
  let current: RubyToken[] = [];
  let depth = 0;
  let braces = 0;
  const finish = () => {
    if (current.length > 0) statements.push(current);
    current = [];
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const { kind, text } = token;
    const word = kind === "word" && depth === 0 && tokens[at - 1]?.text !== ".";
    const brace = kind === "mark" && text === "{" && depth === 0 &&
      BLOCKS.test(current[0]?.text ?? "");
    const opensBlock = tokens[at + 1]?.text === "|" && (text === "do" || text === "{");
    const closes = kind === "mark" && text === "}" && depth === 0 && braces > 0;
    if (brace) braces++;
    if (closes) braces--;
    if (word && text === "end" || closes) {
      finish();
      statements.push([{ ...token, kind: "word", text: "end" }]);
    } else if (word && text === "do" || opensBlock || brace) {
      statements.push([...current, { ...token, kind: "word", text: "do" }]);
      current = [];
      // The block's parameters.
      if (opensBlock) {
        at++;
        while (at + 1 < tokens.length && tokens[++at]!.text !== "|");
      }
    } else if (kind === "line") {
      const continued = /^[,\\|&+.]$/.test(current.at(-1)?.text ?? "");
      if (depth === 0 && !continued) finish();
    } else if (kind === "mark" && text === ";" && depth === 0) finish();
    else {
      if (kind === "mark" && /[([{]/.test(text)) depth++;
      else if (kind === "mark" && /[)\]}]/.test(text)) depth = Math.max(0, depth - 1);
      current.push(token);
    }
  }
  finish();
  return statements;
}
