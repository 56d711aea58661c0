/** Extracts and resolves every file of one language, as the pipeline does, without the pipeline. */
import type { BlobFacts } from "../../lib/analysis/facts.ts";
import type { Analyzer, Grammars } from "../../lib/analysis/languages/contract.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { viewOf } from "./repository_view.ts";

export function factsOf(
  analyzer: Analyzer,
  grammars: Grammars,
  language: string,
  text: string,
): BlobFacts {
  const { imports, symbols, lines, extra } = analyzer.extract({ language, text }, grammars);
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

const SOURCES: Record<string, RegExp> = { Python: /\.pyi?$/, Go: /\.go$/, Java: /\.java$/ };

export function resolveAll(
  analyzer: Analyzer,
  grammars: Grammars,
  language: string,
  files: Record<string, string>,
): MapDependency[] {
  const facts = new Map<string, BlobFacts>();
  for (const [path, text] of Object.entries(files)) {
    if (SOURCES[language]!.test(path)) {
      facts.set(path, factsOf(analyzer, grammars, language, text));
    }
  }
  const resolver = analyzer.resolver(viewOf(files, facts));
  return [...facts].flatMap(([from, { imports }]) =>
    imports.flatMap((imported) => {
      const resolved = resolver.resolve(from, imported);
      if (resolved.length === 0) throw new Error(`no edge for ${imported.specifier} in ${from}`);
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
