/** What the command line was given: a repository on this disk, or an address. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The absolute path that `text` names; null for an address of another machine. */
export function localPath(text: string, cwd: string): string | null {
  if (/^file:\/\//i.test(text) && URL.canParse(text)) return fileURLToPath(text);
  // A scheme, or git's short form user@host:path.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^@:/]+@[^/]+:/.test(text)) return null;
  return resolve(cwd, text);
}
