/** The Composer package that a class of another project comes from, where one can be told. */
import { composerPurl } from "../../packages/purl.ts";
import type { ComposerProject } from "./composer.ts";

/** Namespaces of packages whose names do not show them, or only by a rule of their vendor's. */
const KNOWN: readonly (readonly [namespace: string, name: string])[] = [
  ["Carbon", "nesbot/carbon"],
  ["Doctrine\\Common\\Collections", "doctrine/collections"],
  ["Doctrine\\Persistence", "doctrine/persistence"],
  ["Faker", "fakerphp/faker"],
  ["GuzzleHttp\\Promise", "guzzlehttp/promises"],
  ["GuzzleHttp\\Psr7", "guzzlehttp/psr7"],
  ["GuzzleHttp", "guzzlehttp/guzzle"],
  ["Illuminate", "laravel/framework"],
  ["Laminas\\Diactoros", "laminas/laminas-diactoros"],
  ["League\\OAuth2\\Client", "league/oauth2-client"],
  ["Mockery", "mockery/mockery"],
  ["PHPUnit", "phpunit/phpunit"],
  ["PhpParser", "nikic/php-parser"],
  ["PHPStan", "phpstan/phpstan"],
  ["Psr\\Cache", "psr/cache"],
  ["Psr\\Http\\Client", "psr/http-client"],
  ["Psr\\Http\\Message", "psr/http-message"],
  ["Psr\\Http\\Server", "psr/http-server-handler"],
  ["Psr\\SimpleCache", "psr/simple-cache"],
  ["Ramsey\\Uuid", "ramsey/uuid"],
  ["Sentry\\Laravel", "sentry/sentry-laravel"],
  ["Sentry", "sentry/sentry"],
  ["Symfony\\Bridge\\PhpUnit", "symfony/phpunit-bridge"],
  ["Symfony\\Component\\Routing", "symfony/routing"],
];

/**
 * The package's purl without version, else the first two names of the namespace: by the prefixes of
 * the lock file's packages, by a table, then by the declared package whose name shows in the
 * namespace.
 * @param name qualified, without the first backslash
 */
export function packageOf(name: string, project: ComposerProject | null): string {
  const segments = name.split("\\");
  const found = byLock(name, project) ?? byTable(name, project) ?? byName(segments, project) ??
    null;
  const purl = found === null ? null : composerPurl(found);
  return purl ?? segments.slice(0, segments.length > 2 ? 2 : 1).join("\\");
}

function byLock(name: string, project: ComposerProject | null): string | null {
  let best: { name: string; length: number } | null = null;
  for (const locked of project?.locked ?? []) {
    for (const prefix of locked.prefixes) {
      if (!name.startsWith(prefix) || prefix.length <= (best?.length ?? 0)) continue;
      best = { name: locked.name, length: prefix.length };
    }
  }
  return best?.name ?? null;
}

function byTable(name: string, project: ComposerProject | null): string | null {
  for (const [namespace, known] of KNOWN) {
    if (name !== namespace && !name.startsWith(`${namespace}\\`)) continue;
    // Laravel's parts are packages of their own too.
    if (known === "laravel/framework" && !project?.requires.includes(known)) {
      const part = `illuminate/${name.split("\\")[1]?.toLowerCase()}`;
      if (project?.requires.includes(part)) return part;
    }
    return known;
  }
  return null;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Names between a vendor's and a package's that say what kind it is. */
const LAYERS = new Set(["component", "bundle", "bridge", "contracts", "polyfill"]);

/** The declared package whose vendor and name the namespace spells, the longest name first. */
function byName(segments: readonly string[], project: ComposerProject | null): string | null {
  const vendor = plain(segments[0]!);
  const layered = LAYERS.has(plain(segments[1] ?? ""));
  const rest = segments.slice(layered ? 2 : 1, -1).map(plain);
  const layer = layered ? plain(segments[1]!) : "";
  let best: string | null = null;
  let most = 0;
  for (const required of project?.requires ?? []) {
    const [owner = "", name = ""] = required.split("/").map(plain);
    let score = 0;
    if (owner === vendor) {
      for (let length = rest.length; length > 0 && score === 0; length--) {
        const joined = rest.slice(0, length).join("");
        const names = [joined, joined + layer, vendor + joined, `php${joined}`, `${joined}php`];
        if (names.includes(name)) score = 10 * length + 5;
      }
      if (score === 0 && (name === vendor || name === `${vendor}php`)) score = 4;
    } else if (name === vendor || name === `php${vendor}` || name === `${vendor}php`) score = 3;
    if (score > most) {
      best = required;
      most = score;
    }
  }
  return best;
}
