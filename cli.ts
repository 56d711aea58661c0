/** Entry of the executable: `serve`, `analyze`, `migrate`, `backup`, `restore` (docs/cli.md). */
import { runCommand } from "./cli/program.ts";

/** The server is loaded by the command that needs it. */
async function serve(): Promise<void> {
  const { runServer } = await import("./server.ts");
  await runServer();
}

if (import.meta.main) Deno.exit(await runCommand(Deno.args, serve));
