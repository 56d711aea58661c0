/** Entry of `deno task start`: the server alone, so that it starts without the command line's code. */
import { runServer } from "./server.ts";

if (import.meta.main) await runServer();
