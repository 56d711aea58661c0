import type { ViewFacts } from "./languages/contract.ts";
import { sameJson } from "./memory.ts";

/**
 * Facts of a file that know which of their parts were looked at: who keeps what it made of them has
 * to make it anew only where one of those parts is another.
 */
export class SeenFacts implements ViewFacts {
  #facts: ViewFacts;
  readonly #parts = new Set<keyof ViewFacts>();

  constructor(facts: ViewFacts) {
    this.#facts = facts;
  }

  /** Stands for these facts from now on, if the parts that were looked at say the same. */
  follow(facts: ViewFacts): boolean {
    if (facts === this.#facts) return true;
    for (const part of this.#parts) if (!sameJson(facts[part], this.#facts[part])) return false;
    this.#facts = facts;
    return true;
  }

  get language() {
    return this.#part("language");
  }
  get imports() {
    return this.#part("imports");
  }
  get routes() {
    return this.#part("routes");
  }
  get services() {
    return this.#part("services");
  }
  get extra() {
    return this.#part("extra");
  }

  #part<Part extends keyof ViewFacts>(part: Part): ViewFacts[Part] {
    this.#parts.add(part);
    return this.#facts[part];
  }
}
