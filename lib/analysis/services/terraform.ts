/** Terraform and OpenTofu: resources, modules and providers, by a reader of HCL's blocks. */
import { type Code, type Lexis, readCode } from "../lexer.ts";
import { type FoundService, service, type ServiceReader } from "./contract.ts";

/** https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
const HCL: Lexis = {
  line: ["#", "//"],
  block: [["/*", "*/"]],
  strings: [{ open: '"', close: '"', escape: "backslash" }],
  interpolation: /\$\{|%\{/,
  heredoc: /<<-?(\w+)[ \t]*\r?\n/y,
};

export const terraformReader: ServiceReader = {
  id: "terraform",
  languages: ["HCL", "Terraform"],
  mark: /^[ \t]*(?:resource|module|terraform)\b/m,
  isFile: (path) => /\.(?:tf|tofu)$/.test(path),
  read(text) {
    const code = readCode(text, HCL);
    const found: FoundService[] = [];
    for (let at = 0; at < code.tokens.length; at++) {
      const head = code.tokens[at]!;
      if (head.kind !== "word") continue;
      const labels: string[] = [];
      let open = at + 1;
      for (; code.tokens[open]?.kind === "string"; open++) labels.push(code.tokens[open]!.text);
      if (!isMark(code, open, "{")) continue;
      const end = code.closing(open);
      const line = code.line(at);
      const [first, second] = labels;
      if (head.text === "resource" && first !== undefined && second !== undefined) {
        found.push(service("terraform", first, second, line));
      } else if (head.text === "module" && first !== undefined) {
        found.push(service("terraform", "module", first, line, {
          source: [attribute(code, open, end, "source")],
          version: [attribute(code, open, end, "version")],
        }));
      } else if (head.text === "terraform" && labels.length === 0) {
        found.push(...requiredProviders(code, open, end));
      }
      // Blocks at the top only: what is inside of them is theirs.
      at = end;
    }
    return found;
  },
};

/** `required_providers { aws = { source = "hashicorp/aws", version = "~> 5" } }` */
function requiredProviders(code: Code, open: number, end: number): FoundService[] {
  const found: FoundService[] = [];
  for (let at = open + 1; at < end; at++) {
    if (code.tokens[at]!.text !== "required_providers" || !isMark(code, at + 1, "{")) continue;
    const last = code.closing(at + 1);
    for (let name = at + 2; name < last; name++) {
      if (code.tokens[name]!.kind !== "word" || !isMark(code, name + 1, "=")) continue;
      if (!isMark(code, name + 2, "{")) continue;
      const close = code.closing(name + 2);
      found.push(service("terraform", "provider", code.tokens[name]!.text, code.line(name), {
        source: [attribute(code, name + 2, close, "source")],
        version: [attribute(code, name + 2, close, "version")],
      }));
      name = close;
    }
    at = last;
  }
  return found;
}

/** A literal of the block itself, not of a block inside of it. */
function attribute(code: Code, open: number, end: number, name: string): string | null {
  for (let at = open + 1; at < end; at++) {
    const token = code.tokens[at]!;
    if (token.kind === "mark" && "{[(".includes(token.text)) at = code.closing(at);
    else if (token.kind === "word" && token.text === name && isMark(code, at + 1, "=")) {
      const value = code.tokens[at + 2];
      return value?.kind === "string" && !value.dynamic ? value.text : null;
    }
  }
  return null;
}

function isMark(code: Code, index: number, text: string): boolean {
  const token = code.tokens[index];
  return token?.kind === "mark" && token.text === text;
}
