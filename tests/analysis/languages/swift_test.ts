import assert from "node:assert/strict";
import { swift } from "../../../lib/analysis/languages/swift.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(swift, "Swift", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

const edges = (files: Record<string, string>) =>
  resolveAll(swift, "Swift", files).map(({ from, specifier, to, resolution, reason }) =>
    `${from} ${specifier} ${resolution} ${to ?? reason}`
  );

Deno.test("Swift imports: every form; none in strings, comments and regular expressions", () => {
  const { imports } = extract(`#!/usr/bin/swift
import Foundation
@testable import App
@_exported import Core
import struct Models.User
import func Tools.Deep.run
public import Logging; internal import Metrics
@preconcurrency @_implementationOnly import Hidden
import Outer.Sub
/* /* nested */ import No1 */
#if canImport(UIKit)
import UIKit
#elseif os(Linux)
import Glibc
#endif
let a = """
import No2 "quoted" \\(f("import No3 \\(x)"))
"""
let b = #"import No4 " \\#(g(")")) "#
let c = ##"""
import No5 "# \\(
"""##
let d = /import " No6/
let e = #/
  import No7 "
/#
let f = 1 / 2 / 3
struct S { func f() { let \`import\` = x; x.import(); } }
import Last
`);
  assert.deepEqual(
    imports.map(({ line, kind, specifier, names = [] }) =>
      [line, kind, specifier, ...names].join(" ")
    ),
    [
      "2 use Foundation",
      "3 use App testable",
      "4 reexport Core exported",
      "5 use Models.User plain User",
      "6 use Tools.Deep.run plain run",
      "7 use Logging",
      "7 use Metrics",
      "8 use Hidden",
      "9 use Outer.Sub",
      "12 use UIKit",
      "14 use Glibc",
      "29 use Last",
    ],
  );
});

Deno.test("Swift symbols: types, members, extensions, enums, operators, accessors", () => {
  assert.deepEqual(
    symbols(`public protocol Shape: AnyObject {
  associatedtype Unit: Equatable = Int
  var area: Double { get }
  func scale(by: Double) -> Self
  init?(_ x: Int)
}
open class Base<T: Hashable>: NSObject, Shape
where T: Sendable {
  public static let shared = Base(), other: [String: Int] = [:]
  @Published private(set) public var count: Int = 0 {
    didSet { let x = 1; func no() {} }
  }
  lazy var view: View = {
    let inner = 1
    return inner
  }()
  public class func make<U>(_ u: U) async throws -> U where U: A { if let z = u { } }
  class var kind: String { "x" }
  required public init<S>(s: S) { super.init() }
  deinit { let gone = 1 }
  public subscript(i: Int) -> T { get { a } set { } }
  public static func == <X>(l: X, r: X) -> Bool { true }
  static func < (l: Base, r: Base) -> Bool { l.a < r.a }
  actor Inner { var state = 1 }
}
public indirect enum Tree: String {
  case leaf, node(left: Tree, right: Tree)
  case name = "x"
  var depth: Int { switch self { case .leaf: 0; case let .node(l, _): l.depth } }
}
public extension Array where Element == Int {
  func total() -> Int { 0 }
  private var hidden: Int { 1 }
  internal struct Box {}
}
extension Base.Inner: CustomStringConvertible { public var text: String { "" } }
infix operator <+>: AdditionPrecedence
precedencegroup P { higherThan: Q }
public func <+> (a: Int, b: Int) -> Int { a }
@freestanding(expression) public macro say(_ x: String) -> String = #externalMacro(module: "M", type: "T")
public typealias Handler = (Int) -> Void
fileprivate let (first, second) = (1, 2)
var chained = one
  .two { $0 }
  ?? three
let last: Int?
if let no = last, let no2 = chained { let no3 = 1 }
@main struct App { static func main() {} }
func long(
  a: Int
)
{
  a()
}
extension App {
  init() {
    self.init()
  }
  func plain() {
    b()
  }
  var rule: Rule = .any
  func wide() -> Promise<
    Int
  > {
    c()
  }
}
`),
    [
      "1-6 +interface Shape",
      "2-2 +type Shape.Unit",
      "3-3 +variable Shape.area",
      "4-4 +method Shape.scale",
      "5-5 +method Shape.init",
      "7-25 +class Base",
      "9-9 +constant Base.shared",
      "9-9 +constant Base.other",
      "10-12 +variable Base.count",
      "13-16 -variable Base.view",
      "17-17 +method Base.make",
      "18-18 -variable Base.kind",
      "19-19 +method Base.init",
      "21-21 +method Base.subscript",
      "22-22 +method Base.==",
      "23-23 -method Base.<",
      "24-24 -class Base.Inner",
      "24-24 -variable Base.Inner.state",
      "26-30 +enum Tree",
      "27-27 +constant Tree.leaf",
      "27-27 +constant Tree.node",
      "28-28 +constant Tree.name",
      "29-29 -variable Tree.depth",
      "32-32 +method Array.total",
      "33-33 -variable Array.hidden",
      "34-34 -struct Array.Box",
      "36-36 +variable Base.Inner.text",
      "37-37 +function <+>",
      "39-39 +function <+>",
      "40-40 +macro say",
      "41-41 +type Handler",
      "42-42 -constant first",
      "42-42 -constant second",
      "43-45 -variable chained",
      "46-46 -constant last",
      "48-48 -struct App",
      "48-48 -method App.main",
      "49-54 -function long",
      "56-58 -method App.init",
      "59-61 -method App.plain",
      "62-62 -variable App.rule",
      "63-67 -method App.wide",
    ],
  );
});

Deno.test("Swift: a workspace of packages; edges lead to the files that declare what is named", () => {
  const files = {
    "Package.swift": `// swift-tools-version:5.9
import PackageDescription
let package = Package(
  name: "Shop",
  products: [.library(name: "Shop", targets: ["Core", "Store"]), .plugin(name: "Gen", targets: ["Gen"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.0.0"),
    .package(path: "Packages/Kit"),
  ],
  targets: [
    .target(name: "Core", dependencies: [.product(name: "NIOCore", package: "swift-nio")]),
    .target(name: "Store", dependencies: [.target(name: "Core"), "Facade"], path: "Code/Store", exclude: ["Old"]),
    .target(name: "Facade", dependencies: ["Core"]),
    .systemLibrary(name: "CZip"),
    .target(name: "c-math"),
    .executableTarget(name: "tool", dependencies: ["Store", .product(name: "Kit", package: "Kit")]),
    .testTarget(name: "CoreTests", dependencies: ["Core"]),
  ]
)
`,
    "Sources/Core/User.swift":
      "import NIOCore\nimport Logging\npublic struct User { public init() {} }\n",
    "Sources/Core/Order.swift":
      "public struct Order { let user: User }\nfunc internalHelper() {}\n",
    "Sources/Core/Text.swift": "extension String { public var shouted: String { self } }\n",
    "Sources/Core/Made.swift":
      "extension Int { public init(made: Int) { self = made }; public func toC() {} }\n",
    "Sources/Core/Other.swift": "extension Double { public func toC() {} }\n",
    "Code/Store/Store.swift":
      'import Core\nimport Foundation\npublic final class Store { let user = User(); let s = "Order".shouted; let i: Int = .init(1).toC() }\n',
    "Code/Store/Old/Gone.swift": "public struct Gone {}\n",
    "Sources/Facade/Facade.swift": "@_exported import Core\n",
    "Sources/CZip/module.modulemap": "module CZip [system] {}\n",
    "Sources/c-math/include/add.h": "int add(int, int);\n",
    "Sources/c-math/add.c": "",
    "Sources/tool/main.swift":
      "import Facade\nimport Kit\nimport CZip\nimport c_math\nimport Unknown\nlet o = Order(); print(Helper.x, Gone())\n",
    "Tests/CoreTests/CoreTests.swift":
      "import XCTest\n@testable import Core\nclass T: XCTestCase { func testA() { internalHelper() } }\n",
    "Packages/Kit/Package.swift":
      'let package = Package(name: "Kit", targets: [.target(name: "Kit")])\n',
    "Packages/Kit/Sources/Kit/Kit.swift": "public enum Helper { public static let x = 1 }\n",
  };
  assert.deepEqual(edges(files).filter((one) => !one.startsWith("Package.swift")), [
    "Sources/Core/User.swift NIOCore package pkg:swift/github.com/apple/swift-nio",
    "Sources/Core/User.swift Logging package pkg:swift/github.com/apple/swift-log",
    "Code/Store/Store.swift Core file Sources/Core/Text.swift",
    "Code/Store/Store.swift Core file Sources/Core/User.swift",
    "Code/Store/Store.swift Foundation builtin Foundation",
    "Sources/Facade/Facade.swift Core file Sources/Core/Made.swift",
    "Sources/Facade/Facade.swift Core file Sources/Core/Order.swift",
    "Sources/Facade/Facade.swift Core file Sources/Core/Other.swift",
    "Sources/Facade/Facade.swift Core file Sources/Core/Text.swift",
    "Sources/Facade/Facade.swift Core file Sources/Core/User.swift",
    "Sources/tool/main.swift Facade file Sources/Core/Order.swift",
    "Sources/tool/main.swift Facade file Sources/Facade/Facade.swift",
    "Sources/tool/main.swift Kit file Packages/Kit/Sources/Kit/Kit.swift",
    "Sources/tool/main.swift CZip file Sources/CZip/module.modulemap",
    "Sources/tool/main.swift c_math file Sources/c-math/include/add.h",
    "Sources/tool/main.swift Unknown package Unknown",
    "Tests/CoreTests/CoreTests.swift XCTest builtin XCTest",
    "Tests/CoreTests/CoreTests.swift Core file Sources/Core/Order.swift",
  ]);
});

Deno.test("Swift names: parameters of generic declarations and associated types are no types of others", () => {
  const { extra } = factsOf(
    swift,
    "Swift",
    `import Other
func one<Alpha, Beta: Bound<Inner>>(a: Alpha) -> Beta where Beta: Limit { let x: Alpha; return x }
let outside: Alpha? = nil
protocol Holder { associatedtype Gamma
  func two<Delta>(d: Delta) -> Gamma
  var kept: Delta { get }
}
struct Box<each Epsilon, let Zeta: Int> {
  init?<Eta>(_ e: Eta) {}
  subscript<Theta>(t: Theta) -> Epsilon { fatalError() }
  static func == <Iota>(a: Iota, b: Box) -> Bool { true }
  typealias Map<Kappa> = Dictionary<Kappa, Zeta>
}
extension Box { func again() -> Epsilon { let e: Eta; return e } }
let last: Epsilon = Less(a < Lambda, b > 1)
`,
  );
  assert.deepEqual(extra?.uses, [
    "Alpha",
    "Bool",
    "Bound",
    "Delta",
    "Dictionary",
    "Epsilon",
    "Eta",
    "Inner",
    "Int",
    "Lambda",
    "Less",
    "Limit",
    "fatalError",
  ]);
});

Deno.test("Swift: pods, Xcode's targets, names that several modules have", () => {
  const target = (name: string) =>
    `\t\tA1 = {\n\t\t\tisa = PBXNativeTarget;\n\t\t\tname = ${name};\n\t\t\tproductType = "com.apple.product-type.framework";\n\t\t};\n`;
  assert.deepEqual(
    edges({
      "ios/App.xcodeproj/project.pbxproj": target("App") + target("Elsewhere"),
      "ios/Podfile": "target 'App' do\n  pod 'Kingfisher', '~> 7.0'\n  # pod 'No'\nend\n",
      "ios/App/Main.swift":
        "import Kingfisher\nimport Widget\nimport Elsewhere\nimport Twice\nstruct Main { let w: Widget.Thing }\n",
      "widget/Widget.podspec":
        "Pod::Spec.new do |s|\n  s.name = 'Widget'\n  s.source_files = 'ios/**/*.swift'\nend\n",
      "widget/ios/Thing.swift": "public class Thing {}\n",
      "widget/ios/Other.swift": "public class Other {}\n",
      "widget/Example/Use.swift": "import Widget\nlet o = Other()\n",
      "a/Package.swift": 'let p = Package(name: "A", targets: [.target(name: "Twice")])\n',
      "a/Sources/Twice/A.swift": "public struct A {}\n",
      "b/Package.swift": 'let p = Package(name: "B", targets: [.target(name: "Twice")])\n',
      "b/Sources/Twice/A.swift": "public struct A {}\n",
    }),
    [
      "ios/App/Main.swift Kingfisher package pkg:cocoapods/Kingfisher",
      "ios/App/Main.swift Widget file widget/ios/Thing.swift",
      "ios/App/Main.swift Elsewhere unresolved a target of an Xcode project, whose files its directories do not tell",
      "ios/App/Main.swift Twice unresolved several modules of this repository are named Twice",
      "widget/Example/Use.swift Widget file widget/ios/Other.swift",
    ],
  );
});

Deno.test("Swift: what is never closed, and deep nesting, end within linear work", () => {
  const marks = [
    "func f<T>() ",
    "struct S<T> {",
    "extension S {",
    "init<A, ",
    "(",
    "{",
    "[",
    '"',
    '"""',
    '#"',
    '##"""',
    '"\\(',
    "/*",
    "/",
    "#/",
    "(/a\\",
    "`",
    "<",
    "@",
    "#if a\n",
    "class A {",
    "extension A.",
    "func f<",
    "let a = ",
    "case ",
    "import ",
    ".target(name: ",
    "a ? b : ",
    "$",
    "struct S { var a: X<",
    "@A(",
    "operator +",
    "#",
    "var a = 1, ",
    "var a\n=",
    "<b>(",
  ];
  for (const mark of marks) {
    for (const text of [mark.repeat(50_000), `import A\n${mark.repeat(50_000)}`]) {
      try {
        extract(text);
      } catch (error) {
        assert.equal((error as Error).name, "ParseFailure", mark);
      }
    }
    edges({ "Package.swift": `let p = Package(targets: [${mark.repeat(20_000)}`, "a.swift": "" });
  }
});

Deno.test("Swift: a module of this repository is not taken for a package's", () => {
  const files = {
    "Podfile": "pod 'MyKit', :path => 'MyKit'\npod 'Alamofire'\n",
    "Podfile.lock": "PODS:\n  - Alamofire (5.0.0)\n  - MyKit (1.0.0)\n\n" +
      "EXTERNAL SOURCES:\n  MyKit:\n    :path: MyKit\n",
    "Package.resolved": JSON.stringify({
      version: 2,
      pins: [{
        identity: "swift-collections",
        location: "https://github.com/apple/swift-collections",
        state: { version: "1.0.0" },
      }],
    }),
    "MyKit/MyKit.podspec": "Pod::Spec.new do |s|\n  s.name = 'MyKit'\n" +
      "  s.source_files = 'Sources/**/*.swift'\nend\n",
    "MyKit/Sources/Kit.swift": "public struct Kit {}\n",
    "App/App.swift":
      "import MyKit\nimport OrderedCollections\nimport LoginModule\nlet kit = Kit()\n",
  };
  const edges = resolveAll(swift, "Swift", files).filter(({ from }) => from === "App/App.swift");
  assert.deepEqual(edges.map(({ specifier, to }) => `${specifier} -> ${to}`), [
    "MyKit -> MyKit/Sources/Kit.swift",
    "OrderedCollections -> pkg:swift/github.com/apple/swift-collections",
    "LoginModule -> LoginModule",
  ]);
});
