import assert from "node:assert/strict";
import { csharp } from "../../../lib/analysis/languages/csharp.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(csharp, "C#", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

Deno.test("C# usings: every form; none in strings, holes and statements", () => {
  const { imports, extra } = extract(`// using No.A;
#region using No.B;
extern alias Old;
global using System;
using static System.Math;
using Json = Acme.Json<int>;
using global::Acme.Core;
var s = @"
using No.C; "" ";
var t = $"{x switch { 1 => "a}", _ => $@"{{ ""b"" {y}" }} using No.D; ";
var u = """
using No.E; "quoted" ""
""";
var v = $$"""{ using No.F; {{ f("}}") }} """;
using (var file = Open()) { }
using var other = Open();
namespace Acme.App {
  using Inner;
  class A { void M() { using var x = y; char c = '"'; } }
}
`);
  assert.deepEqual(
    imports.map(({ line, kind, specifier, names = [] }) =>
      [line, kind, specifier, ...names].join(" ")
    ),
    [
      "4 use System",
      "5 use System.Math static",
      "6 use Acme.Json alias",
      "7 use Acme.Core",
      "18 use Inner namespace Acme.App",
    ],
  );
  assert.deepEqual(extra?.declares, [["Acme.App", "A"]]);
});

Deno.test("C# names: what stands where a type can, attributes, extension methods", () => {
  const { extra } = extract(`using Acme;
namespace Own.Space;
[Marked, Also(typeof(Argument)), Some.Qualified]
[assembly: Targeted]
public class Own : Base<Parameter>, IFace {
  private readonly Field field = new Created(Static.Value) { Member = 1 };
  public Property Name { get; set; }
  public List<Element>? Items { get; }
  public int[] Numbers;
  enum Level { Low, High }
  Own(Dependency parameter) : base(Named: 1) { }
  public async Task<Result> Method<T>([FromBody] Body body) where T : Constraint {
    Call(); this.Extended(); body.Generic<int>().Plain = (Cast)x;
    if (x is Pattern p || y as Other == null) return Text;
    switch (x) { case Positional(1): break; }
    var a = b[Index]; Local.Inner.Deep();
    return await nameof(Named2);
  }
}
static class Helpers { public static void Extend(this Own own) {} }
`);
  assert.deepEqual(
    extra?.uses,
    ("AlsoAttribute Argument Base Body Cast Constraint Created Dependency Element Field FromBodyAttribute " +
      "IFace Index List Local MarkedAttribute Named2 Other Parameter Pattern Positional Property Result Some " +
      "Static T TargetedAttribute Task Text").split(" "),
  );
  assert.deepEqual(extra?.calls, ["Deep 0", "Extended 0", "Generic 0"]);
  assert.deepEqual(extra?.extensions, ["Extend 0 0"]);
});

Deno.test("C# extension methods: what they take, and what calls give", () => {
  const { extra } = extract(`using Acme;
static class Helpers {
  static void None(this Own own) {}
  static void Some<T>([NotNull] this T own, Dictionary<int, string> a, [Optional] int b, int c = 1) {}
  static void Any(ref this Own own, int a, params int[] more) {}
  static void Branched(this Own own,
#if FAST
    int a,
#endif
    int b) {}
  void IFace.Explicit() { }
  void Plain(Own own) {
    a.Zero(); b?.Two(x, (y, z) => new { y, z }); c.One(new Map<int, string>[] { 1, 2 });
    d.Unclear(p < q, r > s); e.Generic<int, int>(1, F(2, 3)); f.Property < 3; base.Same(1); string.Join(1, 2);
    g.Parted(1,
#if FAST
      2,
#endif
      3);
    h.Sorted(from a in b orderby a.X, a.Y select a); h.Sorted2(from a in b where (a.X) < 1 orderby a.Y > 2, a.Z select a);
  }
}
`);
  assert.deepEqual(extra?.extensions, ["None 0 0", "Some 1 3", "Any 1 *", "Branched 0 *"]);
  assert.deepEqual(
    extra?.calls,
    ["Generic 2", "One", "Parted", "Sorted", "Sorted2", "Two 2", "Unclear", "Zero 0"],
  );
});

Deno.test("C# symbols: types and members of every form", () => {
  assert.deepEqual(
    symbols(`namespace A.B
{
  namespace C { public struct S { } }
  public abstract partial class Outer<T> : Base, I where T : class, new()
  {
    public const int One = 1, Two = 2;
    private static readonly string[] Names = { "a" };
    int field = F(1);
    public int Property { get; set; } = new Dictionary<int, int>() { }.Count;
    public int Short => field;
    public string this[int i] { get { return ""; } }
    public event Action Happened { add { } remove { } }
    static Outer() { }
    protected internal Outer(int a) : base(a) { }
    ~Outer() { }
    public abstract Task<int> Later(int a);
    public (int, string) Tuple<U>(Func<int, U> f)
      where U : struct
      => f switch
      {
        _ => (1, ""),
      };
    void I.Explicit() { void Local() { } }
    public static Outer<T> operator +(Outer<T> a, Outer<T> b) => a;
    public static implicit operator bool(Outer<T> a) { return true; }
    private protected class Nested { public void Inner() { } }
    public delegate TOut Convert<in TIn, out TOut>(TIn value);
    public enum Level : byte { Low = 1, High }
    unsafe delegate*<int, void> pointer;
    public record struct Point(int X, int Y);
  }
  internal interface I { void Explicit(); int P { get; } const int K = 1; }
  public record Person(string Name) : Base(Name) { public string Upper() => Name; }
  file class @class { }
}
`),
    [
      "1-35 +namespace A.B",
      "3-3 +namespace A.B.C",
      "3-3 +struct A.B.C.S",
      "4-31 +class A.B.Outer",
      "6-6 +constant A.B.Outer.One",
      "6-6 +constant A.B.Outer.Two",
      "7-7 -constant A.B.Outer.Names",
      "13-13 -method A.B.Outer.Outer",
      "14-14 +method A.B.Outer.Outer",
      "15-15 -method A.B.Outer.~Outer",
      "16-16 +method A.B.Outer.Later",
      "17-22 +method A.B.Outer.Tuple",
      "23-23 -method A.B.Outer.Explicit",
      "24-24 +method A.B.Outer.operator +",
      "25-25 +method A.B.Outer.operator bool",
      "26-26 -class A.B.Outer.Nested",
      "26-26 -method A.B.Outer.Nested.Inner",
      "27-27 +type A.B.Outer.Convert",
      "28-28 +enum A.B.Outer.Level",
      "30-30 +struct A.B.Outer.Point",
      "32-32 -interface A.B.I",
      "32-32 -method A.B.I.Explicit",
      "32-32 -constant A.B.I.K",
      "33-33 +class A.B.Person",
      "33-33 +method A.B.Person.Upper",
      "34-34 -class A.B.class",
    ],
  );
});

Deno.test("C#: broken and hostile texts", () => {
  assert.throws(() => extract('"never closed'), { name: "ParseFailure" });
  assert.equal(extract("using A.B;\nclass C { void M() { if (x) {\n").imports.length, 1);
  for (
    const text of [
      "namespace A { ",
      "class A<",
      "class A { ",
      "[A",
      "{[A,",
      "[,",
      "A<",
      "A.",
      "delegate ",
      "operator ",
      "public ",
      "enum A { ",
      "A => ",
      '$"{',
      '$@"{',
      '"""',
      "$$$",
      "void A(",
      "#if X\n",
      "using A = ",
      "A B { ",
      "a.F(1, ",
      "a.F(a < b, ",
      "a.F<A, ",
      "void F(this A<",
    ]
  ) {
    try {
      extract(`using A.B; class C { ${text.repeat(50_000)}`);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure");
    }
  }
});

function edges(files: Record<string, string>): string[] {
  return resolveAll(csharp, "C#", files).map((edge) =>
    `${edge.from}: ${edge.specifier} -> ${
      edge.resolution === "file" ? edge.to : `${edge.resolution} ${edge.to ?? edge.reason}`
    }`
  );
}

Deno.test("C# edges: the files of a namespace that a file names something of", () => {
  assert.deepEqual(
    edges({
      "App/App.csproj": `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
<ProjectReference Include="..\\Lib\\Lib.csproj" />
<PackageReference Include="Newtonsoft.Json" Version="13.0.1" />
<PackageReference Include="System.Reactive" Version="6.0.0" />
<PackageReference Include="Acme.Sdk.Core" Version="1.0.0" />
</ItemGroup></Project>`,
      "App/Main.cs": `using System;
using System.Reactive.Linq;
using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json.Linq;
using Acme.Lib;
using Acme.Lib.Unused;
using Acme.Sdk;
using Other.Thing;
using Far.Away;
using static Acme.Lib.Constants;
using Short = Acme.Lib.Deep.Type.Nested;
using Acme;
namespace Acme.App {
  using Lib.Inner;
  class Main : Base { [Marked] void M([NotNull] Partial p) { p.Extend(); new Inside(); Value.Test(); } }
}
`,
      "App/Polyfill.cs": "namespace System.Diagnostics.CodeAnalysis { class NotNullAttribute {} }",
      "Lib/Lib.csproj": "<Project />",
      "Lib/Base.cs": "namespace Acme.Lib; public class Base {} class Value {}",
      "Lib/Marked.cs": "namespace Acme.Lib; public class MarkedAttribute {}",
      "Lib/NotNull.cs": "namespace Acme.Lib; public class NotNull {}",
      "Lib/Partial.cs": "namespace Acme.Lib; public partial class Partial {}",
      "Lib/Partial.Two.cs": "namespace Acme.Lib; public partial class Partial {}",
      "Lib/Extensions.cs":
        "namespace Acme.Lib; static class X { public static void Extend(this Partial p) {} }",
      "Lib/OtherNumber.cs":
        "namespace Acme.Lib; static class Y { public static void Extend(this Partial p, int by) {} }",
      "Lib/Quiet.cs": "namespace Acme.Lib; class Quiet { void Extend() {} }",
      "Lib/Constants.cs": "namespace Acme.Lib; static class Constants {}",
      "Lib/Deep.cs": "namespace Acme.Lib.Deep { class Type { class Nested {} } }",
      "Lib/Inner.cs": "namespace Acme.Lib.Inner { class Inside {} }",
      "Lib/Unused.cs": "namespace Acme.Lib.Unused { class Never {} }",
      "Lib/Tests/BaseTests.cs": "namespace Acme.Lib; class Base {}",
      "Copy/Copy.csproj": "<Project />",
      "Copy/Base.cs": "namespace Acme.Lib; public class Base {}",
      "Far1/Far1.csproj": "<Project />",
      "Far1/A.cs": "namespace Far.Away; class Value {}",
      "Far2/Far2.csproj": "<Project />",
      "Far2/A.cs": "namespace Far.Away; class Value {}",
    }),
    [
      "App/Main.cs: System -> builtin System",
      "App/Main.cs: System.Reactive.Linq -> package pkg:nuget/System.Reactive",
      "App/Main.cs: System.Diagnostics.CodeAnalysis -> App/Polyfill.cs",
      "App/Main.cs: System.Diagnostics.CodeAnalysis -> builtin System.Diagnostics.CodeAnalysis",
      "App/Main.cs: Newtonsoft.Json.Linq -> package pkg:nuget/Newtonsoft.Json",
      "App/Main.cs: Acme.Lib -> Lib/Base.cs",
      "App/Main.cs: Acme.Lib -> Lib/Extensions.cs",
      "App/Main.cs: Acme.Lib -> Lib/Marked.cs",
      "App/Main.cs: Acme.Lib -> Lib/Partial.Two.cs",
      "App/Main.cs: Acme.Lib -> Lib/Partial.cs",
      "App/Main.cs: Acme.Sdk -> package pkg:nuget/Acme.Sdk.Core",
      "App/Main.cs: Other.Thing -> package Other.Thing",
      "App/Main.cs: Far.Away -> unresolved several projects declare it, and this one names none of them",
      "App/Main.cs: Acme.Lib.Constants -> Lib/Constants.cs",
      "App/Main.cs: Acme.Lib.Deep.Type.Nested -> Lib/Deep.cs",
      "App/Main.cs: Lib.Inner -> Lib/Inner.cs",
    ],
  );
});

Deno.test("C# edges: without projects every file is seen; shared files state references for all", () => {
  assert.deepEqual(
    edges({
      "Assets/A.cs": "using Game.Core; using UnityEngine; class A : Player {}",
      "Assets/Core/Player.cs": "namespace Game.Core { class Player {} }",
      "src/Directory.Build.props":
        '<Project><ItemGroup><ProjectReference Include="$(MSBuildThisFileDirectory)base/base.csproj" />' +
        '<PackageReference Include="xunit" Version="2" /></ItemGroup></Project>',
      "src/base/base.csproj": "<Project />",
      "src/base/Thing.cs": "namespace Made.Here { class Thing {} }",
      "src/old/packages.config": '<packages><package id="NUnit" version="3.0" /></packages>',
      "src/old/old.csproj": "<Project />",
      "src/old/T.cs": "using NUnit.Framework; using Xunit; using Made.Here; class T { Thing t; }",
    }),
    [
      "Assets/A.cs: Game.Core -> Assets/Core/Player.cs",
      "Assets/A.cs: UnityEngine -> package UnityEngine",
      "src/old/T.cs: NUnit.Framework -> package pkg:nuget/NUnit",
      "src/old/T.cs: Xunit -> package pkg:nuget/xunit",
      "src/old/T.cs: Made.Here -> src/base/Thing.cs",
    ],
  );
});
