import { FactoryError } from "../domain/errors.ts";

const TOKEN = /^[\x21-\x7e]{16,500}$/;

/**
 * The token in a file that only the server's user may read; made once, with `make`, where there is
 * none. The caller holds the lock of the file's directory.
 * @throws FactoryError `data_dir_unusable` where it cannot be read or written, or holds no token
 */
export async function tokenIn(path: string, make: () => string): Promise<string> {
  try {
    const known = await read(path);
    if (known !== null) {
      if (TOKEN.test(known)) return known;
      throw unusable(path, "holds no token of at least 16 printable characters");
    }
    const token = make();
    // Whole or not at all: nobody reads a part of a token, however the process ends.
    const partial = `${path}.partial-${crypto.randomUUID()}`;
    try {
      await Deno.writeTextFile(partial, `${token}\n`, { mode: 0o600, createNew: true });
      await Deno.rename(partial, path);
    } catch (error) {
      await Deno.remove(partial).catch(() => {}); // it may not have been made
      throw error;
    }
    return token;
  } catch (cause) {
    throw cause instanceof FactoryError
      ? cause
      : unusable(path, "cannot be read or written", cause);
  }
}

async function read(path: string): Promise<string | null> {
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function unusable(path: string, why: string, cause?: unknown): FactoryError {
  return new FactoryError("data_dir_unusable", `${path} ${why}.`, {
    remedy: "Delete it to have a new one made, or give the server's user access to it.",
    ...(cause === undefined ? {} : { cause }),
  });
}
