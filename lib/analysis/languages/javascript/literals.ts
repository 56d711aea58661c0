/** Values of string literals and of templates without substitutions (ECMA-262, 12.9.4). */

const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** Decodes the literal between its quotes; an invalid escape stands for its own text. */
export function literalValue(literal: string): string {
  const inner = literal.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g,
    (_, braced?: string, unicode?: string, hex?: string, other = "") => {
      const code = braced ?? unicode ?? hex;
      if (code !== undefined) return character(Number.parseInt(code, 16));
      if (/[\r\n\u2028\u2029]/.test(other)) return ""; // a line continuation
      return SIMPLE[other] ?? other;
    },
  );
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
