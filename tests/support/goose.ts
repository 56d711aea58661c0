/**
 * The real Goose, from npm: fetched once into the user's cache, of exactly this version, which npm
 * holds against its hash. It has 300 MB and is needed by tests alone, so it is no dependency.
 */
const PACKAGE = "@aaif/goose-binary-linux-x64";
export const GOOSE_VERSION = "1.52.0";

/** Where its program is; null where there is none, and a line has said why. */
export async function findGoose(): Promise<string | null> {
  const { os, arch } = Deno.build;
  if (os !== "linux" || arch !== "x86_64") return without(`npm has none for ${os} on ${arch}`);
  const cache = Deno.env.get("XDG_CACHE_HOME") || `${Deno.env.get("HOME") ?? "/tmp"}/.cache`;
  const home = `${cache}/software-factory-tests`;
  const place = `${home}/goose-${GOOSE_VERSION}`;
  const program = `${place}/node_modules/${PACKAGE}/bin/goose`;
  if (await isFile(program)) return program;
  await Deno.mkdir(home, { recursive: true });
  const partial = await Deno.makeTempDir({ dir: home, prefix: "partial-" });
  try {
    const failure = await install(partial);
    if (failure !== null) return without(failure);
    // Whole or not at all, also where two tests fetch it at once.
    await Deno.rename(partial, place).catch((error) => {
      if (!/not empty|exists/i.test(String(error))) throw error;
    });
    return program;
  } finally {
    await Deno.remove(partial, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // moved to its place
    });
  }
}

/** @returns why it failed; null where it did not */
async function install(into: string): Promise<string | null> {
  // Nothing of the package is run: it is the program alone.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  try {
    const { success, stderr } = await new Deno.Command("npm", {
      args: [...args, "--prefix", into, `${PACKAGE}@${GOOSE_VERSION}`],
      stdout: "null",
      stderr: "piped",
    }).output();
    return success ? null : new TextDecoder().decode(stderr).trim().slice(0, 300);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "npm is not installed";
    throw error;
  }
}

function without(why: string): null {
  console.warn(`SKIPPED: tests with the real Goose ${GOOSE_VERSION}: ${why}`);
  return null;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

export interface GooseRun {
  code: number;
  /** All that it wrote. */
  output: string;
}

/**
 * Runs a recipe as a person does, but in an empty directory, with an empty home and nothing of this
 * machine's settings; both are removed afterwards.
 * @param model the OpenAI-style endpoint that it asks, e.g. http://127.0.0.1:1234/v1
 */
export async function runGoose(
  program: string,
  recipe: object,
  { model, turns }: { model: string; turns: number },
): Promise<GooseRun> {
  const root = await Deno.makeTempDir({ prefix: "factory-goose-" });
  try {
    const [home, work] = [`${root}/home`, `${root}/work`];
    await Deno.mkdir(home);
    await Deno.mkdir(work);
    await Deno.writeTextFile(`${home}/recipe.json`, JSON.stringify(recipe));
    const { origin, pathname } = new URL(model);
    const { code, stdout, stderr } = await new Deno.Command(program, {
      // Not --no-profile: with it, Goose 1.52 leaves out the recipe's own extensions too.
      args: ["run", "--recipe", `${home}/recipe.json`, "--no-session", "--quiet"]
        .concat("--max-turns", String(turns), "--output-format", "stream-json"),
      cwd: work,
      clearEnv: true,
      env: {
        PATH: Deno.env.get("PATH") ?? "",
        HOME: home,
        GOOSE_PATH_ROOT: home,
        GOOSE_PROVIDER: "openai",
        GOOSE_MODEL: "stand-in-1",
        GOOSE_DISABLE_KEYRING: "1",
        GOOSE_DISABLE_SESSION_NAMING: "true",
        GOOSE_TELEMETRY_ENABLED: "false",
        GOOSE_TELEMETRY_OFF: "1",
        CONTEXT_FILE_NAMES: "[]",
        OPENAI_HOST: origin,
        OPENAI_BASE_PATH: `${pathname.slice(1)}/chat/completions`,
        OPENAI_API_KEY: "stand-in-key",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
