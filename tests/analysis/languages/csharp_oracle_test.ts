/**
 * Our edges against Mono's compiler: what the compiled code of each file uses, by its debug symbols.
 * On a directory made for it; real trees were compared once, by hand (docs/accuracy.md). Skipped,
 * visibly, where Mono is not installed (Debian: mono-devel).
 */
import assert from "node:assert/strict";
import { csharp } from "../../../lib/analysis/languages/csharp.ts";
import { askMono, type CSharpFindings } from "../../support/csharp_oracle.ts";
import { resolveAll } from "../../support/resolve_all.ts";

const MADE: Record<string, string> = {
  "Core/Core.csproj": "<Project><PropertyGroup /></Project>",
  "Core/Shapes.cs": `namespace Acme.Core {
  public interface IShape { double Area { get; } }
  public enum Colour { Red, Green }
  public delegate void Painted(IShape shape);
  public struct Point { public int X, Y; }
}
`,
  "Core/Circle.cs": `namespace Acme.Core {
  public partial class Circle : IShape { public double Area { get { return Limits.Most; } } }
}
`,
  "Core/Circle.More.cs": `namespace Acme.Core {
  public partial class Circle { public Colour Colour { get; set; } public Point Centre; }
}
`,
  "Core/Limits.cs": `namespace Acme.Core {
  public static class Limits { public const int Most = 3, Least = 1; public static int Now; }
}
`,
  "Core/Marked.cs": `using System;
namespace Acme.Core { public class MarkedAttribute : Attribute { public Type Of; } }
`,
  "Core/Text/Words.cs": `namespace Acme.Core.Text {
  public static class Words { public static string Twice(this string text) { return text + text; } }
  public static class Lists { public static int Count2<T>(this T[] list) { return list.Length; } }
}
`,
  "Core/Text/Times.cs": `namespace Acme.Core.Text {
  public static class Times { public static string Twice(this string text, int times) { return text; } }
}
`,
  "Core/Text/Parser.cs": `namespace Acme.Core.Text {
  public class Parser<T> where T : new() { public class Error : System.Exception {} public T Read() { return new T(); } }
}
`,
  "Core/Unused.cs": "namespace Acme.Core { public class Unused {} public class Name {} }\n",
  "Core/Other.cs":
    "namespace Acme.Other { public class Thing { public static int Made() { return 1; } } }\n",
  "App/App.csproj": `<Project><ItemGroup>
<ProjectReference Include="../Core/Core.csproj" /></ItemGroup></Project>
`,
  "App/Types.cs": `using System;
using Acme.Core;
using Acme.Core.Text;
namespace Acme.App {
  // Unused, in a comment
  [Marked(Of = typeof(Point))]
  class Holder : IShape {
    event Painted Done;
    public double Area { get { return 0; } }
    public string Name { get; set; }
    Parser<Holder> parser;
    void Fire() { if (Done != null) Done(this); }
    string Text() { return "Unused"; }
  }
}
`,
  "App/Bodies.cs": `using Acme.Core;
using Acme.Core.Text;
namespace Acme.App {
  class Bodies {
    object Make(object given) {
      try { if (given is Circle) return ((Circle)given).Centre; }
      catch (Parser<object>.Error) { }
      return "a".Twice();
    }
  }
}
`,
  "Core/Text/Queries.cs": `namespace Acme.Core.Text {
  public static class Queries { public static string With(this string text, object more) { return text; } }
}
`,
  "App/Sorted.cs": `using System.Linq;
using Acme.Core.Text;
namespace Acme.App {
  class Sorted {
    string All(string[] all) { return "a".With(from one in all orderby one.Length, one select one); }
  }
}
`,
  "App/Values.cs": `namespace Acme.App {
  using Core;
  class Values { int most = Limits.Least; object red = Colour.Red; int Limit() { return new int[0].Length; } }
}
`,
  "App/Forms.cs": `using static Acme.Other.Thing;
using Round = Acme.Core.Circle;
namespace Acme.App { class Forms { int x = Made(); Round round; } }
`,
  "App/Bounds.cs": `using Acme.Core;
using Acme.Core.Text;
using Acme.Other;
namespace Acme.App {
  class Bounds<T> where T : IShape {
    System.Collections.Generic.List<Point> points;
    int All(int[] a) { System.Func<int> f = () => a.Count2(); return f() + Limits.Now; }
  }
}
`,
};

const spaceOf = (type: string) => type.slice(0, Math.max(0, type.lastIndexOf(".")));
const nameOf = (type: string) => type.slice(type.lastIndexOf(".") + 1);

/** A file's text without comments and literals, and without blanks around dots. */
function codeOf(text: string): string {
  const literals = /\/\*[^]*?\*\/|\/\/.*|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g;
  return text.replace(literals, " ").replace(/\s*\.\s*/g, ".");
}

/** `importer`, a tab, `file` for each use through a using of a type that the importer names. */
function theirEdges(found: CSharpFindings, files: Record<string, string>): Set<string> {
  const filesOf = new Map<string, string[]>();
  for (const [path, types] of found.declares) {
    for (const type of types) filesOf.set(type, [...filesOf.get(type) ?? [], path]);
  }
  const edges = new Set<string>();
  for (const [from, text] of Object.entries(files)) {
    const code = codeOf(text);
    const around = new Set([...found.declares.get(from) ?? []].flatMap((type) => {
      const spaces: string[] = [];
      for (let at = spaceOf(type); at !== ""; at = spaceOf(at)) spaces.push(at);
      return spaces;
    }));
    const spaces = [...found.usings.get(from) ?? []];
    const imported = (type: string) =>
      !around.has(spaceOf(type)) &&
      spaces.some((name) =>
        [name, ...[...around].map((at) => `${at}.${name}`)].includes(spaceOf(type))
      );
    const add = (type: string) => {
      for (const to of filesOf.get(type) ?? []) if (to !== from) edges.add(`${from}\t${to}`);
    };
    const names = (name: string) => new RegExp(`(?<![.\\w])${name}\\b`).test(code);
    for (const type of [...found.uses.get(from) ?? [], ...found.mayUse.get(from) ?? []]) {
      const name = nameOf(type);
      if (imported(type) && (names(name) || names(name.replace(/Attribute$/, "")))) add(type);
    }
    for (const type of found.usedTypes.get(from) ?? []) add(type);
    for (const extension of found.extensions.get(from) ?? []) {
      const type = extension.split("\t")[0]!;
      if (imported(type)) add(type);
    }
    for (const [type, constants] of found.constants) {
      if (imported(type) && [...constants].some(names)) add(type);
    }
  }
  return edges;
}

Deno.test("C# edges agree with Mono's compiler", async () => {
  const scratch = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [path, text] of Object.entries(MADE)) {
      const place = `${scratch}/made/${path}`;
      await Deno.mkdir(place.slice(0, place.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(place, text);
    }
    const sources = Object.keys(MADE).filter((path) => path.endsWith(".cs"));
    const found = await askMono(`${scratch}/made`, sources, scratch);
    if (!found) {
      console.log("      skipped: Mono's compiler and Cecil are not installed (mono-devel)");
      return;
    }
    const theirs = theirEdges(found, MADE);
    const ours = new Set(
      resolveAll(csharp, "C#", MADE).filter(({ resolution }) => resolution === "file")
        .map(({ from, to }) => `${from}\t${to}`),
    );
    console.log(`      ${theirs.size} edges of Mono's`);
    assert.equal(theirs.size, 16, "Mono found other than what the files say");
    assert.deepEqual([...ours].filter((edge) => !theirs.has(edge)), [], "invented");
    assert.deepEqual([...theirs].filter((edge) => !ours.has(edge)), [], "missing");
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
});
