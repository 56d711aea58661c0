/** The command line: arguments in, exit code out. */
import { Command, CommanderError } from "commander";
import { FactoryError } from "../lib/domain/errors.ts";
import { VERSION } from "../lib/domain/version.ts";
import { SystemMap } from "../lib/domain/wire/system_map.ts";
import { parseConfig } from "../lib/platform/config.ts";
import { configureLog, type LogOptions } from "../lib/platform/log.ts";
import { analyze } from "./analyze.ts";
import { backupDatabase, migrateDatabase, restoreDatabase } from "./database.ts";
import { EXIT, exitCodeOf, SIGNAL_EXIT } from "./exit_codes.ts";
import { summarise } from "./summary.ts";
import { openTerminal } from "./terminal.ts";

/** stdout is the result's: only what goes wrong is logged, and that to stderr. */
const LOG: LogOptions = { level: "warning", format: "pretty" };

/**
 * Runs one command.
 * @param serve runs the server until a signal ends the process
 * @returns the exit code; see exit_codes.ts
 */
export async function runCommand(
  args: readonly string[],
  serve: () => Promise<void>,
): Promise<number> {
  const terminal = openTerminal();
  const readConfig = () => parseConfig((name) => Deno.env.get(name));
  let exitCode: number = EXIT.done;

  const program = new Command("software-factory")
    .description("Maps git repositories: languages, dependencies, components, health.")
    .version(`software-factory ${VERSION}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showHelpAfterError("(--help lists what there is)")
    // No colours: whether a terminal wants them is in variables that we do not ask to read.
    .configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false })
    .exitOverride();

  program.command("serve").description("run the server, configured by the environment")
    .action(async () => {
      await serve();
      // The server ends the process by itself.
      await new Promise(() => {});
    });

  program.command("analyze").description("print the map of a repository, without a server")
    .argument("<path or URL>", "a repository on this disk (work tree or bare), or its address")
    .option("--json", "print the whole map as JSON")
    .option("--ref <name>", "branch or tag to map; default: HEAD")
    .action(async (target: string, options: { json?: true; ref?: string }) => {
      await configureLog(LOG);
      await untilSignalled(async (signal) => {
        const json = await analyze(target, {
          ref: options.ref ?? null,
          cwd: Deno.cwd(),
          config: readConfig(),
          log: LOG,
          signal,
          report: terminal.progress,
          note: (text) => text === null ? undefined : terminal.say(text),
        });
        const read = () => SystemMap.parse(JSON.parse(new TextDecoder().decode(json)));
        await terminal.print(options.json ? json : summarise(read()));
      });
    });

  program.command("migrate").description("bring the database in DATA_DIR to this version")
    .action(async () => await terminal.print(await migrateDatabase(readConfig().dataDir)));

  program.command("backup").description("copy the database in DATA_DIR, which may be in use")
    .argument("<file>", "a file that does not exist yet")
    .action(async (file: string) =>
      await terminal.print(await backupDatabase(readConfig().dataDir, file))
    );

  program.command("restore").description("put a backup in the place of the database in DATA_DIR")
    .argument("<file>", "what backup has written")
    .action(async (file: string) =>
      await terminal.print(await restoreDatabase(readConfig().dataDir, file))
    );

  async function untilSignalled(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const listeners = (["SIGINT", "SIGTERM"] as const).map((name) => {
      const listener = () => {
        // A second signal does not wait for the first one's tidying up.
        if (stop.signal.aborted) Deno.exit(SIGNAL_EXIT[name]);
        exitCode = SIGNAL_EXIT[name];
        stop.abort(new FactoryError("job_cancelled", "Stopped."));
      };
      Deno.addSignalListener(name, listener);
      return () => Deno.removeSignalListener(name, listener);
    });
    try {
      await work(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      terminal.say("Stopped.");
    } finally {
      for (const remove of listeners) remove();
    }
  }

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // The library has said what is wrong with the arguments, or printed what was asked for.
    if (error instanceof CommanderError) {
      return error.code === "commander.help" || error.exitCode !== 0 ? EXIT.usage : EXIT.done;
    }
    if (error instanceof FactoryError) {
      terminal.say([error.message, error.remedy].filter((part) => part !== null).join("\n"));
      return exitCodeOf(error.code);
    }
    terminal.say(error instanceof Error ? error.stack ?? error.message : String(error));
    return EXIT.failed;
  }
}
