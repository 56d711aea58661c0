/** Every language that is analysed beyond its lines: a new one is a file and a line here. */
import type { Analyzer } from "./contract.ts";
import { c } from "./c.ts";
import { csharp } from "./csharp.ts";
import { dart } from "./dart.ts";
import { rust } from "./rust.ts";
import { go } from "./go.ts";
import { groovy } from "./groovy.ts";
import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import { kotlin } from "./kotlin.ts";
import { markup } from "./markup.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { scala } from "./scala.ts";
import { shell } from "./shell.ts";
import { styles } from "./styles.ts";
import { swift } from "./swift.ts";

export const ANALYZERS: readonly Analyzer[] = [
  javascript,
  markup,
  styles,
  python,
  go,
  java,
  kotlin,
  scala,
  groovy,
  php,
  c,
  rust,
  csharp,
  ruby,
  shell,
  swift,
  dart,
];

/** The analyzer of a linguist language; undefined where only its lines are counted. */
export function analyzerFor(language: string): Analyzer | undefined {
  return ANALYZERS.find((analyzer) => analyzer.languages.includes(language));
}
