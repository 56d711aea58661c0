/** For analyzers that scan by themselves: asking for a grammar is a fault. */
import type { Grammars } from "../../lib/analysis/languages/contract.ts";

export const noGrammars: Grammars = {
  parser(name) {
    throw new Error(`asked for the ${name} grammar`);
  },
};
