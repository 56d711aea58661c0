/** What compilers themselves read: `g++` for includes, `rustc` for modules and `use`, where they may be run. */
import assert from "node:assert/strict";
import { c } from "../../../lib/analysis/languages/c.ts";
import { rust } from "../../../lib/analysis/languages/rust.ts";
import { cppOracle } from "../../support/cpp_oracle.ts";
import { resolveAll, resolveTogether } from "../../support/resolve_all.ts";
import { rustOracle } from "../../support/rust_oracle.ts";
import { type DumpedCrate, useTargets } from "../../support/rust_uses.ts";

const cpp = await cppOracle();
const rustc = await rustOracle();
if (!cpp) console.log("g++ cannot be run here: includes are not compared with it");
if (!rustc) console.log("rustc cannot be run here: modules are not compared with it");
else if (!rustc.dump) console.log("this rustc gives no known dump: paths of use are not compared");

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

Deno.test({
  name: "each path of a use leads to the file that rustc finds its module in",
  ignore: !rustc?.dump,
  async fn() {
    const files = {
      "Cargo.toml": '[workspace]\nmembers = ["made", "old"]\n',
      "made/Cargo.toml": '[package]\nname = "made"\nedition = "2021"\n',
      "made/src/lib.rs": `pub mod a; pub mod b;
#[path = "odd/named.rs"] pub mod c;
#[cfg_attr(all(), path = "by/setting.rs")] #[cfg_attr(any(), path = "by/other.rs")] mod set;
mod inline { pub mod deep; pub use super::b::inner as again; pub struct Own; }
pub use a::{self as first, Thing, child::{Leaf, r#type}};
pub(crate) use crate::b::*; use inline::deep::{*, Deep as _}; use set::Set;
use b::inner; use inner::{Item, Kind::{self, One}};
use inline::{again::Item as Other, Own};
use std::{collections::HashMap as Map, fmt::{self, Write as _}}; use fmt::Debug;
use ::core::mem; use crate::shout as cry; use self::c::Named; use first::child;
enum Local { A } use Local::A as Variant;
pub fn function() { use crate::a::child::Leaf as L; use self::inline::deep; use deep::Deep as D; }
#[cfg(all())] mod nested {
    use super::{*, a::Thing as T}; use super::inline::deep::Deep;
    mod more { use super::super::b::inner::{self, Item}; use super::Deep; use crate as root; use root::c; }
}
include!("part.rs");
`,
      "made/src/part.rs":
        "pub struct Part; use crate::a::Thing as OfPart; use b::inner::Item as I2;\n",
      "made/src/a.rs": `pub mod child; pub struct Thing;
use super::b; use b::inner::Item; use self::child::Leaf; use crate::{Part, first, Thing as Same};
#[macro_export] macro_rules! shout { () => {} }
`,
      "made/src/a/child.rs":
        "pub struct Leaf; pub fn r#type() {} use super::super::{shout, c::Named}; use super::*;\n",
      "made/src/b/mod.rs":
        "pub mod inner; use self::inner::Item; pub use super::a::child as kid; use kid::Leaf;\n",
      "made/src/b/inner.rs":
        "pub struct Item; pub enum Kind { One } use Kind::One; use super::kid::Leaf;\n",
      "made/src/odd/named.rs": "pub struct Named; use crate::b::kid::Leaf;\n",
      "made/src/by/setting.rs": "pub struct Set; use super::inline::deep::Deep;\n",
      "made/src/inline/deep.rs": "pub struct Deep; use super::Own; use super::super::Thing;\n",
      "made/src/main.rs":
        `use made::{a::{self, child::Leaf}, b::inner::Item, first, shout, Thing}; use first::child;
mod local; use local::Here; use crate::local as there; use there::Here as H; fn main() {}
`,
      "made/src/local.rs": "pub struct Here; use made::c::Named; use super::main;\n",
      "old/Cargo.toml": '[package]\nname = "old"\n[dependencies]\nmade = { path = "../made" }\n',
      "old/src/lib.rs": `extern crate made; extern crate made as other; extern crate core as base;
pub mod a; mod b; pub struct Thing; use a::Leaf; use made::b::inner; pub use base::fmt; use self::b::X;
`,
      "old/src/a.rs": `pub struct Leaf; use b::X; use ::b::X as Y; use Thing; use {b, inner};
use made::a::child; use other::c::Named; use ::made::shout; use std::mem; use fmt::Debug; use base::cell;
mod own { use super::Leaf as M; use a; use self::a::Leaf as L; use ::inner::Item; }
`,
      "old/src/b.rs": "pub struct X; use super::a::Leaf;\n",
    };
    const root = await write(files);
    const made = { name: "made", edition: 2021, type: "lib", root: "made/src/lib.rs" } as const;
    const crates = [
      made,
      { ...made, name: "program", type: "bin", root: "made/src/main.rs", uses: ["made"] },
      { name: "old", edition: 2015, type: "lib", root: "old/src/lib.rs", uses: ["made"] },
    ] as const;
    const dumps: DumpedCrate[] = [];
    for (const crate of crates) dumps.push(await rustc!.dump!(root, crate));
    const theirs = dumps.flatMap((dump, at) => useTargets(dump, dumps, crates[at]!.edition));
    const expected = theirs.flatMap(({ file, line, specifier, to }) =>
      to ? `${file}:${line} ${specifier} -> ${"file" in to ? to.file : to.crate}` : []
    );
    const ours = resolveAll(rust, "Rust", files).filter(({ kind, specifier }) =>
      kind !== "import" && kind !== "include" && !specifier.startsWith("extern crate ")
    ).map(({ from, line, specifier, to }) =>
      `${from}:${line} ${specifier.replace(/^::/, "")} -> ${to}`
    );
    assert.ok(theirs.length >= 80, `${theirs.length} paths`);
    assert.deepEqual([...new Set(ours)].sort(), [...new Set(expected)].sort());
    await Deno.remove(root, { recursive: true });
  },
});
