/** How the languages of route rules write comments and strings; see lexer.ts. */
import type { Lexis } from "../lexer.ts";

const double = { open: '"', close: '"', escape: "backslash" } as const;
const single = { open: "'", close: "'", escape: "backslash" } as const;
const textBlock = { open: '"""', close: '"""', escape: "backslash", multiline: true } as const;
const C_COMMENTS = { line: ["//"], block: [["/*", "*/"]] } as const;

const JAVASCRIPT: Lexis = {
  ...C_COMMENTS,
  strings: [double, single],
  templates: true,
  regex: true,
};
const PYTHON: Lexis = {
  line: ["#"],
  block: [],
  strings: [
    textBlock,
    { open: "'''", close: "'''", escape: "backslash", multiline: true },
    double,
    single,
  ],
  prefixes: /(?:[rbu]|f|rf|fr|rb|br)(?=["'])/iy,
};
const JAVA: Lexis = { ...C_COMMENTS, strings: [textBlock, double], characters: true };
const KOTLIN: Lexis = { ...JAVA, interpolation: /\$[\w{]/ };
const C_SHARP: Lexis = {
  ...C_COMMENTS,
  strings: [{ ...textBlock, escape: "none" }, double],
  characters: true,
  prefixes: /(?:@\$|\$@|[@$])(?=")/y,
};
const GO: Lexis = {
  ...C_COMMENTS,
  strings: [double, { open: "`", close: "`", escape: "none", multiline: true }],
  characters: true,
};
const RUST: Lexis = {
  ...C_COMMENTS,
  strings: [
    { open: 'r#"', close: '"#', escape: "none", multiline: true },
    { open: 'r"', close: '"', escape: "none", multiline: true },
    { ...double, multiline: true },
  ],
  characters: true,
};
const PHP: Lexis = {
  line: ["//", "#"],
  block: [["/*", "*/"]],
  strings: [{ ...double, multiline: true }, { ...single, multiline: true, plain: true }],
  interpolation: /\$[\w{]|\{\$/,
  attributes: true,
  heredoc: /<<<[ \t]*["']?(\w+)["']?[^\n]*\n/y,
};
const RUBY: Lexis = {
  line: ["#"],
  block: [["=begin\n", "\n=end"]],
  strings: [{ ...double, multiline: true }, { ...single, multiline: true, plain: true }],
  interpolation: /#\{/,
  regex: true,
  heredoc: /<<[~-]["']?([A-Z]\w*)["']?/y,
};
const SWIFT: Lexis = {
  ...C_COMMENTS,
  strings: [textBlock, double],
  interpolation: /\\\(/,
};

/** By linguist's names: the languages that have route rules. */
export const LEXIS: Readonly<Record<string, Lexis>> = {
  "JavaScript": JAVASCRIPT,
  "TypeScript": JAVASCRIPT,
  "TSX": JAVASCRIPT,
  "Python": PYTHON,
  "Java": JAVA,
  "Kotlin": KOTLIN,
  "C#": C_SHARP,
  "Go": GO,
  "Rust": RUST,
  "PHP": PHP,
  "Ruby": RUBY,
  "Swift": SWIFT,
};
