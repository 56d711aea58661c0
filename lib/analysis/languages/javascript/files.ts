/** Which file a path without certainty of its extension means, by TypeScript's rules. */
import type { RepositoryView } from "../contract.ts";
import { join } from "./paths.ts";

/** How the importing file sees a module: declarations stand for JavaScript only in TypeScript. */
export interface Importer {
  typescript: boolean;
  /** `require()` rather than `import`. */
  commonJs: boolean;
}

const TYPESCRIPT_ORDER = [".ts", ".tsx", ".d.ts", ".js", ".jsx"];
const JAVASCRIPT_ORDER = [".ts", ".tsx", ".js", ".jsx", ".d.ts"];
/** What Node and bundlers add to the list; the last ones are components of frameworks. */
const LATER = [".mts", ".d.mts", ".cts", ".d.cts", ".mjs", ".cjs", ".json", ".vue", ".svelte"];

/** An import names the JavaScript that a TypeScript file becomes. */
const WRITTEN_AS: readonly [written: string, sources: readonly string[], types: string][] = [
  [".js", [".ts", ".tsx"], ".d.ts"],
  [".jsx", [".tsx", ".ts"], ".d.ts"],
  [".mjs", [".mts"], ".d.mts"],
  [".cjs", [".cts"], ".d.cts"],
];
/** What a name with TypeScript's own extension means to the compiler where no such file is there. */
const STANDS_FOR: readonly [written: string, others: readonly string[]][] = [
  [".d.ts", [".ts", ".tsx", ".js", ".jsx"]],
  [".d.mts", [".mts", ".mjs"]],
  [".d.cts", [".cts", ".cjs"]],
  [".ts", [".tsx", ".d.ts", ".js", ".jsx"]],
  [".tsx", [".ts", ".d.ts", ".jsx", ".js"]],
  [".mts", [".d.mts", ".mjs"]],
  [".cts", [".d.cts", ".cjs"]],
];
const PLATFORMS = [".ios", ".android", ".native", ".web", ".macos", ".windows"];

export class Files {
  constructor(readonly view: RepositoryView) {}

  /** The file that `path` names, with another or an added extension; never a directory's index. */
  file(path: string, importer: Importer): string | null {
    if (path === "") return null;
    for (const [written, sources, types] of WRITTEN_AS) {
      if (!path.endsWith(written)) continue;
      const stem = path.slice(0, -written.length);
      for (const extension of sources) if (this.view.has(stem + extension)) return stem + extension;
      if (!importer.typescript && this.view.has(path)) return path;
      if (this.view.has(stem + types)) return stem + types;
    }
    if (this.view.has(path)) return path;
    // declarations keep the ".ts" of their sources' imports, but are published beside ".d.ts"
    const standsFor = importer.typescript
      ? STANDS_FOR.find(([written]) => path.endsWith(written))
      : undefined;
    for (const extension of standsFor?.[1] ?? []) {
      const other = path.slice(0, -standsFor![0].length) + extension;
      if (this.view.has(other)) return other;
    }
    const order = importer.typescript ? TYPESCRIPT_ORDER : JAVASCRIPT_ORDER;
    for (const extension of order) if (this.view.has(path + extension)) return path + extension;
    for (const extension of LATER) if (this.view.has(path + extension)) return path + extension;
    return null;
  }

  /** The `index` of a directory. */
  index(directory: string, importer: Importer): string | null {
    if (!this.view.hasDirectory(directory)) return null;
    const path = join(directory, "index");
    return path === null ? null : this.file(path, importer);
  }

  /** React Native's variants of a module (`x.ios.js`, `x.android.js`), which replace each other. */
  platforms(path: string, importer: Importer): string[] {
    return PLATFORMS.flatMap((platform) => this.file(path + platform, importer) ?? []);
  }
}
