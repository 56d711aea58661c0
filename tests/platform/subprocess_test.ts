import assert from "node:assert/strict";
import { killAll, run, start } from "../../lib/platform/subprocess.ts";
import { groupEnded } from "../support/processes.ts";

const { signal } = new AbortController();
const SH = ["-c"];

Deno.test("run() passes arguments as they are and collects output and error lines", async () => {
  const lines: string[] = [];
  const { code, stdout } = await run("sh", {
    args: [
      ...SH,
      'printf "%s" "$1"; printf "10%%\\r20%%\\rdone\\nlast" >&2; exit 3',
      "x",
      "$(id); 'a b'",
    ],
    env: {},
    signal,
    maxStdoutBytes: 100,
    onStderrLine: (line) => lines.push(line),
  });
  assert.equal(code, 3);
  assert.equal(new TextDecoder().decode(stdout), "$(id); 'a b'");
  assert.deepEqual(lines, ["10%", "20%", "done", "last"]);
});

Deno.test("a process sees the given environment and PATH only", async () => {
  const { stdout } = await run("env", {
    args: [],
    env: { A: "1" },
    signal,
    maxStdoutBytes: 10_000,
  });
  const names = new TextDecoder().decode(stdout).trim().split("\n").map((line) =>
    line.split("=")[0]
  );
  assert.deepEqual(names.sort(), ["A", "PATH"]);
});

Deno.test("stdin of any length is fed while output is read", async () => {
  const input = new Uint8Array(3_000_000).fill(97);
  const options = { args: [], env: {}, signal, maxStdoutBytes: 4_000_000 };
  const { stdout } = await run("cat", { ...options, stdin: input });
  assert.equal(stdout.length, input.length);
  async function* parts() {
    for (let i = 0; i < 3; i++) yield await Promise.resolve(input.subarray(0, 1_000_000));
  }
  assert.equal((await run("cat", { ...options, stdin: parts() })).stdout.length, 3_000_000);
});

Deno.test("a process that reads less than it is given ends as it says", async () => {
  const { code } = await run("true", {
    args: [],
    env: {},
    stdin: new Uint8Array(1_000_000),
    signal,
    maxStdoutBytes: 1,
  });
  assert.equal(code, 0);
});

Deno.test("output beyond its bound ends the process", async () => {
  await assert.rejects(
    run("sh", { args: [...SH, "yes"], env: {}, signal, maxStdoutBytes: 1_000 }),
    RangeError,
  );
});

Deno.test("an abort ends the whole group, also what ignores SIGTERM", async () => {
  const controller = new AbortController();
  const child = start("sh", {
    args: [
      ...SH,
      "trap '' TERM; (trap '' TERM; echo ready; while :; do sleep 60; done) & wait; sleep 60",
    ],
    env: {},
    signal: controller.signal,
  });
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "ready\n");
  controller.abort(new Error("cancelled"));
  await assert.rejects(child.exit, /cancelled/);
  await groupEnded(child.pid);
  await reader.cancel();
});

Deno.test("a program that starts no other needs no group, and is ended by an abort all the same", async () => {
  const controller = new AbortController();
  const child = start("sh", {
    args: [...SH, "trap '' TERM; echo ready; while :; do read line || :; done"],
    env: {},
    signal: controller.signal,
    alone: true,
  });
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "ready\n");
  controller.abort(new Error("cancelled"));
  await assert.rejects(child.exit, /cancelled/);
  assert.throws(() => Deno.kill(child.pid, "SIGCONT"), Deno.errors.NotFound);
  await reader.cancel();
});

Deno.test("what ends a program together with the server is told as the server's stop", async () => {
  const controller = new AbortController();
  const child = start("sleep", { args: ["60"], env: {}, signal: controller.signal, alone: true });
  const told = assert.rejects(child.exit, /the server stops/);
  Deno.kill(child.pid, "SIGTERM");
  // A control group's signal reaches the child first; the server hears of its own a little later.
  for await (const _ of child.stdout);
  controller.abort(new Error("the server stops"));
  await told;
});

Deno.test("killAll() ends all that run", async () => {
  const children = [1, 2].map(() =>
    start("sh", { args: [...SH, "sleep 60 & wait"], env: {}, signal })
  );
  await killAll();
  for (const child of children) {
    assert.notEqual((await child.exit).code, 0);
    await groupEnded(child.pid);
    await child.stdout.cancel();
  }
});

Deno.test("a signal that has fired starts nothing, and a missing program is told", () => {
  const options = { args: [], env: {} };
  assert.throws(
    () => start("true", { ...options, signal: AbortSignal.abort(new Error("no")) }),
    /no/,
  );
  assert.throws(
    () => start("no-such-program-here", { ...options, signal }),
    Deno.errors.NotFound,
  );
});

Deno.test("an abort ends a program also where there is no kill program", async () => {
  const bin = await Deno.makeTempDir({ prefix: "factory-bin-" });
  try {
    await Deno.symlink(Deno.execPath(), `${bin}/deno`);
    const script = `
      import { start } from ${
      JSON.stringify(import.meta.resolve("../../lib/platform/subprocess.ts"))
    };
      const abort = new AbortController();
      const child = start("deno", { args: ["eval", "setInterval(() => {}, 1000); console.log(1)"],
        env: { NO_COLOR: "1" }, signal: abort.signal });
      for await (const _ of child.stdout) abort.abort(new Error("stopped"));
      await child.exit.catch((error) => console.log(error.message));`;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--ext=ts", script],
      env: { PATH: bin },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.deepEqual([code, text(stdout)], [0, "stopped\n"], text(stderr));
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
});
