/** C#: usings and definitions by a token scanner, resolution by namespaces and the names in use. */
import type { Analyzer } from "./contract.ts";
import { readCSharp } from "./csharp/declarations.ts";
import { isDotnetManifest } from "./csharp/projects.ts";
import { csharpResolver } from "./csharp/resolver.ts";
import { extractScanned } from "./scanning/extraction.ts";
import {
  CHARACTER,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Special,
  type StringRule,
} from "./scanning/lexicon.ts";

const HOLES = { holes: ["{"], doubledHoles: true };
const VERBATIM: StringRule = { open: '@"', close: '"', escape: "double", multiline: true };

/** https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/lexical-structure */
const CSHARP = compile({
  ...COMMENTS.c,
  strings: [
    DOUBLE_QUOTED,
    { ...DOUBLE_QUOTED, open: '$"', ...HOLES },
    VERBATIM,
    { ...VERBATIM, open: '$@"', ...HOLES },
    { ...VERBATIM, open: '@$"', ...HOLES },
    CHARACTER,
  ],
  directives: true,
  special: { at: '"$@', read: special },
});

const RAW = /(\${0,20})("{3,255})/y;
const NAME = /@[\p{L}_][\p{L}\p{N}_]*/uy;

/** `"""…"""` of any number of quotes, with as many dollars as open a hole; `@class`. */
function special(text: string, offset: number): Special | null {
  if (text.charCodeAt(offset) === 64) {
    NAME.lastIndex = offset;
    const name = NAME.exec(text);
    return name ? { is: "token", kind: Kind.Word, end: offset + name[0].length } : null;
  }
  RAW.lastIndex = offset;
  const found = RAW.exec(text);
  if (!found) return null;
  const [whole, dollars, close] = found;
  const holes = dollars === "" ? {} : { holes: ["{".repeat(dollars!.length)] };
  const rule: StringRule = {
    open: close!,
    close: close!,
    escape: "none",
    multiline: true,
    closesLate: true,
    ...holes,
  };
  return { is: "string", content: offset + whole.length, rule };
}

export const csharp: Analyzer = {
  id: "csharp",
  languages: ["C#"],
  extract: ({ text }) => extractScanned(text, CSHARP, readCSharp),
  isManifest: isDotnetManifest,
  resolver: csharpResolver,
};
