/** Bare repositories made by real git (`fast-import`): any name, mode and bytes that git can hold. */

const encoder = new TextEncoder();

/** Text or bytes of a file; null deletes it; symlinks, executables and gitlinks are said so. */
export type FileContent =
  | string
  | Uint8Array
  | null
  | { symlink: string }
  | { executable: string }
  | { gitlink: string };

export interface CommitOptions {
  /** Short name; default main. */
  branch?: string;
  message?: string;
  author?: { name: string; email: string };
  /** Seconds since 1970. Default: one minute after the last commit. */
  time?: number;
  /** Starts the branch anew, as a force-push does. */
  orphan?: boolean;
  /** A second parent, which makes this a merge. */
  merge?: string;
}

export interface ScratchRepository extends AsyncDisposable {
  /** The directory that holds the bare repository: what a git server serves. */
  root: string;
  /** The bare repository. */
  path: string;
  /**
   * Commits changes to `files`: path -> content. A path that starts with `"` is git's C-quoted form.
   * @returns the commit's id
   */
  commit(files: Record<string, FileContent>, options?: CommitOptions): Promise<string>;
  /** Runs any git command in it and returns its output, trimmed. */
  git(...args: string[]): Promise<string>;
}

/** A new bare repository `<name>.git` in a temporary directory of its own. */
export async function scratchRepository(
  { name = "repo", files }: { name?: string; files?: Record<string, FileContent> } = {},
): Promise<ScratchRepository> {
  const root = await Deno.makeTempDir({ prefix: "factory-repository-" });
  const path = `${root}/${name}.git`;
  await runGit(["init", "--bare", "-q", "--template=", "--initial-branch=main", path]);
  let time = 1_760_000_000;

  const git = (...args: string[]) => runGit(["--git-dir", path, ...args]);

  const repository: ScratchRepository = {
    root,
    path,
    git,

    async commit(changes, options = {}) {
      const { branch = "main", message = "Change", orphan = false } = options;
      const author = options.author ?? { name: "Ada", email: "ada@example.org" };
      time = options.time ?? time + 60;
      const ref = `refs/heads/${branch}`;
      const known = await git("for-each-ref", "--format=%(objectname)", ref);
      const parts: (string | Uint8Array)[] = [];
      const data = (content: string | Uint8Array) => {
        const bytes = typeof content === "string" ? encoder.encode(content) : content;
        parts.push(`data ${bytes.length}\n`, bytes, "\n");
      };
      if (orphan) parts.push(`reset ${ref}\n`);
      parts.push(`commit ${ref}\n`);
      parts.push(`author ${author.name} <${author.email}> ${time} +0000\n`);
      parts.push(`committer ${author.name} <${author.email}> ${time} +0000\n`);
      data(message);
      if (known !== "" && !orphan) parts.push(`from ${known}\n`);
      if (options.merge !== undefined) parts.push(`merge ${options.merge}\n`);
      for (const [file, content] of Object.entries(changes)) {
        const where = file.startsWith('"')
          ? file
          : `"${file.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
        if (content === null) parts.push(`D ${where}\n`);
        else if (typeof content === "object" && "gitlink" in content) {
          parts.push(`M 160000 ${content.gitlink} ${where}\n`);
        } else {
          const [mode, bytes] = modeOf(content);
          parts.push(`M ${mode} inline ${where}\n`);
          data(bytes);
        }
      }
      parts.push("\n");
      await runGit(
        ["--git-dir", path, "fast-import", "--quiet", "--force", "--date-format=raw"],
        parts,
      );
      return await git("rev-parse", ref);
    },

    async [Symbol.asyncDispose]() {
      await Deno.remove(root, { recursive: true });
    },
  };
  if (files !== undefined) await repository.commit(files, { message: "First" });
  return repository;
}

function modeOf(
  content: string | Uint8Array | { symlink: string } | { executable: string },
): [string, string | Uint8Array] {
  if (typeof content === "string" || content instanceof Uint8Array) return ["100644", content];
  return "symlink" in content ? ["120000", content.symlink] : ["100755", content.executable];
}

/** Runs git untouched by the machine's own configuration; throws with its words where it fails. */
export async function runGit(
  args: string[],
  input: (string | Uint8Array)[] = [],
): Promise<string> {
  const child = new Deno.Command("git", {
    args,
    env: {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.org",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.org",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  for (const part of input) {
    await writer.write(typeof part === "string" ? encoder.encode(part) : part);
  }
  await writer.close();
  const { success, stdout, stderr } = await output;
  if (!success) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).trim();
}
