/** The server's own rule for addresses, loaded once somebody begins to type one. */
import { FactoryError } from "../lib/domain/errors.ts";
import { parseRepoUrl } from "../lib/domain/repo_url.ts";

export interface AddressCheck {
  /** The name a project gets where none is given; null for a wrong address. */
  suggestedName: string | null;
  /** What is wrong with it, and what to do. */
  wrong: { message: string; remedy: string | null } | null;
}

export function checkAddress(text: string): AddressCheck {
  try {
    return { suggestedName: parseRepoUrl(text.trim()).suggestedName, wrong: null };
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    return { suggestedName: null, wrong: { message: error.message, remedy: error.remedy } };
  }
}
