/** Resolves what shell scripts source; the rules are in docs/accuracy.md. */
import { directoryOf, normalise } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";

export function shellResolver(view: RepositoryView): Resolver {
  function fileAt(directory: string, path: string, bats: boolean): string | null {
    const target = normalise(directory, path);
    if (target === null) return null;
    // bats adds the extension itself
    for (const suffix of bats ? [".bash", ".sh", ""] : [""]) {
      if (view.has(target + suffix)) return target + suffix;
    }
    return null;
  }

  return {
    resolve(from, { specifier, dynamic, names }) {
      if (dynamic !== undefined) return [unresolved(dynamic)];
      if (specifier.startsWith("/")) return [unresolved("an absolute path")];
      const bats = names?.[0] === "bats";
      const own = directoryOf(from);
      const [, base, below = ""] = /^__(DIR|ROOT)__(?:\/(.*))?$/s.exec(specifier) ?? [];
      if (base !== undefined || bats) {
        const directory = base === "ROOT" ? "" : own;
        const path = base === undefined ? specifier : below.replace(/^\/+/, "");
        const file = fileAt(directory, path, bats);
        if (file !== null) return [{ to: file, resolution: "file" }];
        const outside = normalise(directory, path) === null;
        return [unresolved(outside ? "the path leaves the repository" : "no such file")];
      }
      // From the directory that it is run in: that is most often the script's own or the root.
      const files = [fileAt(own, specifier, false), fileAt("", specifier, false)];
      const found = new Set(files.filter((file) => file !== null && file !== from));
      if (found.size > 1) return [unresolved("which file it is depends on the working directory")];
      const [file] = found;
      return [file ? { to: file, resolution: "file" } : unresolved("no such file")];
    },
  };
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}
