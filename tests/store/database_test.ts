import assert from "node:assert/strict";
import type { FactoryError } from "../../lib/domain/errors.ts";
import { openDatabase } from "../../lib/store/database.ts";

Deno.test("openDatabase() says what is wrong with a file that is no database, or none at all", async () => {
  const directory = await Deno.makeTempDir({ prefix: "factory-test-" });
  try {
    const path = `${directory}/factory.sqlite`;
    await Deno.writeTextFile(path, "This is a text file. ".repeat(100));
    const codeOf = (at: string) => {
      try {
        openDatabase(at).close();
        return null;
      } catch (error) {
        const { code, message, remedy } = error as FactoryError;
        assert(message.includes(at) && remedy !== null, message);
        return code;
      }
    };
    assert.equal(codeOf(path), "database_corrupt");
    assert.equal(codeOf(`${directory}/missing/factory.sqlite`), "data_dir_unusable");
    assert.equal(codeOf(`${directory}/new.sqlite`), null);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
