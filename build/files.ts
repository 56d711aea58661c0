/** Walking and hashing files, for every step of the build. Paths are relative, slash-separated. */

/** All files below a directory, sorted by code units; none where it does not exist. */
export async function listFiles(root: URL, directory = ""): Promise<string[]> {
  const found: string[] = [];
  const open = [directory];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    try {
      for await (const entry of Deno.readDir(new URL(at, root))) {
        if (entry.isDirectory) open.push(`${at}${entry.name}/`);
        else if (entry.isFile) found.push(at + entry.name);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return found.sort();
}

/** SHA-256 as hex, cut to 16 digits: names and ETags need no more. */
export async function shortHash(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return digest.toHex().slice(0, 16);
}

/** Writes a file and the directories above it. */
export async function writeFile(path: URL, content: Uint8Array | string): Promise<void> {
  await Deno.mkdir(new URL("./", path), { recursive: true });
  if (typeof content === "string") await Deno.writeTextFile(path, content);
  else await Deno.writeFile(path, content);
}
