/** Other programs' answers about a few files; each is skipped where its program is not installed. */

/**
 * What it printed; null where it is not on the PATH, may not be run, or does not even tell its version.
 * Throws where it fails.
 */
export async function askCommand(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string | null> {
  const run = await Deno.permissions.query({ name: "run", command });
  if (run.state !== "granted") return null;
  try {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      ...options,
    }).output();
    if (!success) {
      // A version manager's stand-in for a program that it has not installed.
      if (!(await new Deno.Command(command, { args: ["--version"] }).output()).success) return null;
      throw new Error(`${command}: ${new TextDecoder().decode(stderr)}`);
    }
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Writes texts by path below a new scratch directory, which the caller removes. */
export async function writeScratch(files: Record<string, string>): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "factory-test-" });
  for (const [path, text] of Object.entries(files)) {
    const file = `${root}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
  return root;
}
