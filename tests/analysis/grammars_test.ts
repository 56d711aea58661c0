import assert from "node:assert/strict";
import { MAX_PARSE_LENGTH, parseBounded } from "../../lib/analysis/grammars.ts";
import { ParseFailure } from "../../lib/analysis/languages/contract.ts";
import { testGrammars } from "../support/grammars.ts";

Deno.test("loadGrammars() gives a parser for each grammar it was asked for, and no other", async () => {
  const grammars = await testGrammars("python", "go");
  for (
    const [name, text] of [
      ["python", "import a"],
      ["go", "package a"],
    ] as const
  ) {
    const tree = parseBounded(grammars.parser(name), text);
    assert.equal(tree.rootNode.hasError, false, name);
    tree.delete();
  }
  const one = await testGrammars("go");
  assert.throws(() => one.parser("python"), /not loaded/);
});

Deno.test("parseBounded() refuses what is too large and gives a tree for what is only wrong", async () => {
  const parser = (await testGrammars("python")).parser("python");
  assert.throws(() => parseBounded(parser, "a".repeat(MAX_PARSE_LENGTH + 1)), ParseFailure);
  const tree = parseBounded(parser, "(".repeat(2_000));
  assert.equal(tree.rootNode.hasError, true);
  tree.delete();
});

Deno.test("parseBounded() parses the next text afresh after one that it gave up", async () => {
  const parser = (await testGrammars("python")).parser("python");
  // a parser that stops at once stands for one that ran out of steps
  parser.parse("a + ".repeat(100_000), null, { progressCallback: () => true });
  const tree = parseBounded(parser, "a = 1\n");
  assert.equal(tree.rootNode.toString().includes("ERROR"), false);
  assert.equal(tree.rootNode.endIndex, 6);
  tree.delete();
});

Deno.test("parseBounded() refuses a heap of tokens, which would cost a query quadratic time", async () => {
  const grammars = await testGrammars("python", "go");
  for (const name of ["python", "go"] as const) {
    const parser = grammars.parser(name);
    assert.throws(() => parseBounded(parser, `package a\n${"(".repeat(200_000)}`), ParseFailure);
    const tree = parseBounded(parser, "import a\n");
    tree.delete();
  }
});
