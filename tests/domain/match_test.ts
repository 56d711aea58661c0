import assert from "node:assert/strict";
import fc from "fast-check";
import { matchName, type NameMatch } from "../../lib/domain/match/name.ts";
import { matchPath } from "../../lib/domain/match/path.ts";
import { parseQuestion } from "../../lib/domain/match/question.ts";
import { initialsOf, wordsOf } from "../../lib/domain/match/words.ts";

Deno.test("wordsOf() takes names of every style apart", () => {
  for (
    const [name, words] of [
      ["getSystemMap", "get System Map"],
      ["get_system_map", "get system map"],
      ["GET_SYSTEM_MAP", "GET SYSTEM MAP"],
      ["HTTPServer2", "HTTP Server 2"],
      ["parseURL", "parse URL"],
      ["--upload-pack", "upload pack"],
      ["größeÄndern", "größe Ändern"],
      ["x", "x"],
      ["$", ""],
      ["", ""],
    ] as const
  ) assert.equal(wordsOf(name).map((word) => word.text).join(" "), words, name);
  assert.equal(initialsOf("getSystemMap"), "gsm");
  assert.equal(initialsOf("HTTPServer2"), "hs2");
  assert.equal(initialsOf("system"), "");
});

/** `tier: name with [matched] parts`. */
function shown(match: NameMatch | null, name: string): string {
  if (match === null) return "no";
  let text = "";
  let at = 0;
  for (const [from, to] of match.ranges) {
    text += `${name.slice(at, from)}[${name.slice(from, to)}]`;
    at = to;
  }
  return `${match.tier}: ${text}${name.slice(at)}`;
}

Deno.test("matchName() says how well a name answers, and which letters do", () => {
  for (
    const [question, name, expected] of [
      ["getsystemmap", "getSystemMap", "exact: [getSystemMap]"],
      ["getS", "getSystemMap", "prefix: [getS]ystemMap"],
      ["gSM", "getSystemMap", "words: [g]et[S]ystem[M]ap"],
      ["gsm", "get_system_map", "words: [g]et_[s]ystem_[m]ap"],
      ["sysMap", "getSystemMap", "words: get[Sys]tem[Map]"],
      ["system map", "getSystemMap", "words: get[SystemMap]"],
      ["gmap", "getSystemMap", "words: [g]etSystem[Map]"],
      ["map", "getSystemMap", "words: getSystem[Map]"],
      ["ystem", "getSystemMap", "substring: getS[ystem]Map"],
      ["map get", "getSystemMap", "rest: [get]System[Map]"],
      ["sMg", "getSystemMap", "no"],
      ["acb", "aAbBc", "no"],
      ["abbc", "aAbBc", "words: a[AbBc]"],
      ["İx", "İx", "exact: [İx]"],
    ] as const
  ) assert.equal(shown(matchName(question, name), name), expected, `${question} in ${name}`);
});

Deno.test("matchPath() is about the file's name first, and about directories where there is a slash", () => {
  for (
    const [question, path, expected] of [
      ["maps.ts", "lib/store/maps.ts", "exact: lib/store/[maps.ts]"],
      ["map", "lib/store/maps.ts", "prefix: lib/store/[map]s.ts"],
      ["store", "lib/store/maps.ts", "substring: lib/[store]/maps.ts"],
      ["store/maps", "lib/store/maps.ts", "prefix: lib/[store/maps].ts"],
      ["ore/maps", "lib/store/maps.ts", "substring: lib/st[ore/maps].ts"],
      ["l/st/maps", "lib/store/maps.ts", "words: [l]ib/[st]ore/[maps].ts"],
      ["lib/store/maps.ts", "lib/store/maps.ts", "exact: [lib/store/maps.ts]"],
      ["st/l/maps", "lib/store/maps.ts", "no"],
      ["store ts", "lib/store/maps.ts", "rest: lib/[store]/maps.[ts]"],
      ["lib/", "lib/store/maps.ts", "prefix: [lib/]store/maps.ts"],
    ] as const
  ) assert.equal(shown(matchPath(question, path), path), expected, `${question} in ${path}`);
});

Deno.test("parseQuestion() knows what is asked for inside of another definition", () => {
  assert.deepEqual(parseQuestion(" MapStore.publish ").qualified, {
    container: "MapStore",
    name: "publish",
  });
  assert.deepEqual(parseQuestion("std::fs::read").qualified, {
    container: "std::fs",
    name: "read",
  });
  assert.equal(parseQuestion("get  system").text, "get system");
  assert.equal(parseQuestion("a/b.ts").qualified, null);
});

Deno.test("matches are inside of the name, sorted and apart, whatever is asked", () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."aAbB_ .1/ßİ"),
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(letters, letters, (question, name) => {
      const asked = parseQuestion(question).text;
      if (asked === "") return;
      for (const match of [matchName(asked, name), matchPath(asked, name)]) {
        let at = -1;
        for (const [from, to] of match?.ranges ?? []) {
          assert.ok(from > at && to > from && to <= name.length, JSON.stringify(match));
          at = to - 1;
        }
      }
      // What a person sees in the name is found.
      if (name.includes(asked)) assert.notEqual(matchName(asked, name), null);
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("hostile names and questions take bounded work", () => {
  const name = "aA".repeat(100_000);
  for (const question of ["a".repeat(60) + "z", "aA ".repeat(60) + "z", "/".repeat(200)]) {
    assert.equal(matchName(question, name), null);
    assert.equal(matchPath(question, name), null);
  }
});
