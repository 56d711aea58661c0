/** The size of a clone, watched while git writes it. */
import { FactoryError } from "../domain/errors.ts";

const LOOK_EVERY_MS = 500;

export interface SizeWatch extends Disposable {
  /** Fires with `repository_too_large`. */
  signal: AbortSignal;
  /** @throws FactoryError `repository_too_large` */
  check(): Promise<void>;
}

/** Looks twice a second; git cannot be asked to stop at a size. */
export function watchSize(directory: string, maxBytes: number): SizeWatch {
  const controller = new AbortController();

  async function check(): Promise<void> {
    if (await sizeOf(directory) <= maxBytes) return;
    throw tooLarge(maxBytes);
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    check().catch((error) => controller.abort(error)).finally(() => looking = false);
  }, LOOK_EVERY_MS);
  return { signal: controller.signal, check, [Symbol.dispose]: () => clearInterval(timer) };
}

/** What a clone beyond REPO_MAX_MB is reported as. */
export function tooLarge(maxBytes: number): FactoryError {
  const limit = Math.round(maxBytes / 1_000_000).toLocaleString("en");
  return new FactoryError(
    "repository_too_large",
    `The repository is larger than the limit of ${limit} MB.`,
    { remedy: "An operator can raise REPO_MAX_MB and restart the server." },
  );
}

/** Bytes of all files below; files come and go while git works. */
async function sizeOf(directory: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of Deno.readDir(directory)) {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory) bytes += await sizeOf(path);
      else bytes += (await Deno.lstat(path).catch(gone))?.size ?? 0;
    }
  } catch (error) {
    gone(error);
  }
  return bytes;
}

function gone(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}
