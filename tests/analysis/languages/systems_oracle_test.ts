/** What compilers themselves read: `g++` for includes, `rustc` for modules, where they may be run. */
import assert from "node:assert/strict";
import { c } from "../../../lib/analysis/languages/c.ts";
import { rust } from "../../../lib/analysis/languages/rust.ts";
import { cppOracle } from "../../support/cpp_oracle.ts";
import { resolveAll, resolveTogether } from "../../support/resolve_all.ts";
import { rustOracle } from "../../support/rust_oracle.ts";

const cpp = await cppOracle();
const rustc = await rustOracle();
if (!cpp) console.log("g++ cannot be run here: includes are not compared with it");
if (!rustc) console.log("rustc cannot be run here: modules are not compared with it");

async function write(files: Record<string, string>): Promise<string> {
  const root = await Deno.makeTempDir();
  for (const [path, text] of Object.entries(files)) {
    const slash = path.lastIndexOf("/");
    if (slash > 0) await Deno.mkdir(`${root}/${path.slice(0, slash)}`, { recursive: true });
    await Deno.writeTextFile(`${root}/${path}`, text);
  }
  return root;
}

Deno.test({
  name: "each header that g++ enters is the one that the edge leads to",
  ignore: !cpp,
  async fn() {
    const files = {
      "Makefile": "CXXFLAGS += -Iapi -I lib/inner -isystem third\n",
      "main.cpp": `#include "local.h"
#include <vector>
#include <string.h>
#include <both.h>
#include "both.h"
#include "deep/one.h"
#if 0
#include "never.h"
#elif defined(NOT_HERE)
#include "other.h"
#else
#  include <inner.h> // "x"
#endif
`,
      "local.h": '#include "both.h"\n#include <outside.h>\n',
      "both.h": "",
      "other.h": "",
      "api/both.h": '#pragma once\n#include "beside.h"\n',
      "api/beside.h": "",
      "api/string.h": "#include_next <string.h>\n",
      "api/deep/one.h": '#include "two.h"\n#include "../beside.h"\n',
      "api/deep/two.h": '#include "inner.h"\n',
      "lib/inner/inner.h": '#ifndef I\n#define I\n#include "inner.h"\n#endif\n',
      "third/outside.h": "",
      "third/string.h": "#include_next <string.h>\n",
    };
    const root = await write(files);
    const edges = resolveTogether([[c, "C++"]], files);
    const ours = new Map(edges.map(({ from, specifier, to }) => [`${from} ${specifier}`, to]));
    const flags = ["-Iapi", "-Ilib/inner", "-isystem", "third"];
    const theirs = await cpp!.included(root, "main.cpp", flags);
    assert.ok(theirs.length >= 12, `${theirs.length} headers`);
    for (const { from, specifier, to } of theirs) {
      assert.equal(ours.get(`${from} ${specifier}`), to, `${from}: ${specifier}`);
    }
    await Deno.remove(root, { recursive: true });
  },
});

Deno.test({
  name: "the files that rustc reads for a crate are those that its modules lead to",
  ignore: !rustc,
  async fn() {
    const files = {
      "Cargo.toml": '[package]\nname = "made"\nedition = "2021"\n',
      "src/lib.rs": `mod a; pub(crate) mod b; #[path = "odd/named.rs"] mod c;
mod inline { mod deep; #[path = "by_path.rs"] mod other; }
macro_rules! items { ($($x:item)*) => { $($x)* } }
items! { mod hidden; }
include!("part.rs");
const TEXT: &str = include_str!("../text.txt");
`,
      "src/a.rs": "mod child; mod r#type;\n",
      "src/a/child.rs": '#[path = "sibling.rs"] mod sibling;\n',
      "src/a/sibling.rs": "",
      "src/a/type.rs": "",
      "src/b/mod.rs": "mod inner;\n",
      "src/b/inner.rs": "",
      "src/odd/named.rs": "mod beside;\n",
      "src/odd/beside.rs": "",
      "src/inline/deep.rs": "",
      "src/inline/by_path.rs": "",
      "src/hidden.rs": "",
      "src/part.rs": "mod of_part;\n",
      "src/of_part.rs": "",
      "src/unused.rs": "",
      "text.txt": "",
    };
    const root = await write(files);
    const next = new Map<string, string[]>();
    for (const { from, to, resolution } of resolveAll(rust, "Rust", files)) {
      if (resolution === "file") next.set(from, [...(next.get(from) ?? []), to!]);
    }
    const reached = new Set(["src/lib.rs"]);
    for (const file of reached) for (const to of next.get(file) ?? []) reached.add(to);
    const theirs = await rustc!.files(root, "src/lib.rs", 2021, []);
    const expected = theirs.map((file) => file.replace("src/../", ""));
    assert.deepEqual([...reached].sort(), expected.sort());
    await Deno.remove(root, { recursive: true });
  },
});
