/**
 * Where a file comes from, by its path: written here, copied from elsewhere (vendored), made by a
 * program (generated), a test. Rules after GitHub linguist's vendor.yml, documentation.yml and
 * generated.rb and each ecosystem's test conventions; docs/accuracy.md says where they differ.
 */
import { lineSyntax } from "./line_syntax.ts";

/**
 * linguist also counts as vendored what is only no part of a repository's statistics (`.github`,
 * `.gitignore`, `Jenkinsfile`, `*.d.ts`, `testdata`, `cache`), and names that own code has as well
 * (`react-x.js`, `env/`, `controls.js`). Here it means that nobody in this repository maintains it.
 */
const VENDORED: readonly RegExp[] = [
  /(^|\/)(node_modules|bower_components|jspm_packages|web_modules|xvba_modules|flow-typed)\//,
  /(^|\/)(_?vendors?|Vendors?|V+endor|_vendored|[Tt]hird[-_]?[Pp]arty|3rd[-_]?[Pp]arty|[Ee]xtern(als?)?|Carthage|Pods|Godeps)\//,
  /^([Dd]ependencies|deps)\//,
  /(^|\/)(\.yarn\/(releases|plugins|sdks|cache|unplugged)|\.pnp\.(c|m)?js)/,
  /(^|\/)(dist\/|jquery([.-]\d[^/]*)?\.(min\.)?js$)/,
  /(^|\/)(bootstrap|font-?awesome|normalize|animate|modernizr|foundation|angular|d3|prototype|mootools|ace)([.-][\w.]*)?\.min\.(js|css)$/,
  /(^|\/)(gradlew(\.bat)?$|gradle\/wrapper\/|mvnw(\.cmd)?$|\.mvn\/wrapper\/)/,
  /(^|\/)(activator(\.bat)?|waf|erlang\.mk|cpplint\.py|dotnet-install\.(ps1|sh)|run\.n)$|^rebar$/,
  /(^|\/)(configure|ltmain\.sh|install-sh|depcomp|missing|test-driver|ylwrap)$/,
  /(^|\/)(MathJax|ace-builds|bootstrap-datepicker|extjs|admin_media|puphpet|\.google_apis|Sparkle)\//,
  /(^|\/)(Crashlytics|Fabric|BuddyBuildSDK|Realm)\.framework\/|\.(xctemplate|imageset)\//,
  /(^|\/)[Cc]ode[Mm]irror\/(\d+\.\d+\/)?(lib|mode|theme|addon|keymap|demo)/,
  /(^|\/)tiny_mce([^./]*\.js$|\/(langs|plugins|themes|utils))/,
  /(^|\/)[Pp]ackages\/.+\.\d+\//,
  /(\.|-)min\.(js|css)$|-vsdoc\.js$|\.intellisense\.js$/,
  /(^|\/)jquery([^./]*|[-.](ui|effects|fn|validate|fancybox|fileupload|dataTables|unobtrusive)[\w.-]*)\.(js|css)$/,
  /(^|\/)(bootstrap([.-][\w.-]*)?|font-?awesome|foundation|normalize|skeleton|animate|materialize|bulma|fontello[\w-]*)\.(css|less|s[ac]ss|styl)$/,
  /(^|\/)(bootstrap([.-][\w.-]*)?|materialize|foundation(\.[\w.]+)?|html5shiv|ckeditor|dojo|MochiKit|fuelux|bootbox|pdf\.worker|Chart|cordova(-\d[\d.]*)?|shBrush\w*|shCore|shLegacy|leaflet\.(draw-src|spin))\.js$/,
  /(^|\/)(modernizr[-.](\d[\d.]*|custom\.\d+)|knockout-[\d.]+(debug)?|mootools[\w-]*\d[\d.]*|d3\.v\d+|jquery-[\d.]+|prototype[-.]\d[\d.]*|[Mm]icrosoft([Mm]vc)?([Aa]jax|[Vv]alidation)(\.debug)?)\.?js$/,
  /(^|\/)(config\.guess|config\.sub|aclocal\.m4|lib?tool\.m4|lt(options|sugar|version|~obsolete)\.m4)/,
  /(^|\/)(site-packages|\.?venv|\.virtualenv|\.bundle)\//,
  /(^|\/)\.(vscode|idea)\//,
];

const GENERATED: readonly RegExp[] = [
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock)$/,
  /(^|\/)(Cargo\.lock|Gemfile\.lock|composer\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|go\.sum|go\.work\.sum|flake\.lock|mix\.lock|pubspec\.lock|Podfile\.lock|Package\.resolved|pixi\.lock|\.terraform\.lock\.hcl)$/,
  /\.min\.(m?js|cjs|css)$/,
  /\.(js|css|mjs|cjs|ts)\.map$/,
  /(^|\/)(Gopkg\.lock|glide\.lock|MODULE\.bazel\.lock|(\w+\.)?esy\.lock|mise(\.[^/]+)?\.lock|\.secrets\.baseline|Cargo\.toml\.orig|(Julia)?Manifest(-v\d+\.\d+)?\.toml|ppport\.h)$/,
  /(^|\/)(Carthage\/Build|\.idea|htmlcov)\/|\.sqlx\/query-[a-f\d]{64}\.json$/,
  /\.(xcworkspacedata|xcuserstate)$|\.feature\.cs$|.\.zep\.(c|h|php)$|_tlb\.pas$/i,
  /(^|\/)\.pnp\.[^/]*$/,
  /(\.pb\.(go|cc|h|swift)|\.pb\.gw\.go|_pb2(_grpc)?\.pyi?|_pb\.(js|d\.ts)|\.g\.dart|\.freezed\.dart|\.designer\.cs|\.Designer\.vb|\.generated\.\w+|_generated\.(go|rs|h))$/,
  /(^|\/)(__generated__|\.next|\.nuxt|\.svelte-kit|\.output|\.turbo)\//,
  /(^|\/)__snapshots__\/|\.snap$/,
  /\.(xcodeproj|xcworkspace)\/|\.(xib|storyboard|nib)$/,
];

/** linguist's documentation.yml. */
const DOCUMENTATION: readonly RegExp[] = [
  /^([Dd]ocs?|[Mm]an|[Ee]xamples|[Dd]emos?|[Ss]amples?)\//,
  /(^|\/)([Dd]ocumentation|[Gg]roovydoc|[Jj]avadoc|inst\/doc)\//,
  /(^|\/)CITATION(\.cff|S?(\.(bib|md))?)$/,
  /(^|\/)(CHANGE(S|LOG)?|CONTRIBUTING|COPYING|INSTALL|LICEN[CS]E|[Ll]icen[cs]e|README|[Rr]eadme)(\.|$)/,
];

const TEST_DIRECTORY =
  /(^|\/)(__tests?__|__mocks__|tests?|specs?|e2e|testdata|test-data|__fixtures__|[\w-]+[-_.]tests?|[A-Z]\w*Tests?|androidTest|testFixtures)\//;
const TEST_FILE: readonly RegExp[] = [
  /\.(test|tests|spec|specs|e2e|cy)(\.[\w-]+)?\.[cm]?[jt]sx?$/,
  /[-_](test|spec)\.[cm]?[jt]sx?$/,
  /(^|\/)tests?\.[cm]?[jt]sx?$/,
  /_test\.(go|py|rb|exs|dart|cc|cpp|c|rs|clj|php|lua|nim|zig|ml|sh)$/,
  /(^|\/)(test_[^/]*|tests|conftest)\.py$/,
  /(^|\/)test_[^/]*\.(rb|c|cc|cpp|r|jl|sh|lua)$/i,
  /_spec\.(rb|lua|cr)$/,
  /(Test|Tests|TestCase|IT|Spec)\.(java|kt|kts|scala|groovy|swift|cs|fs|vb|php|hs)$/,
  /\.(bats|feature)$/,
];

/** Copied from another project, so that nobody here maintains it. */
export function isVendored(path: string): boolean {
  return matchesAny(VENDORED, path);
}

/** Made by a program, as far as the name tells; content tells more (`generatedByContent`). */
export function isGeneratedPath(path: string): boolean {
  return matchesAny(GENERATED, path);
}

/** A test, its fixture or its support code. Depends on the path alone. */
export function isTestPath(path: string): boolean {
  return TEST_DIRECTORY.test(path) || matchesAny(TEST_FILE, path);
}

/** Written to be read: documents, examples, licences. */
export function isDocumentation(path: string): boolean {
  return matchesAny(DOCUMENTATION, path);
}

/** Average line length in characters above which code is minified; linguist's figure is 110. */
const MINIFIED_AVERAGE = 110;
const MINIFIED_LANGUAGES = new Set(["JavaScript", "CSS", "TypeScript"]);
/** Generators sign at the top: linguist looks at 40 lines at most, of Go. */
const HEADER_LINES = 40;
const HEADER_CHARS = 4_000;

/** What generators write into a comment, from its first word; linguist's, and each tool's own. */
const SIGNATURES: readonly RegExp[] = [
  // https://go.dev/s/generatedcode, and the same words in other comment marks.
  /^Code generated .{0,300}DO NOT EDIT/,
  /^@generated\b|\s@generated\b/,
  /^THIS FILE IS (AUTOMATICALLY|AUTO-?) ?GENERATED|^(This|The following) (file|code|class|header) (is|was|has been) ((automatically|auto-?) ?)?generated (by|from|automatically)/i,
  /^This (file|code|class) (is|was|has been) (automatically|auto-?) ?generated/i,
  /^(Auto-?generated|Automatically generated) (by|from|file)/i,
  /^<auto-?generated/i,
  /^Generated by (Django|the protocol buffer compiler|the gRPC|Cython|Haxe|PEG\.js|CoffeeScript|roxygen2|pkgdown|Doxygen)/i,
  /^(parser )?generated by jison/,
  /^(GENERATED CODE -- DO NOT EDIT|DO NOT EDIT THIS FILE - it is machine generated)/,
  /^generated code\W{2,3}do not modify/i,
  /^This is a generated file\. Not intended for manual editing/,
  /^This is an automatically generated file/,
  /^Automatically created by Devel::PPPort/,
  /^GIMP (header image file format|[\w -]{1,40} C-Source image dump)/,
  /^Microsoft Developer Studio Generated Build File/,
];

/** What each of them has; most files are not looked at any closer. */
const ANY_SIGNATURE = /generat|GIMP|Devel::/i;

/** Marks that are no comments, at the top of a file of the language. */
const UNSIGNED: Readonly<Record<string, RegExp>> = {
  PostScript: /^%%Creator: .*([0-9]|draw|mpage|ImageMagick|inkscape|MATLAB|PCBNEW|pnmtops)/m,
  HTML:
    /<meta\s[^>]{0,300}\b(content|value)\s*=\s*["']?(org mode|j?latex2html|groff|makeinfo|texi2html|ronn)\b/i,
  XML: /^.{0,300}\n[ \t]*<doc>\s*<assembly>/,
  "Unity3D Asset": /^fileFormatVersion: /,
};

/** Openings of comments in languages of which lines.ts knows none. */
const ANY_MARK = ["//", "/*", "#", "--", ";", "%", "<!--"];

/** True where the content says that a program wrote it, or where it is minified. */
export function generatedByContent(
  text: string,
  language: string | null,
  lines: number,
): boolean {
  const header = text.slice(0, HEADER_CHARS);
  return isMinified(text, language, lines) || isSigned(header, language) ||
    (UNSIGNED[language ?? ""]?.test(header) ?? false) || namesItsSource(text, language);
}

function isMinified(text: string, language: string | null, lines: number): boolean {
  return language !== null && MINIFIED_LANGUAGES.has(language) &&
    text.length / Math.max(1, lines) > MINIFIED_AVERAGE && text.length > 2_000 &&
    hasLongLine(text);
}

/** Only comments of the language count: a generator's source has the words as well, in strings. */
function isSigned(header: string, language: string | null): boolean {
  if (!ANY_SIGNATURE.test(header)) return false;
  const { line, block } = lineSyntax(language);
  const known = [...line.map(([open]) => open), ...block.map(({ open }) => open)];
  const marks = known.length > 0 ? known : language === "Markdown" ? ["<!--"] : ANY_MARK;
  for (const raw of header.split("\n", HEADER_LINES)) {
    const text = raw.trimStart();
    const mark = text.startsWith("*") && block.length > 0
      ? "*"
      : marks.find((one) => text.startsWith(one));
    if (mark === undefined) continue;
    const words = text.slice(mark.length).replace(/^[\s*#/;!%-]+/, "");
    if (SIGNATURES.some((signature) => signature.test(words))) return true;
  }
  return false;
}

/** A reference to a source map, on one of the last two lines. */
function namesItsSource(text: string, language: string | null): boolean {
  if (language !== "JavaScript" && language !== "CSS") return false;
  return text.slice(-500).split("\n").slice(-2)
    .some((one) => /^\/[*/][#@] source(?:Mapping)?URL=/.test(one));
}

/** Long average lines may be prose in strings; a minifier also leaves a line of thousands. */
function hasLongLine(text: string): boolean {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    if ((end < 0 ? text.length : end) - start > 1_000) return true;
    if (end < 0) return false;
    start = end + 1;
  }
  return false;
}

function matchesAny(patterns: readonly RegExp[], path: string): boolean {
  return patterns.some((pattern) => pattern.test(path));
}
