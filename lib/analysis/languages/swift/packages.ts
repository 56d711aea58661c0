/** Which package outside of the repository a module comes from: SwiftPM's and CocoaPods'. */
import { manifestText } from "../../packages/contract.ts";
import { podNames } from "../../packages/cocoapods.ts";
import { cocoapodsPurl } from "../../packages/purl.ts";
import { pinsOf, remotesOf, swiftKey } from "../../packages/swift.ts";
import { baseName, compareCodeUnits, directoryOf, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import type { Module } from "./modules.ts";

/** Modules of packages that are not named after them, by the package's identity. */
const KNOWN: readonly (readonly [module: RegExp, identity: string])[] = [
  [
    /^_?NIO(?:Core|Posix|Embedded|Concurrency\w*|Foundation\w*|HTTP1|WebSocket|FileSystem\w*|TLS|TestUtils|Async\w*)?$/,
    "swift-nio",
  ],
  [/^NIOSSL$/, "swift-nio-ssl"],
  [/^(?:NIOHTTP2|NIOHPACK)$/, "swift-nio-http2"],
  [/^Logging$/, "swift-log"],
  [/^(?:Core)?Metrics$/, "swift-metrics"],
  [/^(?:_CryptoExtras|CryptoExtras|Crypto)$/, "swift-crypto"],
  [/^ArgumentParser$/, "swift-argument-parser"],
  [
    /^(?:Swift(?:Syntax|Parser|Operators|Diagnostics|CompilerPlugin)\w*|SwiftBasicFormat)$/,
    "swift-syntax",
  ],
  [
    /^(?:_?(?:Collections|SortedCollections)|(?:Bit|HashTree|Ordered)Collections|(?:Deque|Heap|_?Rope)Module)$/,
    "swift-collections",
  ],
  [/^(?:XCTVapor|VaporTesting)$/, "vapor"],
];

/**
 * @returns the package's address in a map for a module that this file imports; null where none is
 *   declared (`asked`: by this repository itself, not only pinned for a package that it asks for)
 */
export function packagesOf(
  view: RepositoryView,
): (from: string, module: string, own: Module | null, asked?: "asked") => string | null {
  /** Directory -> what its manifests and lock files declare. */
  const places = new Map<string, Map<string, string>>();
  const pods = new Map<string, string>();
  const everywhere = new Map<string, string>();
  for (const path of view.paths) {
    const name = baseName(path);
    const directory = directoryOf(path);
    if (name === "Package.swift") {
      places.set(
        directory,
        new Map(remotesOf(view, path).map((one) => [identityOf(one), swiftKey(one)])),
      );
    } else if (name === "Package.resolved") {
      for (const location of pinsOf(view, path)) {
        everywhere.set(identityOf(location), swiftKey(location));
      }
    } else if (name === "Podfile" || name === "Podfile.lock") {
      for (const pod of podNames(manifestText(view, path) ?? "", name)) {
        const root = pod.split("/")[0]!;
        pods.set(root.toLowerCase().replace(/[^\w]/g, "_"), cocoapodsPurl(root) ?? root);
      }
    }
  }

  return (from, module, own, asked) => {
    for (const directory of upwards(directoryOf(from))) {
      const declared = places.get(directory);
      const found = declared && inPackages(declared, module, own);
      if (found) return found;
    }
    return (asked ? null : inPackages(everywhere, module, null)) ??
      pods.get(module.toLowerCase()) ??
      null;
  };
}

/** SwiftPM's identity of a package: the last part of its location, in lower case. */
function identityOf(location: string): string {
  return baseName(location).toLowerCase();
}

function inPackages(
  declared: ReadonlyMap<string, string>,
  module: string,
  own: Module | null,
): string | null {
  const said = own?.dependencies.find((one) => one.package !== null && same(one.name, module));
  const named = said && declared.get(said.package!.toLowerCase());
  if (named) return named;
  for (const [identity, key] of declared) if (same(identity, module)) return key;
  for (const [pattern, identity] of KNOWN) {
    const key = pattern.test(module) ? declared.get(identity) : undefined;
    if (key) return key;
  }
  // a product's other modules mostly begin with its name: `FirebaseAuth` of `firebase-ios-sdk`
  const products = (own?.dependencies ?? []).filter((one) =>
    one.package !== null && begins(module, one.name)
  ).sort((a, b) => b.name.length - a.name.length || compareCodeUnits(a.name, b.name));
  return declared.get(products[0]?.package?.toLowerCase() ?? "") ?? null;
}

const plain = (name: string) =>
  name.toLowerCase().replace(/^swift[-_.]|[-_.](?:swift|ios)$/g, "").replace(/[-_.]/g, "");
const same = (name: string, module: string) => plain(name) === plain(module);
const begins = (module: string, product: string) =>
  product.length > 3 && plain(module).startsWith(plain(product));
