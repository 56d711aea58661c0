import { FactoryError } from "../domain/errors.ts";

const TOKEN = /^[\x21-\x7e]{16,500}$/;

/**
 * The token in a file that only the server's user may read; made once, with `make`, where there is
 * none.
 * @throws FactoryError `data_dir_unusable` where it cannot be read or written, or holds no token
 */
export async function tokenIn(path: string, make: () => string): Promise<string> {
  try {
    const token = make();
    // The link is made whole or not at all, so that nobody ever reads a part of a token.
    const whole = `${path}.${crypto.randomUUID()}`;
    try {
      await Deno.writeTextFile(whole, `${token}\n`, { mode: 0o600, createNew: true });
      await Deno.link(whole, path);
      return token;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    } finally {
      await Deno.remove(whole).catch(() => {}); // it may not have been made
    }
    const token2 = (await Deno.readTextFile(path)).trim();
    if (TOKEN.test(token2)) return token2;
  } catch (cause) {
    throw unusable(path, "cannot be read", cause);
  }
  throw unusable(path, "holds no token of at least 16 printable characters");
}

function unusable(path: string, why: string, cause?: unknown): FactoryError {
  return new FactoryError("data_dir_unusable", `${path} ${why}.`, {
    remedy: "Delete it to have a new one made, or give the server's user access to it.",
    ...(cause === undefined ? {} : { cause }),
  });
}
