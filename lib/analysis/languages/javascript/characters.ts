/** Classes of UTF-16 code units (ECMA-262, 12.2, 12.3 and 12.7). */

export const isSpace = (c: number) =>
  c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0xfeff || c === 0x2028 || c === 0x2029 ||
  c === 0x1680 || (c >= 0x2000 && c <= 0x200a) || c === 0x202f || c === 0x205f || c === 0x3000;
export const isLineEnd = (c: number) => c === 10 || c === 13 || c === 0x2028 || c === 0x2029;
export const isDigit = (c: number) => c >= 48 && c <= 57;
export const isWordStart = (c: number) =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c === 35 || c === 92 ||
  (c >= 0x80 && !isSpace(c));
export const isWordPart = (c: number) =>
  isWordStart(c) || isDigit(c) || c === 0x200c || c === 0x200d;
