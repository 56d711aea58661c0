import assert from "node:assert/strict";
import { dependencyRows, identityRow, packagesByPath } from "../../support/declared_packages.ts";
import { askCommand, writeScratch } from "../../support/command_oracle.ts";

const WORKSPACE = {
  "Cargo.toml": `[workspace]
members = ["core", "app"]
exclude = ["tools"]

[workspace.package]
version = "0.3.0"
license = "MIT OR Apache-2.0"

[workspace.dependencies]
serde = { version = "1.0", features = ["derive"] }
core-lib = { path = "core", version = "0.3" }
aliased = { package = "real-name", version = "2" }
`,
  "core/Cargo.toml": `[package]
name = "core-lib"
version.workspace = true
license.workspace = true
edition = "2021"

[dependencies]
serde.workspace = true
rand08 = { package = "rand", version = "0.8", optional = true }
rand = "0.7"
aliased.workspace = true

[dependencies.log]
version = "0.4"
features = ["serde", "rand"]

[target.'cfg(target_os = "linux")'.dependencies]
libc = "0.2"

[target."cfg(windows)".dev-dependencies.winapi]
version = "0.3"

[target."cfg(target_os = \\"macos\\")".dependencies]
mac = "1"

[build-dependencies]
cc = { git = "https://github.com/rust-lang/cc-rs" }
`,
  "app/Cargo.toml": `[package]
name = "app"
version = "1.2.3"
edition = "2021"
[dependencies]
core-lib = { workspace = true }
serde = { workspace = true, optional = true }
"quoted" = "=1.2.3"
private = { version = "1", registry = "ours" }
[dev-dependencies]
proptest = ">=1, <2"
`,
  "tools/Cargo.toml": `[package]
name = "tools"
version = "0.0.1"
[dependencies]
core-lib = { path = "../core" }
`,
};
const LOCK = `version = 3

[[package]]
name = "core-lib"
version = "0.3.0"
dependencies = [
 "log",
 "rand 0.7.3",
 "rand 0.8.5",
 "serde",
]

[[package]]
name = "log"
version = "0.4.20"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.6.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.7.3"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.8.5"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "serde"
version = "1.0.190"
source = "registry+https://github.com/rust-lang/crates.io-index"
`;

Deno.test("Cargo.toml: workspace inheritance, renames, targets, places, with Cargo.lock", () => {
  const found = packagesByPath({ ...WORKSPACE, "Cargo.lock": LOCK });
  assert.deepEqual(Object.values(found).map(identityRow), [
    "null null null",
    "app 1.2.3 null",
    "core-lib 0.3.0 MIT OR Apache-2.0",
    "tools 0.0.1 null",
  ]);
  assert.deepEqual(dependencyRows(found["Cargo.toml"]), []);
  assert.deepEqual(dependencyRows(found["core/Cargo.toml"]), [
    "8 runtime serde 1.0 -> 1.0.190 (pkg:cargo/serde@1.0.190)",
    "9 optional rand08 0.8 -> 0.8.5 (pkg:cargo/rand@0.8.5)",
    "10 runtime rand 0.7 -> 0.7.3 (pkg:cargo/rand@0.7.3)",
    "11 runtime aliased 2 -> null (pkg:cargo/real-name)",
    "13 runtime log 0.4 -> 0.4.20 (pkg:cargo/log@0.4.20)",
    "18 runtime libc 0.2 -> null (pkg:cargo/libc)",
    "20 development winapi 0.3 -> null (pkg:cargo/winapi)",
    "24 runtime mac 1 -> null (pkg:cargo/mac)",
    "27 build cc https://github.com/rust-lang/cc-rs -> null (null)",
  ]);
  assert.deepEqual(dependencyRows(found["app/Cargo.toml"]), [
    "6 runtime core-lib 0.3 -> null (null)",
    "7 optional serde 1.0 -> 1.0.190 (pkg:cargo/serde@1.0.190)",
    "8 runtime quoted =1.2.3 -> null (pkg:cargo/quoted)",
    "9 runtime private 1 -> null (null)",
    "11 development proptest >=1, <2 -> null (pkg:cargo/proptest)",
  ]);
});

interface CargoMetadata {
  packages: {
    name: string;
    version: string;
    license: string | null;
    dependencies: {
      name: string;
      rename: string | null;
      req: string;
      kind: string | null;
      optional: boolean;
      source: string | null;
    }[];
  }[];
}

Deno.test("Cargo.toml: the same dependencies as `cargo metadata` finds", async () => {
  const root = await writeScratch({
    ...WORKSPACE,
    ".cargo/config.toml": '[registries.ours]\nindex = "https://example.com/index"\n',
    "core/src/lib.rs": "",
    "app/src/main.rs": "fn main() {}",
  });
  try {
    const answer = await askCommand("cargo", [
      "metadata",
      "--no-deps",
      "--offline",
      "--format-version=1",
    ], { cwd: root });
    if (answer === null) return console.warn("cargo is not here: the comparison is left out");
    const theirs = (JSON.parse(answer) as CargoMetadata).packages.map((one) => ({
      identity: `${one.name} ${one.version} ${one.license}`,
      dependencies: one.dependencies.map(({ name, rename, req, kind, optional, source }) => {
        const scope = kind === "dev" ? "development" : kind ?? (optional ? "optional" : "runtime");
        const published = source?.includes("crates.io-index") ?? false;
        return `${rename ?? name} ${scope} ${published ? `pkg:cargo/${name} ${req}` : null}`;
      }).sort(),
    }));
    const ours = Object.values(packagesByPath(WORKSPACE))
      .filter(({ name }) => name !== null && name !== "tools").map((one) => ({
        identity: identityRow(one),
        dependencies: one.dependencies.map(({ name, scope, purl, requirement }) => {
          // cargo writes its default operator out.
          const caret = /^\d/.test(requirement ?? "") ? `^${requirement}` : requirement;
          return `${name} ${scope} ${purl === null ? null : `${purl} ${caret}`}`;
        }).sort(),
      }));
    const order = (a: { identity: string }, b: { identity: string }) =>
      a.identity < b.identity ? -1 : 1;
    assert.deepEqual(ours.sort(order), theirs.sort(order));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
