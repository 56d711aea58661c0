/** Texts below a directory of tests/fixtures by their path in it. */
export async function fixtureFiles(name: string): Promise<Record<string, string>> {
  const root = new URL(`../fixtures/${name}/`, import.meta.url);
  const files: Record<string, string> = {};
  const open = [""];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for await (const entry of Deno.readDir(new URL(at, root))) {
      if (entry.isDirectory) open.push(`${at}${entry.name}/`);
      else files[`${at}${entry.name}`] = await Deno.readTextFile(new URL(at + entry.name, root));
    }
  }
  return files;
}
