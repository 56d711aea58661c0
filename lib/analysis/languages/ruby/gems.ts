/** The gem that a required path comes from. */
import { gemPurl } from "../../packages/purl.ts";

/** First names of paths, or two, that their gems do not show. */
const KNOWN = new Map([
  ["abstract_controller", "actionpack"],
  ["action_controller", "actionpack"],
  ["action_dispatch", "actionpack"],
  ["action_mailer", "actionmailer"],
  ["action_pack", "actionpack"],
  ["action_view", "actionview"],
  ["active_job", "activejob"],
  ["active_model", "activemodel"],
  ["active_record", "activerecord"],
  ["active_storage", "activestorage"],
  ["active_support", "activesupport"],
  ["bootsnap/setup", "bootsnap"],
  ["concurrent", "concurrent-ruby"],
  ["cucumber/rails", "cucumber-rails"],
  ["rails/generators", "railties"],
  ["rspec/core", "rspec-core"],
  ["sprockets/railtie", "sprockets-rails"],
  ["test/unit", "test-unit"],
  ["zip", "rubyzip"],
]);

const plain = (name: string) => name.toLowerCase().replace(/[-_]/g, "");

/**
 * The purl without version: of the declared gem whose name the path spells, the longest part first
 * (`rspec/rails` is `rspec-rails`, `active_record` is `activerecord`); else by a table; else the
 * path's first name.
 */
export function gemOf(path: string, declared: ReadonlySet<string>): string {
  const declaredGem = declaredGemOf(path, declared);
  if (declaredGem !== null) return purl(declaredGem);
  const parts = path.split("/");
  const known = KNOWN.get(parts.slice(0, 2).join("/")) ?? KNOWN.get(parts[0]!);
  return purl(known ?? parts[0]!);
}

/** Null where no declared gem has the path's name. */
export function declaredGemOf(path: string, declared: ReadonlySet<string>): string | null {
  const byPlain = new Map([...declared].map((name) => [plain(name), name]));
  const parts = path.split("/");
  for (let length = Math.min(parts.length, 6); length > 0; length--) {
    const written = parts.slice(0, length);
    const known = KNOWN.get(written.join("/"));
    if (known !== undefined && declared.has(known)) return known;
    const gem = byPlain.get(plain(written.join("")));
    if (gem !== undefined) return gem;
  }
  return null;
}

function purl(name: string): string {
  return gemPurl(name) ?? name;
}
