/** The colour that a language has everywhere: GitHub linguist's, made visible on light and dark. */
import { linguistTables } from "./linguist.ts";

/**
 * Bounds of relative luminance (WCAG 2.2): at least 2.1 to 1 against white, 3.1 to 1 against the
 * dark surface. One colour serves both, since an attribute cannot ask which theme is on.
 */
const DARKEST = 0.14;
const LIGHTEST = 0.45;

/** `#rrggbb`; null where linguist gives the language no colour. */
export function languageColour(language: string): string | null {
  const colour = linguistTables().colours.get(language);
  if (colour === undefined) return null;
  const rgb = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16)));
  const [red = 0, green = 0, blue = 0] = rgb;
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const seen = rgb.map((part) => {
    if (luminance > LIGHTEST) return part * LIGHTEST / luminance;
    // Towards white, as far as the luminance lacks.
    if (luminance < DARKEST) return part + (1 - part) * (DARKEST - luminance) / (1 - luminance);
    return part;
  });
  return `#${seen.map((part) => encoded(part).toString(16).padStart(2, "0")).join("")}`;
}

/** sRGB's transfer function, 0–255 to 0–1. */
function linear(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function encoded(part: number): number {
  return Math.round(255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055));
}
