/** `go list` and go/ast, Go's own answers; no source of theirs is compiled, nothing is downloaded. */
export interface GoPackage {
  Dir: string;
  ImportPath: string;
  Imports?: string[];
  ImportMap?: Record<string, string>;
  IgnoredGoFiles?: string[];
  Standard?: boolean;
}

export interface GoList {
  root: string;
  list(directory: string, patterns: string[]): Promise<GoPackage[]>;
  /** What `go_ast.go` prints for directories below a root. */
  declarations(root: string, directories: string[]): Promise<string>;
}

/** Null where `go` is not on the PATH or may not be run. */
export async function goCommand(scratch: string): Promise<GoList | null> {
  const run = await Deno.permissions.query({ name: "run", command: "go" });
  if (run.state !== "granted") return null;
  const go = async (cwd: string, args: string[]) => {
    const { success, stdout, stderr } = await new Deno.Command("go", {
      args,
      cwd,
      stderr: "piped",
      env: {
        CGO_ENABLED: "0",
        GO111MODULE: "on",
        GOCACHE: `${scratch}/cache`,
        GOFLAGS: "",
        GOPATH: `${scratch}/path`,
        GOPROXY: "off",
        GOTOOLCHAIN: "local",
      },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  try {
    const root = (await go(scratch, ["env", "GOROOT"])).trim();
    return {
      root,
      async list(directory, patterns) {
        const text = await go(directory, ["list", "-e", "-json", ...patterns]);
        return JSON.parse(`[${text.trim().replace(/^\}\n\{$/gm, "},{")}]`);
      },
      declarations(root, directories) {
        const program = new URL("go_ast.go", import.meta.url).pathname;
        return go(scratch, ["run", program, root, ...directories]);
      },
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
