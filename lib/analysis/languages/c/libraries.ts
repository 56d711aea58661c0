/** Libraries that a repository's builds ask for, and which of them a header plausibly comes from. */
import { PackageURL } from "packageurl-js";
import { manifestText } from "../../packages/contract.ts";
import { baseName } from "../../paths.ts";
import { readJson } from "../../packages/json.ts";
import { getNodeValue } from "jsonc-parser";
import type { RepositoryView } from "../contract.ts";

const NAMES =
  /^(?:vcpkg\.json|conanfile\.(?:txt|py)|CMakeLists\.txt|configure\.(?:ac|in)|meson\.build)$|\.cmake$/;

export function isLibraryFile(path: string): boolean {
  return NAMES.test(baseName(path));
}

/** Libraries whose headers do not show their names, by the header's first directory or stem. */
const HEADERS: Readonly<Record<string, string>> = {
  gtest: "googletest",
  gmock: "googletest",
  absl: "abseil",
  google: "protobuf",
  event2: "libevent",
  zlib: "zlib",
  zconf: "zlib",
  png: "libpng",
  jpeglib: "libjpeg",
  expat: "expat",
  ft2build: "freetype",
  GL: "opengl",
  GLFW: "glfw",
  SDL2: "sdl2",
  SDL: "sdl",
  Eigen: "eigen",
  uv: "libuv",
  libxml: "libxml2",
  "nlohmann": "nlohmann_json",
  catch2: "catch2",
  Python: "python",
  lua: "lua",
  openssl: "openssl",
  curl: "curl",
  sqlite3: "sqlite3",
  yaml: "libyaml",
  "yaml-cpp": "yaml-cpp",
  readline: "readline",
  bzlib: "bzip2",
  lzma: "xz",
  unicode: "icu",
  opencv2: "opencv",
  tiffio: "tiff",
  hdf5: "hdf5",
};

/** Declared names in lower case, without punctuation, to what `Resolved.to` says of them. */
export type Libraries = ReadonlyMap<string, string>;

export function readLibraries(view: RepositoryView): Libraries {
  const found = new Map<string, string>();
  const add = (name: string, to = name) => {
    const key = keyOf(name);
    if (key !== "" && !found.has(key)) found.set(key, to);
  };
  for (const path of view.paths) {
    if (!isLibraryFile(path)) continue;
    const text = manifestText(view, path);
    if (text === null) continue;
    const name = baseName(path);
    if (name === "vcpkg.json") { for (const one of vcpkg(text)) add(one); }
    else if (name.startsWith("conanfile")) {
      for (
        const [, one] of text.matchAll(
          /(?:^\s*|["'])([a-z0-9_][\w+.-]*)\/[\w[\]<>=*.~^-]+(?:@[\w/.-]*)?\s*(?:["',)]|$)/gm,
        )
      ) {
        add(
          one!,
          new PackageURL("conan", undefined, one!, undefined, undefined, undefined).toString(),
        );
      }
    } else {
      const code = text.replace(/^\s*(?:#|dnl\b)[^\n]*/gm, "");
      for (const [, one] of code.matchAll(/\bfind_(?:package|dependency)\s*\(\s*([\w.+-]+)/gi)) {
        add(one!);
      }
      for (
        const [, list] of code.matchAll(/\bpkg_(?:check|search)_modules?\s*\(\s*\w+([^()]*)\)/gi)
      ) {
        for (const one of list!.match(/[A-Za-z][\w.+-]*/g) ?? []) {
          if (!/^(?:REQUIRED|QUIET|IMPORTED_TARGET|GLOBAL)$/.test(one)) add(one);
        }
      }
      for (
        const [, list] of code.matchAll(/\bPKG_CHECK_MODULES\s*\(\s*\[?\w+\]?\s*,\s*\[?([^\]),]*)/g)
      ) {
        for (const one of list!.match(/[A-Za-z][\w.+-]*/g) ?? []) add(one);
      }
      for (const [, one] of code.matchAll(/\bdependency\s*\(\s*'([\w.+-]+)'/g)) add(one!);
    }
  }
  return found;
}

function vcpkg(text: string): string[] {
  const root = readJson(text).root;
  const value = root?.type === "object" ? getNodeValue(root) : {};
  const list: unknown[] = Array.isArray(value.dependencies) ? value.dependencies : [];
  return list.flatMap((one) => {
    const name = typeof one === "string" ? one : (one as { name?: unknown })?.name;
    return typeof name === "string" ? [name] : [];
  });
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "").replace(/^lib(?=\w{2})/, "").replace(
    /(?<=[a-z])\d+$/,
    "",
  );
}

/** The declared library of a header; null where none shows in its name. */
export function libraryOf(header: string, libraries: Libraries): string | null {
  const first = header.split("/")[0]!.replace(/\.\w+$/, "");
  const known = Object.hasOwn(HEADERS, first) ? HEADERS[first]! : null;
  for (const name of [known, first]) {
    const found = name === null ? undefined : libraries.get(keyOf(name));
    if (found !== undefined) return found;
  }
  return null;
}

/** What an undeclared header's package is called: its first directory, else the header itself. */
export function packageOfHeader(header: string): string {
  const slash = header.indexOf("/");
  return slash > 0 ? header.slice(0, slash) : header;
}
