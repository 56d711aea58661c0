/** Extracts and resolves every file of one language, as the pipeline does, without the pipeline. */
import type { BlobFacts } from "../../lib/analysis/facts.ts";
import type { Analyzer } from "../../lib/analysis/languages/contract.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { viewOf } from "./repository_view.ts";

export function factsOf(
  analyzer: Analyzer,
  language: string,
  text: string,
): BlobFacts {
  const { imports, symbols, lines, extra } = analyzer.extract({ language, text });
  return {
    language,
    binary: false,
    lfsPointer: false,
    lines: lines ?? { code: 0, comment: 0, blank: 0 },
    generated: false,
    imports,
    ...(symbols ? { symbols } : {}),
    ...(extra ? { extra } : {}),
  };
}

/** A row for each import and each definition, as the oracles of such languages print theirs. */
export function syntaxRows(
  analyzer: Analyzer,
  language: string,
  files: Record<string, string>,
): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const { imports, symbols = [] } = factsOf(analyzer, language, text);
    return [
      ...imports.map(({ line, specifier }) => [path, "import", line, specifier]),
      ...symbols.map((one) => [
        path,
        one.kind,
        one.line,
        one.endLine,
        one.container ?? "",
        one.name,
        one.exported,
      ]),
    ].map((fields) => fields.join("\t"));
  });
}

const SOURCES: Record<string, RegExp> = {
  Shell: /\.(sh|bash|bats|zsh)$/,
  Ruby: /\.(rb|rake)$/,
  PHP: /\.php$/,
  Python: /\.pyi?$/,
  Go: /\.go$/,
  Java: /\.java$/,
  Groovy: /\.(groovy|gradle)$/,
  Kotlin: /\.kts?$/,
  C: /\.c$/,
  "C++": /\.(h|hh|hpp|hxx|cc|cpp|cxx|cppm|ixx|inc|inl|ipp|tcc|cu|cuh|m|mm)$/,
  Rust: /\.rs$/,
  "C#": /\.cs$/,
  Scala: /\.(scala|sc|sbt)$/,
  Swift: /\.swift$/,
  Dart: /\.dart$/,
};

export function resolveAll(
  analyzer: Analyzer,
  language: string,
  files: Record<string, string>,
): MapDependency[] {
  return resolveTogether([[analyzer, language]], files);
}

/** For languages that import each other: each file by the first analyzer whose language it is in. */
export function resolveTogether(
  analyzers: readonly (readonly [Analyzer, language: string])[],
  files: Record<string, string>,
): MapDependency[] {
  const facts = new Map<string, BlobFacts>();
  const owners = new Map<string, Analyzer>();
  for (const [path, text] of Object.entries(files)) {
    const [analyzer, language] = analyzers.find(([, name]) => SOURCES[name]!.test(path)) ?? [];
    if (!analyzer) continue;
    facts.set(path, factsOf(analyzer, language!, text));
    owners.set(path, analyzer);
  }
  const view = viewOf(files, facts);
  const resolvers = new Map(analyzers.map(([analyzer]) => [analyzer, analyzer.resolver(view)]));
  return [...facts].flatMap(([from, { imports }]) =>
    imports.flatMap((imported) => {
      const resolved = resolvers.get(owners.get(from)!)!.resolve(from, imported);
      return resolved.map(({ specifier, ...edge }): MapDependency => ({
        from,
        ...edge,
        specifier: specifier ?? imported.specifier,
        line: imported.line,
        kind: imported.kind,
        type_only: imported.typeOnly,
      }));
    })
  );
}
