import assert from "node:assert/strict";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { analyseFiles } from "../support/analysis.ts";
import { fixtureFiles } from "../support/fixture_files.ts";

/** `id kind name: entry points` */
function rows(map: SystemMap): string[] {
  return map.components.map(({ id, kind, name, entry_points }) =>
    `${id} ${kind} ${name}: ${entry_points.join(" ")}`
  );
}

Deno.test("components: Cargo's crates, their binaries and libraries", async () => {
  const map = await analyseFiles({
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
    "crates/core/Cargo.toml": '[package]\nname = "acme-core"\nversion = "1.0.0"\n',
    "crates/core/src/lib.rs": "pub fn f() {}\n",
    "crates/cli/Cargo.toml":
      '[package]\nname = "acme"\nversion = "1.0.0"\n[[bin]]\nname = "extra"\npath = "tools/extra.rs"\n',
    "crates/cli/src/main.rs": "fn main() {}\n",
    "crates/cli/src/bin/second.rs": "fn main() {}\n",
    "crates/cli/tools/extra.rs": "fn main() {}\n",
  });
  assert.deepEqual(
    rows(map),
    [
      "root module sample: ",
      "crates-cli application acme: crates/cli/src/bin/second.rs crates/cli/src/main.rs crates/cli/tools/extra.rs",
      "crates-core library acme-core: crates/core/src/lib.rs",
    ],
  );
});

Deno.test("components: Maven's modules by packaging and main class", async () => {
  const pom = (artifact: string, rest = "") =>
    `<project><groupId>g</groupId><artifactId>${artifact}</artifactId><version>1</version>${rest}</project>`;
  const map = await analyseFiles({
    "pom.xml": pom("all", "<packaging>pom</packaging><modules><module>a</module></modules>"),
    "lib/pom.xml": pom("lib"),
    "lib/src/main/java/g/Lib.java": "package g; class Lib {}\n",
    "web/pom.xml": pom("web", "<packaging>war</packaging>"),
    "web/src/main/java/g/Web.java": "package g; class Web {}\n",
    "cli/pom.xml": pom(
      "cli",
      "<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>g.Cli</mainClass></manifest></archive></configuration></plugin></plugins></build>",
    ),
    "cli/src/main/java/g/Cli.java": "package g; class Cli {}\n",
  });
  assert.deepEqual(rows(map), [
    "root module g:all: ",
    "cli application g:cli: cli/src/main/java/g/Cli.java",
    "lib library g:lib: ",
    "web application g:web: ",
  ]);
});

Deno.test("components: Gradle's projects, one without a script of its own among them", async () => {
  const map = await analyseFiles(await fixtureFiles("packages/gradle"));
  const found = rows(map);
  assert.ok(found.includes("app application com.acme:app: app/src/main/kotlin/com/acme/Main.kt"));
  assert.ok(found.some((row) => row.startsWith("core ")));
  const bare = await analyseFiles({
    "settings.gradle":
      "include 'one', ':deep:two'\nproject(':deep:two').projectDir = file('moved')",
    "build.gradle": "subprojects { apply plugin: 'java' }",
    "one/src/A.java": "class A {}\n",
    "moved/src/B.java": "class B {}\n",
  });
  assert.deepEqual(bare.components.map(({ id }) => id), ["root", "moved", "one"]);
});

Deno.test("components: .NET projects by output type, SDK and what they test", async () => {
  const project = (body: string, sdk = "Microsoft.NET.Sdk") =>
    `<Project Sdk="${sdk}">${body}</Project>`;
  const map = await analyseFiles({
    "src/Acme.Core/Acme.Core.csproj": project(""),
    "src/Acme.Core/A.cs": "class A {}\n",
    "src/Acme.Cli/Acme.Cli.csproj": project(
      "<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>",
    ),
    "src/Acme.Cli/Program.cs": "class P {}\n",
    "src/Acme.Web/Acme.Web.csproj": project("", "Microsoft.NET.Sdk.Web"),
    "src/Acme.Web/Program.cs": "class P {}\n",
    "src/Acme.Core.Checks/Acme.Core.Checks.csproj": project(
      '<ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" Version="17" /></ItemGroup>',
    ),
    "src/Acme.Core.Checks/C.cs": "class C {}\n",
  });
  assert.deepEqual(rows(map).slice(0), [
    "src-acme.cli application Acme.Cli: src/Acme.Cli/Program.cs",
    "src-acme.core library Acme.Core: ",
    "src-acme.core.checks tests Acme.Core.Checks: ",
    "src-acme.web application Acme.Web: src/Acme.Web/Program.cs",
  ]);
});

Deno.test("components: Composer's packages, gems, Swift and Dart packages", async () => {
  const map = await analyseFiles({
    "php/composer.json": '{"name":"acme/shop","type":"project","bin":["bin/run"]}',
    "php/public/index.php": "<?php\n",
    "php/bin/run": "#!/usr/bin/env php\n<?php\n",
    "gem/acme-tool.gemspec":
      'Gem::Specification.new do |s|\n s.name = "acme-tool"\n s.bindir = "exe"\n s.executables = ["tool"]\nend\n',
    "gem/lib/acme/tool.rb": "module Acme; end\n",
    "gem/exe/tool": "#!/usr/bin/env ruby\n",
    "swift/Package.swift": 'let package = Package(name: "Tool")\n',
    "swift/Sources/tool/main.swift": "print(1)\n",
    "dart/pubspec.yaml": "name: acme_core\n",
    "dart/lib/acme_core.dart": "class A {}\n",
    "flutter/pubspec.yaml": "name: acme_app\ndependencies:\n  acme_core: {path: ../dart}\n",
    "flutter/lib/main.dart": "import 'package:acme_core/acme_core.dart';\nvoid main() {}\n",
  });
  assert.deepEqual(rows(map), [
    "dart library acme_core: dart/lib/acme_core.dart",
    "flutter application acme_app: flutter/lib/main.dart",
    "gem library acme-tool: gem/exe/tool gem/lib/acme/tool.rb",
    "php application acme/shop: php/bin/run php/public/index.php",
    "swift application Tool: swift/Sources/tool/main.swift",
  ]);
});

Deno.test("components: the targets of a Swift package that has several", async () => {
  const map = await analyseFiles({
    "Package.swift": `// swift-tools-version:5.9
let package = Package(name: "Shop", targets: [
  .target(name: "Core"),
  .target(name: "Store", dependencies: ["Core"], path: "Code/Store"),
  .executableTarget(name: "shop-tool", dependencies: ["Store"], path: "Code/Tool"),
  .executableTarget(name: "Server", dependencies: ["Store"]),
  .testTarget(name: "CoreTests", dependencies: ["Core"]),
])
`,
    "Sources/Core/User.swift": "public struct User {}\n",
    "Code/Store/Store.swift": "import Core\nlet user = User()\n",
    "Code/Tool/main.swift": "import Store\nprint(1)\n",
    "Sources/Server/Server.swift": "import Store\n@main struct Server { static func main() {} }\n",
    "Tests/CoreTests/UserTests.swift": "import Core\nlet user = User()\n",
    "Alone/Package.swift":
      'let package = Package(name: "Alone", targets: [.target(name: "Alone"), .testTarget(name: "AloneTests")])\n',
    "Alone/Sources/Alone/Alone.swift": "public struct Alone {}\n",
    "Alone/Tests/AloneTests/AloneTests.swift": "import Alone\n",
  });
  assert.deepEqual(rows(map), [
    "root module Shop: ",
    "alone module Alone: ",
    "code-store library Store: ",
    "code-tool application shop_tool: Code/Tool/main.swift",
    "sources-core library Core: ",
    "sources-server application Server: Sources/Server/Server.swift",
    "tests tests Tests: ",
  ]);
  assert.deepEqual(
    map.component_dependencies.map(({ from, to, edges }) => `${from} ${to} ${edges}`),
    [
      "code-store sources-core 1",
      "code-tool code-store 1",
      "sources-server code-store 1",
      "tests sources-core 1",
    ],
  );
});

Deno.test("components: programs and libraries that Swift packages beside each other offer", async () => {
  const map = await analyseFiles({
    "app/Package.swift": `// swift-tools-version:5.9
let package = Package(name: "App", products: [
  .executable(name: "app-tool", targets: ["Tool"]),
  .library(name: "AppCore", targets: ["Core"]),
], dependencies: [.package(path: "../kit"), .package(name: "One", path: "../one/")], targets: [
  .executableTarget(name: "Tool", dependencies: [
    "Core",
    .product(name: "Kit", package: "kit"),
    .product(name: "One", package: "one"),
  ]),
  .target(name: "Core"),
  .executableTarget(name: "native"),
  .macro(name: "Macros"),
  .plugin(name: "Lint", capability: .buildTool()),
])
`,
    "app/Sources/Tool/Tool.swift":
      "import Core\nimport KitBase\nimport KitMore\nimport OneCode\n@main\nstruct Tool { let c: Core; let b: Base; let m: More; let o: One }\n",
    "app/Sources/Core/Core.swift": "public struct Core {}\n",
    "app/Sources/native/main.c": "int main(void) {}\n",
    "app/Sources/Macros/Macros.swift": "@main struct Macros: CompilerPlugin {}\n",
    "app/Plugins/Lint/Lint.swift": "@main struct Lint: BuildToolPlugin {}\n",
    "app/Plugins/Lint/main.swift": "print(1)\n",
    "app/Sources/Macros/main.swift": "print(1)\n",
    "kit/Package.swift": `let package = Package(name: "Kit", products: [
  .library(name: "Kit", type: .static, targets: ["KitBase", "KitMore"]),
], targets: [.target(name: "KitBase"), .target(name: "KitMore", dependencies: ["KitBase"])])
`,
    "kit/Sources/KitBase/Base.swift": "public struct Base {}\n",
    "kit/Sources/KitMore/More.swift": "import KitBase\npublic struct More { let b: Base }\n",
    "one/Package.swift": `let package = Package(name: "One", products: [
  .library(name: "One", targets: ["OneCode"]),
], targets: [.target(name: "OneCode"), .testTarget(name: "OneTests", dependencies: ["OneCode"])])
`,
    "one/Sources/OneCode/One.swift": "public struct One {}\n",
    "one/App/App.swift": "@main struct App {}\n",
    "one/Example/Sample.swift": "@main struct Sample {}\n",
    // Another module of that name, which App does not ask for.
    "other/Package.swift": 'let p = Package(name: "Other", targets: [.target(name: "OneCode")])\n',
    "other/Sources/OneCode/One.swift": "public struct One {}\n",
    "run/Package.swift":
      'let p = Package(name: "Run", targets: [.executableTarget(name: "run", path: "Code")])\n',
    "run/Code/main.swift": "print(1)\n",
    "start/Package.swift":
      'let p = Package(name: "Start", targets: [.executableTarget(name: "start")])\n',
    "start/Sources/Start.swift": "@main struct Start { static func main() {} }\n",
    "unnamed/Package.swift":
      'let p = Package(name: name, targets: [.target(name: "Binding", path: "ios")])\n',
    "unnamed/ios/Binding.swift": "public struct Binding {}\n",
    "xcode/App.swift": "@UIApplicationMain class AppDelegate {}\n",
  });
  assert.deepEqual(rows(map), [
    "root application sample: xcode/App.swift",
    "app module App: ",
    "app-plugins-lint module Lint: ",
    "app-sources-core library Core: ",
    "app-sources-macros library Macros: ",
    "app-sources-tool application Tool: app/Sources/Tool/Tool.swift",
    "app-sources-native application native: app/Sources/native/main.c",
    "kit module Kit: ",
    "kit-sources-kitbase library KitBase: ",
    "kit-sources-kitmore library KitMore: ",
    "one library One: one/App/App.swift",
    "other module Other: ",
    "run application Run: run/Code/main.swift",
    "start application Start: start/Sources/Start.swift",
    "unnamed module unnamed: ",
  ]);
  assert.deepEqual(
    map.dependencies.filter(({ resolution }) => resolution === "file")
      .map(({ from, specifier, to }) => `${from} ${specifier} ${to}`),
    [
      "app/Sources/Tool/Tool.swift Core app/Sources/Core/Core.swift",
      "app/Sources/Tool/Tool.swift KitBase kit/Sources/KitBase/Base.swift",
      "app/Sources/Tool/Tool.swift KitMore kit/Sources/KitMore/More.swift",
      "app/Sources/Tool/Tool.swift OneCode one/Sources/OneCode/One.swift",
      "kit/Sources/KitMore/More.swift KitBase kit/Sources/KitBase/Base.swift",
    ],
  );
});

Deno.test("frameworks: packages of every ecosystem are evidence", async () => {
  const map = await analyseFiles({
    "Cargo.toml": '[package]\nname = "x"\n[dependencies]\ntokio = "1"\n',
    "build.gradle.kts":
      'plugins {\n id("org.springframework.boot") version "3"\n}\ndependencies {\n implementation("io.ktor:ktor-server:1")\n}\n',
    "a.csproj":
      '<Project><ItemGroup>\n<PackageReference Include="XUNIT" Version="2" /></ItemGroup></Project>',
    "composer.json": '{"require":{"laravel/framework":"^11"}}',
    "Gemfile": 'gem "rails"\n',
  });
  const found = Object.fromEntries(
    map.frameworks.map(({ name, evidence }) => [
      name,
      `${evidence[0]!.path}:${evidence[0]!.line}`,
    ]),
  );
  const expected = {
    "Ktor": "build.gradle.kts:5",
    "Laravel": "composer.json:1",
    "Ruby on Rails": "Gemfile:1",
    "Spring Boot": "build.gradle.kts:2",
    "Tokio": "Cargo.toml:4",
    "xUnit": "a.csproj:2",
  };
  for (const [name, place] of Object.entries(expected)) assert.equal(found[name], place, name);
});

Deno.test("health: only ecosystems that have lock files are judged by them", async () => {
  const map = await analyseFiles({
    "Dockerfile": "FROM node:22\n",
    "pom.xml": "<project><artifactId>a</artifactId></project>",
    "Gemfile": 'gem "rails"\n',
    "Cargo.toml": '[package]\nname="x"\n[dependencies]\na="1"\n',
    "Cargo.lock": "version = 3\n",
  });
  const signal = map.health.signals.find(({ id }) => id === "lock_file")!;
  assert.deepEqual([signal.score, signal.evidence], [50, [{ path: "Gemfile", line: null }]]);
});
