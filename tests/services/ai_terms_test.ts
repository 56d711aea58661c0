import assert from "node:assert/strict";
import { termsOf } from "../../lib/services/ai/terms.ts";

Deno.test("a question's names come first, then its longer words; words that only ask are left out", () => {
  assert.deepEqual(
    termsOf("Where does `getUser` of lib/auth.ts call SessionStore.find and why?").slice(0, 3),
    ["getUser", "lib/auth.ts", "SessionStore.find"],
  );
  const words = termsOf("How are requests authenticated?");
  assert(words.includes("authenticated") && words.includes("authentic"), words.join());
  assert(!words.includes("How") && !words.includes("are"));
  assert.deepEqual(termsOf("what is this?"), []);
  assert.deepEqual(termsOf("Wo ist die Währungsumrechnung?").includes("Währungsumrechnung"), true);
});
