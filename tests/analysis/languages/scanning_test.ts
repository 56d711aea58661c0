import assert from "node:assert/strict";
import { Code } from "../../../lib/analysis/languages/scanning/code.ts";
import {
  CHARACTER,
  COMMENTS,
  compile,
  DOUBLE_QUOTED,
  Kind,
  type Lexicon,
} from "../../../lib/analysis/languages/scanning/lexicon.ts";

const PLAIN: Lexicon = { ...COMMENTS.c, strings: [DOUBLE_QUOTED, CHARACTER] };
const HOLES: Lexicon = {
  ...COMMENTS.nested,
  nameQuote: "`",
  loneQuotes: true,
  strings: [
    { open: '"""', close: '"""', escape: "none", multiline: true, holes: ["${"], closesLate: true },
    { ...DOUBLE_QUOTED, holes: ["${"] },
  ],
};

/** Kind and text of each token, e.g. `Word a`. */
function tokens(text: string, lexicon: Lexicon): string[] {
  const code = new Code(text, compile(lexicon));
  return Array.from({ length: code.end }, (_, at) => `${Kind[code.kind(at)]} ${code.read(at)}`);
}

function comments(text: string, lexicon: Lexicon): string[] {
  const { comments } = new Code(text, compile(lexicon)).tokens;
  return comments.flatMap((start, at) => at % 2 ? [] : [text.slice(start, comments[at + 1])]);
}

function damage(text: string, lexicon: Lexicon): string | undefined {
  return new Code(text, compile(lexicon)).tokens.damage?.reason;
}

Deno.test("scan() tells words, numbers, literals and comments apart", () => {
  const text = `#!/bin/x // no
naïve_1 /* "no" */ 0x1F 1.5e-3 1..2 '\\'' "a\\"b" // '
`;
  assert.deepEqual(tokens(text, PLAIN), [
    "Word naïve_1",
    "Number 0x1F",
    "Number 1.5e-3",
    "Number 1",
    "Punctuation .",
    "Punctuation .",
    "Number 2",
    "Character '\\''",
    'String "a\\"b"',
  ]);
  assert.deepEqual(comments(text, PLAIN), ["#!/bin/x // no", '/* "no" */', "// '"]);
});

Deno.test("scan() reads the code in strings, and strings in that code", () => {
  const text =
    '"a ${ f("b ${c}", { "}" }) } d" `in` \'x\' \'life """raw " ${"x"} """" /* /* */ */ end';
  assert.deepEqual(tokens(text, HOLES), [
    'StringPart "a ${',
    "Word f",
    "Punctuation (",
    'StringPart "b ${',
    "Word c",
    'StringPart }"',
    "Punctuation ,",
    "Punctuation {",
    'String "}"',
    "Punctuation }",
    "Punctuation )",
    'StringPart } d"',
    "Name `in`",
    "Character 'x'",
    "Punctuation '",
    "Word life",
    'StringPart """raw " ${',
    'String "x"',
    'StringPart } """"',
    "Word end",
  ]);
  const code = new Code(text, compile(HOLES));
  assert.equal(code.next(code.next(0)), 12);
});

Deno.test("scan() keeps a stray quote on its line, and says what is never closed", () => {
  assert.deepEqual(tokens('a "b\nc', PLAIN), ["Word a", 'StringPart "b', "Word c"]);
  assert.equal(damage('a "b\nc', PLAIN), "a string is never closed");
  assert.equal(damage("a /* b", PLAIN), "a comment is never closed");
  assert.equal(damage("a ( b", PLAIN), "a bracket is never closed");
  assert.equal(damage("a ) b", PLAIN), "a bracket has no partner");
  assert.equal(damage("a (b)", PLAIN), undefined);
});

Deno.test("scan() ends what a closing bracket leaves open inside of it", () => {
  const code = new Code("f ( [ ) x ] { }", compile(PLAIN));
  assert.deepEqual([1, 2, 5, 6].map((at) => code.close(at)), [3, code.end, code.end, 7]);
});

Deno.test("scan() of directives: continued lines, comments behind, one branch of each condition", () => {
  const lexicon: Lexicon = { ...PLAIN, directives: true };
  const text = `#define A(x) { /* c */ \\
  "}" // tail
 # if X /* long
*/
if (a) {
#else
if (b) { (
#endif
}
#if 0
{
#elif Y
{
#endif
}
`;
  assert.equal(damage(text, lexicon), undefined);
  assert.deepEqual(tokens(text, lexicon).slice(0, 2), [
    'Directive #define A(x) { /* c */ \\\n  "}" ',
    "Directive # if X /* long\n*/",
  ]);
  assert.deepEqual(comments(text, lexicon), ["/* c */", "// tail", "/* long\n*/"]);
});

Deno.test("scan() hands heredocs and regular expressions to the language", () => {
  const lexicon: Lexicon = {
    lineComments: ["#"],
    blockComments: [{ open: "=begin", close: "\n=end", nested: false, at: "column" }],
    strings: [DOUBLE_QUOTED],
    special: {
      at: "</",
      read(text, offset, before) {
        if (text[offset] === "/") {
          const value = before.kind === Kind.Word || before.kind === Kind.Number;
          const end = text.indexOf("/", offset + 1) + 1;
          return value || end === 0 ? null : { is: "token", kind: Kind.String, end };
        }
        const [opener, mark] = /^<<(\w+)/.exec(text.slice(offset, offset + 20)) ?? [];
        if (opener === undefined) return null;
        return {
          is: "heredoc",
          end: offset + opener.length,
          body: (whole, start) => whole.indexOf(`\n${mark}\n`, start) + 2 + mark!.length,
        };
      },
    },
  };
  assert.deepEqual(
    tokens('f(<<A, <<B)\n) # no\nA\n(\nB\na / b\n=begin\n(\n=end\n= /"/\n', lexicon),
    [
      "Word f",
      "Punctuation (",
      "StringPart <<A",
      "Punctuation ,",
      "StringPart <<B",
      "Punctuation )",
      "Word a",
      "Punctuation /",
      "Word b",
      "Punctuation =",
      'String /"/',
    ],
  );
});

Deno.test("scan() does bounded work for hostile texts", () => {
  const lexicon: Lexicon = { ...HOLES, directives: true };
  for (
    const part of [
      '"${',
      "/*",
      "(",
      ")",
      "([{",
      ")]}",
      "'",
      "`",
      "#if\n{\n",
      "#else\n}\n",
      "\n#if 0\n(",
    ]
  ) {
    assert.ok(new Code(part.repeat(200_000), compile(lexicon)).end >= 0);
  }
});
