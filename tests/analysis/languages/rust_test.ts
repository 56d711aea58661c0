/**
 * What is read of Rust, and where its paths lead. Long, because each rule of docs/accuracy.md has its
 * own small crate.
 */
import assert from "node:assert/strict";
import { rust } from "../../../lib/analysis/languages/rust.ts";
import { growModules } from "../../../lib/analysis/languages/rust/modules.ts";
import { viewOf } from "../../support/repository_view.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(rust, "Rust", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

Deno.test("Rust imports: modules, use trees, paths; none in strings, macros and comments", () => {
  const { imports, extra } = extract(`#![allow(x)]
/* /* use no::a; */ use no::b; */
mod plain;
#[path = "odd/file.rs"]
pub mod other;
pub(crate) use self::plain::{self, Item as Thing, deep::{*, r#type}};
use ::serde::Serialize; use std::io;
extern crate rand as random;
const S: &str = r#"use no::c;"#;
fn f<'a>(x: &'a crate::sig::T) -> char {
    use super::inside;
    let c = '"'; let l = 'a';
    println!("{}", crate::util::join::<u8>(1));
    tokio::spawn(io::stdin()); u8::max_value(); plain::call();
    crate::shout!("x"); Self::x(); Type::new();
    quote! { use no::d; crate::no::e() }
}
macro_rules! m { () => { use no::f; crate::no::g() } }
cfg_if! { if #[cfg(unix)] { mod unix; } else { mod windows; } }
mod tests {
    use super::*;
    mod inner { use super::Helper; mod file; }
}
include!("part.rs");
include!(concat!(env!("OUT_DIR"), "/made.rs"));
static D: &[u8] = include_bytes!("data.bin");
`);
  assert.deepEqual(
    imports.map(({ line, kind, specifier, as, names }) =>
      `${line} ${kind} ${specifier}${as ? ` as ${as}` : ""}${
        names ? ` in ${names.join("::")}` : ""
      }`
    ),
    [
      "3 import mod plain",
      '5 import #[path = "odd/file.rs"] mod other',
      "6 reexport self::plain",
      "6 reexport self::plain::Item as Thing",
      "6 reexport self::plain::deep::*",
      "6 reexport self::plain::deep::type",
      "7 use ::serde::Serialize",
      "7 use std::io",
      "8 use extern crate rand as random",
      "10 use crate::sig",
      "11 use super::inside",
      "13 use crate::util",
      "14 use tokio",
      "15 use crate::shout",
      "19 import mod unix",
      "19 import mod windows",
      "21 use super::* in tests",
      "22 use super::Helper in tests::inner",
      "22 import mod file in tests::inner",
      "24 include part.rs",
      "25 include include!",
      "26 include data.bin",
    ],
  );
  assert.deepEqual(extra, {
    inline: ["tests", "tests::inner"],
    mentioned: ["crate::sig", "crate::util", "tokio", "crate::shout"],
    items: ["S", "f", "m", "tests", "inner", "D"],
  });
});

Deno.test("Rust symbols: items, implementations, macros", () => {
  assert.deepEqual(
    symbols(`pub const LIMIT: usize = { 1 };
static mut STATE: &'static str = "x";
pub struct Unit;
pub struct Tuple<T>(pub T) where T: Clone;
pub(crate) struct Plain<'a, const N: usize> {
    field: &'a str,
}
pub(self) enum Hidden { A { x: u8 }, B }
union Either { a: u8 }
pub type Alias<T> = Vec<T>;
pub trait Shape<T>: Clone where T: Copy {
    const SIDES: u8;
    type Out;
    fn area(&self) -> [u8; 3];
    fn twice(&self) { fn local() {} }
}
impl<'a, T: Into<Vec<u8>>> Shape<T> for crate::a::Plain<'a, 3> where T: Copy {
    type Out = u8;
    fn area(&self) -> u8 { 1 }
}
impl<T> Tuple<T> {
    pub const fn new() -> Self { Self }
    unsafe extern "C" fn hidden(&self) {}
}
impl dyn Shape<u8> { pub async fn more() {} }
extern "C" { pub fn malloc(size: usize) -> *mut u8; static environ: u8; }
#[macro_export]
macro_rules! shout { ($x:expr) => { fn no() {} }; }
macro_rules! whisper ( () => () );
pub mod inner {
    pub fn visible() {}
}
mod private { pub fn hidden() {} }
thread_local! { pub static LOCAL: u8 = 1; }
lazy_static! { static ref LAZY: u8 = { 1 }; }
const _: () = { fn no() {} };
pub async unsafe fn r#match() where u8: Copy {}
`),
    [
      "1-1 +constant LIMIT",
      "2-2 -variable STATE",
      "3-3 +struct Unit",
      "4-4 +struct Tuple",
      "5-7 +struct Plain",
      "8-8 -enum Hidden",
      "9-9 -union Either",
      "10-10 +type Alias",
      "11-16 +trait Shape",
      "12-12 +constant Shape.SIDES",
      "13-13 +type Shape.Out",
      "14-14 +method Shape.area",
      "15-15 +method Shape.twice",
      "18-18 +type Plain.Out",
      "19-19 +method Plain.area",
      "22-22 +method Tuple.new",
      "23-23 -method Tuple.hidden",
      "25-25 +method Shape.more",
      "26-26 +function malloc",
      "26-26 -variable environ",
      "28-28 +macro shout",
      "29-29 -macro whisper",
      "30-32 +module inner",
      "31-31 +function inner.visible",
      "33-33 -module private",
      "33-33 -function private.hidden",
      "34-34 +variable LOCAL",
      "35-35 -variable LAZY",
      "37-37 +function match",
    ],
  );
});

Deno.test("Rust: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.equal(extract("use a::b;\nfn f() { if x {\n").imports.length, 1);
  for (
    const text of [
      "use a::{",
      "use a::",
      "a::",
      "mod a { ",
      "impl<",
      "fn f<",
      "#[",
      "pub(",
      "macro_rules! a { ",
      "struct A ",
      "trait A: ",
      "const A: ",
      "'a",
      'r#"',
      "r##",
      "extern crate ",
      "m! { ",
      "quote! ( ",
      "/*",
      "impl A for ",
      "use a::b as c;",
    ]
  ) {
    try {
      extract(`use a::b;\n${text.repeat(50_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

function edges(files: Record<string, string>): string[] {
  return resolveAll(rust, "Rust", files).map((edge) =>
    `${edge.from}: ${edge.specifier} -> ${
      edge.resolution === "file" ? edge.to : `${edge.resolution} ${edge.to ?? edge.reason}`
    }`
  );
}

Deno.test("Rust edges: modules of a crate", () => {
  assert.deepEqual(
    edges({
      "Cargo.toml": '[package]\nname = "acme-core"\nedition = "2021"\n',
      "src/lib.rs": `mod a; pub mod b; mod missing; mod inline { pub mod deep; }
#[path = "odd.rs"] mod renamed;
#[macro_use] mod macros;
pub use a::Thing; use crate::b::c::Item; use b::c::{self, call}; use inline::deep::X;
use missing::No; enum Kind { A } use Kind::*;
`,
      "src/a.rs": `mod child; use self::child::X; use super::b; use crate::Thing; use crate::a::Own;
use crate::shout; use super::super::No;
#[cfg(test)] mod tests { use super::*; use super::child::Y; use super::super::b::c; mod file; }
`,
      "src/a/child.rs": "use super::super::b::c::Item;\n",
      "src/a/tests/file.rs": "",
      "src/b/mod.rs": "pub mod c;\n",
      "src/b/c.rs": "",
      "src/inline/deep.rs": "",
      "src/odd.rs": "mod beside;\n",
      "src/beside.rs": "",
      "src/macros.rs": "#[macro_export]\nmacro_rules! shout { () => {} }\n",
      "src/main.rs":
        "use acme_core::b::c::Item; use crate::x;\nfn main() { acme_core::a::go(); }\n",
      "tests/it.rs": "mod support; use acme_core::Thing; use support::Help;\n",
      "tests/support/mod.rs": "",
      "examples/e/main.rs": "extern crate acme_core;\n",
    }),
    [
      "src/lib.rs: mod a -> src/a.rs",
      "src/lib.rs: mod b -> src/b/mod.rs",
      "src/lib.rs: mod missing -> unresolved neither the module's file nor its directory is here",
      "src/lib.rs: mod deep -> src/inline/deep.rs",
      'src/lib.rs: #[path = "odd.rs"] mod renamed -> src/odd.rs',
      "src/lib.rs: mod macros -> src/macros.rs",
      "src/lib.rs: a::Thing -> src/a.rs",
      "src/lib.rs: crate::b::c::Item -> src/b/c.rs",
      "src/lib.rs: b::c -> src/b/c.rs",
      "src/lib.rs: b::c::call -> src/b/c.rs",
      "src/lib.rs: inline::deep::X -> src/inline/deep.rs",
      "src/lib.rs: missing::No -> unresolved a module on the path has no file here",
      "src/a.rs: mod child -> src/a/child.rs",
      "src/a.rs: self::child::X -> src/a/child.rs",
      "src/a.rs: super::b -> src/b/mod.rs",
      "src/a.rs: crate::Thing -> src/lib.rs",
      "src/a.rs: crate::shout -> src/macros.rs",
      "src/a.rs: super::super::No -> unresolved the path leaves its crate",
      "src/a.rs: super::child::Y -> src/a/child.rs",
      "src/a.rs: super::super::b::c -> src/b/c.rs",
      "src/a.rs: mod file -> src/a/tests/file.rs",
      "src/a/child.rs: super::super::b::c::Item -> src/b/c.rs",
      "src/b/mod.rs: mod c -> src/b/c.rs",
      "src/odd.rs: mod beside -> src/beside.rs",
      "src/main.rs: acme_core::b::c::Item -> src/b/c.rs",
      "src/main.rs: acme_core::a -> src/a.rs",
      "tests/it.rs: mod support -> tests/support/mod.rs",
      "tests/it.rs: acme_core::Thing -> src/lib.rs",
      "tests/it.rs: support::Help -> tests/support/mod.rs",
      "examples/e/main.rs: extern crate acme_core -> src/lib.rs",
    ],
  );
});

Deno.test("Rust edges: crates of a workspace, packages, builtins", () => {
  assert.deepEqual(
    edges({
      "Cargo.toml": `[workspace]
members = ["app", "lib"]
[workspace.dependencies]
shared = { path = "lib/shared", package = "acme-shared" }
[patch.crates-io]
patched = { path = "patched" }
`,
      "app/Cargo.toml": `[package]
name = "app"
edition = "2018"
[dependencies]
shared = { workspace = true }
the-util = { path = "../util" }
patched = "1"
serde_json = "1"
short = { package = "long-name", version = "2" }
same = "1"
[target.'cfg(unix)'.dev-dependencies]
libc = "0.2"
[[bin]]
name = "tool"
path = "tool.rs"
`,
      "app/tool.rs": `use shared::deep::X;
use util_lib::f;
use patched::P;
use serde_json::Value;
use short::S;
use same::T;
use libc::c_int;
use std::collections::HashMap;
use undeclared::U;
use serde_json as json;
use json::Map;
fn main() { short::go(); unknown::go(); core::mem::swap(); }
`,
      "lib/shared/Cargo.toml": '[package]\nname = "acme-shared"\n',
      "lib/shared/src/lib.rs": "pub mod deep;\n",
      "lib/shared/src/deep.rs": "use deep::Own;\nuse ::deep::Own;\n",
      "util/Cargo.toml":
        '[package]\nname = "the-util"\n[lib]\nname = "util_lib"\npath = "main.rs"\n',
      "util/main.rs": "",
      "patched/Cargo.toml": '[package]\nname = "patched"\n',
      "patched/src/lib.rs": "",
      "same/Cargo.toml": '[package]\nname = "same"\n',
      "same/src/lib.rs": "",
    }),
    [
      "app/tool.rs: shared::deep::X -> lib/shared/src/deep.rs",
      "app/tool.rs: util_lib::f -> util/main.rs",
      "app/tool.rs: patched::P -> patched/src/lib.rs",
      "app/tool.rs: serde_json::Value -> package pkg:cargo/serde_json",
      "app/tool.rs: short::S -> package pkg:cargo/long-name",
      "app/tool.rs: same::T -> package pkg:cargo/same",
      "app/tool.rs: libc::c_int -> package pkg:cargo/libc",
      "app/tool.rs: std::collections::HashMap -> builtin std",
      "app/tool.rs: undeclared::U -> package pkg:cargo/undeclared",
      "app/tool.rs: serde_json -> package pkg:cargo/serde_json",
      "app/tool.rs: json::Map -> package pkg:cargo/serde_json",
      "app/tool.rs: short -> package pkg:cargo/long-name",
      "lib/shared/src/lib.rs: mod deep -> lib/shared/src/deep.rs",
    ],
  );
});

Deno.test("Rust edges: a module that is another one for other platforms", () => {
  assert.deepEqual(
    edges({
      "Cargo.toml": '[package]\nname = "acme"\nedition = "2021"\n',
      "src/lib.rs": `#[cfg_attr(unix, path = "sys/unix.rs")]
#[cfg_attr(all(windows, not(test)), cfg_attr(x, path = "sys/windows.rs"), doc = "path = no")]
mod sys;
#[cfg_attr(any(), path = "odd.rs")] mod plain;
#[cfg(a)] mod imp; #[cfg(b)] #[path = "other.rs"] mod imp; #[cfg(c)] mod imp { pub struct X; }
#[cfg(d)] mod twice; #[cfg(not(d))] mod twice;
use sys::Socket; use imp::{X, deep::Y}; use twice::Z;
#[cfg(e)] extern crate rand as chance; #[cfg(not(e))] mod chance; use chance::Rng;
`,
      "src/sys/unix.rs": "use super::imp::X; use crate::pick;\n",
      "src/sys/windows.rs": "use super::imp::X;\n",
      "src/odd.rs": "",
      "src/plain.rs": "",
      "src/imp.rs": "pub mod deep; #[macro_export] macro_rules! pick { () => {} }\n",
      "src/imp/deep.rs": "",
      "src/other.rs": "#[macro_export] macro_rules! pick { () => {} }\n",
      "src/twice.rs": "",
      "src/chance.rs": "",
    }),
    [
      'src/lib.rs: #[cfg_attr(…, path = "sys/unix.rs")] mod sys -> src/sys/unix.rs',
      'src/lib.rs: #[cfg_attr(…, path = "sys/windows.rs")] mod sys -> src/sys/windows.rs',
      'src/lib.rs: #[cfg_attr(…, path = "odd.rs")] mod plain -> src/odd.rs',
      "src/lib.rs: mod plain -> src/plain.rs",
      "src/lib.rs: mod imp -> src/imp.rs",
      'src/lib.rs: #[path = "other.rs"] mod imp -> src/other.rs',
      "src/lib.rs: mod twice -> src/twice.rs",
      "src/lib.rs: mod twice -> src/twice.rs",
      "src/lib.rs: sys::Socket -> src/sys/unix.rs",
      "src/lib.rs: sys::Socket -> src/sys/windows.rs",
      "src/lib.rs: imp::X -> src/imp.rs",
      "src/lib.rs: imp::X -> src/other.rs",
      "src/lib.rs: imp::deep::Y -> src/imp/deep.rs",
      "src/lib.rs: twice::Z -> src/twice.rs",
      "src/lib.rs: extern crate rand -> package pkg:cargo/rand",
      "src/lib.rs: mod chance -> src/chance.rs",
      "src/lib.rs: chance::Rng -> src/chance.rs",
      "src/sys/unix.rs: super::imp::X -> src/lib.rs",
      "src/sys/unix.rs: super::imp::X -> src/imp.rs",
      "src/sys/unix.rs: super::imp::X -> src/other.rs",
      "src/sys/unix.rs: crate::pick -> src/other.rs",
      "src/sys/unix.rs: crate::pick -> src/imp.rs",
      "src/sys/windows.rs: super::imp::X -> src/lib.rs",
      "src/sys/windows.rs: super::imp::X -> src/imp.rs",
      "src/sys/windows.rs: super::imp::X -> src/other.rs",
      "src/imp.rs: mod deep -> src/imp/deep.rs",
    ],
  );
});

Deno.test("Rust edges: names that another use brings, and the old edition's root", () => {
  assert.deepEqual(
    edges({
      "new/Cargo.toml": `[package]
name = "new"
edition = "2021"
[dependencies]
core = { package = "rustc-std-workspace-core", version = "1", optional = true }
`,
      "new/src/lib.rs": `extern crate core as std;
mod a; mod inner { pub use super::a::b as again; pub use super::a::c; }
use a::b; use b::Item; use core::fmt; use std::mem;
mod more { use c::Other; }
`,
      "new/src/a.rs": "pub mod b; pub mod c;\n",
      "new/src/a/b.rs": "use ::{self}; use ::{self as x}; use x;\n",
      "new/src/a/c.rs": "",
      "old/Cargo.toml": '[package]\nname = "old"\n',
      "old/src/lib.rs": `extern crate rustc_std_workspace_core as core; extern crate rand as random;
extern crate undeclared; pub mod a; use core::ffi; pub struct Thing;
`,
      "old/src/a.rs": `use ffi::c_void; use ::ffi::c_int; use Thing; use random::Rng; use core::mem;
use undeclared::U; use a; use ::{self}; mod inner { use a; fn f() { a::go(); } }
`,
    }),
    [
      "new/src/lib.rs: extern crate core -> builtin core",
      "new/src/lib.rs: mod a -> new/src/a.rs",
      "new/src/lib.rs: super::a::b -> new/src/a/b.rs",
      "new/src/lib.rs: super::a::c -> new/src/a/c.rs",
      "new/src/lib.rs: a::b -> new/src/a/b.rs",
      "new/src/lib.rs: b::Item -> new/src/a/b.rs",
      "new/src/lib.rs: core::fmt -> builtin core",
      "new/src/lib.rs: std::mem -> builtin std",
      "new/src/lib.rs: c::Other -> new/src/a/c.rs",
      "new/src/a.rs: mod b -> new/src/a/b.rs",
      "new/src/a.rs: mod c -> new/src/a/c.rs",
      "old/src/lib.rs: extern crate rustc_std_workspace_core -> package pkg:cargo/rustc_std_workspace_core",
      "old/src/lib.rs: extern crate rand -> package pkg:cargo/rand",
      "old/src/lib.rs: extern crate undeclared -> package pkg:cargo/undeclared",
      "old/src/lib.rs: mod a -> old/src/a.rs",
      "old/src/lib.rs: core::ffi -> builtin core",
      "old/src/a.rs: ffi::c_void -> old/src/lib.rs",
      "old/src/a.rs: ::ffi::c_int -> old/src/lib.rs",
      "old/src/a.rs: Thing -> old/src/lib.rs",
      "old/src/a.rs: random::Rng -> package pkg:cargo/rand",
      "old/src/a.rs: core::mem -> builtin core",
      "old/src/a.rs: undeclared::U -> package pkg:cargo/undeclared",
    ],
  );
});

Deno.test("Rust edges: one path, used by its own name and by another", () => {
  assert.deepEqual(
    edges({
      "Cargo.toml": '[package]\nname = "acme"\nedition = "2021"\n',
      "src/lib.rs": `mod a; mod b;
pub use self::a::Kind; pub use self::a::Kind as K; use Kind::One; use K::Two;
`,
      "src/a.rs": "pub mod error { pub struct E; } pub mod rand {} pub enum Kind { One, Two }\n",
      "src/b.rs":
        `use crate::a::error; use error::E; use crate::a::error as r#type; use r#type::E as F;
use crate::a::rand as dice; use rand::Rng;
#[cfg(test)] mod tests { use crate::a::error as err; use err::E; }
`,
    }),
    [
      "src/lib.rs: mod a -> src/a.rs",
      "src/lib.rs: mod b -> src/b.rs",
      "src/lib.rs: self::a::Kind -> src/a.rs",
      "src/lib.rs: self::a::Kind -> src/a.rs",
      "src/lib.rs: Kind::One -> src/a.rs",
      "src/lib.rs: K::Two -> src/a.rs",
      "src/b.rs: crate::a::error -> src/a.rs",
      "src/b.rs: error::E -> src/a.rs",
      "src/b.rs: crate::a::error -> src/a.rs",
      "src/b.rs: type::E -> src/a.rs",
      "src/b.rs: crate::a::rand -> src/a.rs",
      "src/b.rs: rand::Rng -> package pkg:cargo/rand",
      "src/b.rs: crate::a::error -> src/a.rs",
      "src/b.rs: err::E -> src/a.rs",
    ],
  );
});

Deno.test("Rust edges: of a name's alternatives the first sixteen count", () => {
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  const files: Record<string, string> = {
    "Cargo.toml": '[package]\nname = "acme"\nedition = "2021"\n',
    "src/lib.rs": `${numbers.map((at) => `#[cfg(f${at})] #[path = "f${at}.rs"] mod a;`).join("\n")}
mod user;
`,
    "src/user.rs":
      "use crate::a::X; use crate::a::b::Y; use crate::a::last::Z; use crate::shout;\n",
    "src/last.rs": "",
  };
  for (const at of numbers) {
    files[`src/f${at}.rs`] = `#[macro_export] macro_rules! shout { () => {} }
#[cfg(x)] #[path = "x${at}.rs"] mod b; #[cfg(y)] #[path = "y${at}.rs"] mod b;
${at === 19 ? "mod last; use crate::user::U;" : ""}
`;
    files[`src/x${at}.rs`] = files[`src/y${at}.rs`] = "";
  }
  const found = edges(files);
  const count = (part: string) => found.filter((edge) => edge.includes(part)).length;
  assert.equal(count("mod a -> src/f"), 20);
  assert.equal(count("mod b -> src/"), 40);
  assert.equal(count("crate::a::X -> src/f"), 16);
  assert.equal(count("crate::a::b::Y -> src/"), 16);
  assert.equal(count("crate::a::last::Z -> src/f"), 16, "the twentieth is not looked into");
  assert.equal(count("crate::shout -> src/f"), 16);
  // nor is it looked at for each path: they are kept out of the tree
  const sources = Object.entries(files).filter(([path]) => path.endsWith(".rs"));
  const facts = new Map(sources.map(([path, text]) => [path, extract(text)]));
  const [root] = growModules(viewOf(files, facts), []).of("src/lib.rs");
  assert.equal(root?.children.get("a")?.length, 16);
  // a module that does not count for others still has its place in the crate
  assert.equal(count("src/f19.rs: mod last -> src/last.rs"), 1);
  assert.equal(count("src/f19.rs: crate::user::U -> src/user.rs"), 1);
});

Deno.test("Rust edges: a module without any of its files is unresolved once", () => {
  const setting = `#[cfg_attr(unix, path = "u.rs")] #[cfg_attr(windows, path = "w.rs")] mod imp;\n`;
  assert.deepEqual(edges({ "src/lib.rs": setting }), [
    "src/lib.rs: mod imp -> unresolved neither the module's file nor its directory is here",
  ]);
  assert.deepEqual(edges({ "src/lib.rs": setting, "src/w.rs": "" }), [
    'src/lib.rs: #[cfg_attr(…, path = "w.rs")] mod imp -> src/w.rs',
  ]);
});
