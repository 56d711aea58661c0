/**
 * What a build.gradle, build.gradle.kts or settings script states literally: blocks and statements
 * are recognised by their shape (https://docs.gradle.org/current/userguide/declaring_dependencies.html).
 */
import { gradleTokens, type Token } from "./gradle_tokens.ts";

/** One statement of a `dependencies` block: `configuration` and the tokens behind it. */
export interface GradleStatement {
  configuration: string;
  /** Names of the blocks around it, outermost first, e.g. `buildscript`, `dependencies`. */
  blocks: readonly string[];
  tokens: readonly Token[];
}

export interface GradlePlugin {
  id: string;
  version: string | null;
  line: number;
  /** `apply plugin: "x"`: something else says where it comes from. */
  applied?: true;
}

export interface GradleScript {
  dependencies: GradleStatement[];
  /** `plugins { … }`; a version that is an accessor of a catalogue is left to the reader. */
  plugins: GradlePlugin[];
  /** Accessors in `alias(…)`, e.g. `libs.plugins.kotlin`. */
  pluginAliases: { accessor: string; line: number }[];
  /** Variables and properties that are set to a literal. */
  variables: Map<string, string>;
  /** Arguments of `include`, and their directories where the script moves them. */
  includes: string[];
  projectDirectories: Map<string, string>;
  rootName: string | null;
  /** Classes that the application plugin starts. */
  mainClasses: string[];
  /** Accessor and file of each catalogue that settings declare. */
  catalogues: Map<string, string>;
}

interface Block {
  /** The words before its brace, e.g. `sourceSets`, `commonMain.dependencies`, `val jvmTest by getting`. */
  name: string;
  /** The first string before its brace, e.g. the `libs` of `create("libs") {`. */
  label: string | null;
}

/** Blocks below this are no configuration. */
const MAX_BLOCKS = 100;
/** What may stand around a statement without changing what it is. */
const CONTROL = /^(?:if|else|for|while|try|catch|finally|listOf|setOf)\b|\bforEach$|\beach$/;
/** Blocks within `dependencies` that hold rules, not dependencies. */
const RULES = /^(?:constraints|components|modules|artifactTypes|attributesSchema)\b/;

/** Reads a script of any dialect; what it computes is passed over. */
export function readGradleScript(source: string): GradleScript {
  const script: GradleScript = {
    dependencies: [],
    plugins: [],
    pluginAliases: [],
    variables: new Map(),
    includes: [],
    projectDirectories: new Map(),
    rootName: null,
    mainClasses: [],
    catalogues: new Map(),
  };
  const blocks: Block[] = [];
  let statement: Token[] = [];
  /** Brackets that are open within the statement; a closure among its arguments is one of them. */
  let nested = 0;
  const finish = () => {
    if (statement.length > 0) record(script, statement, blocks);
    statement = [];
    nested = 0;
  };
  for (const token of gradleTokens(source)) {
    const { kind, text } = token;
    const outside = kind === "mark" && nested === 0;
    if (kind === "line") {
      if (nested === 0 && !/^[,.=+(]$/.test(statement.at(-1)?.text ?? "")) finish();
    } else if (
      outside && text === "{" && blocks.length < MAX_BLOCKS && !configures(statement, blocks)
    ) {
      blocks.push(blockOf(statement));
      statement = [];
    } else if (outside && text === "}") {
      finish();
      blocks.pop();
    } else if (outside && text === ";") finish();
    else {
      if (kind === "mark" && /[([{]/.test(text)) nested++;
      else if (kind === "mark" && /[)\]}]/.test(text)) nested = Math.max(0, nested - 1);
      statement.push(token);
    }
  }
  finish();
  return script;
}

function blockOf(header: readonly Token[]): Block {
  let name = "";
  for (const { kind, text } of header.slice(0, 12)) {
    if (kind === "word") name += (name === "" || name.endsWith(".") ? "" : " ") + text;
    else if (text === ".") name += ".";
  }
  return {
    name: name.slice(0, 200),
    label: header.find(({ kind }) => kind === "string")?.text ?? null,
  };
}

/** A closure behind a dependency or a plugin configures it, and holds no statements of its own. */
function configures(statement: readonly Token[], blocks: readonly Block[]): boolean {
  const name = blockOf(statement).name;
  return statement.length > 1 && (isDependencies(blocks) || blocks.at(-1)?.name === "plugins") &&
    !CONTROL.test(name) && !RULES.test(name);
}

/** True where the innermost block, but for `if` and loops, is one of dependencies. */
function isDependencies(blocks: readonly Block[]): boolean {
  const inner = blocks.findLast(({ name }) => !CONTROL.test(name));
  return inner !== undefined && /(?:^|[ .])dependencies$/.test(inner.name);
}

function record(script: GradleScript, statement: readonly Token[], blocks: readonly Block[]): void {
  const [first] = statement;
  const innermost = blocks.at(-1)?.name ?? "";
  const inside = (name: string) => blocks.some((block) => block.name === name);
  if (innermost === "plugins") return recordPlugin(script, statement);
  // Spring's plugin has BOMs of its own: `dependencyManagement { imports { mavenBom "…" } }`.
  const bom = first?.text === "mavenBom" && innermost === "imports";
  if (isDependencies(blocks) || bom) {
    script.dependencies.push({
      // `add("configuration", …)` and `"configuration"(…)` name it by a string.
      configuration: first?.text === "add"
        ? statement.find(({ kind }) => kind === "string")?.text ?? ""
        : first?.text ?? "",
      blocks: blocks.map(({ name }) => name),
      tokens: first?.text === "add"
        ? statement.slice(statement.findIndex(({ kind }) => kind === "string") + 1)
        : statement.slice(1),
    });
  }
  if (first?.text === "apply" && strings(statement)[0] && !inside("dependencies")) {
    const plugin = statement.some(({ text }) => text === "plugin");
    if (plugin) {
      const id = strings(statement)[0]!;
      script.plugins.push({ id, version: null, line: first.line, applied: true });
    }
  }
  recordSettings(script, statement, blocks);
  if (inside("versionCatalogs") && first?.text === "from") {
    const file = strings(statement)[0];
    const holder = blocks.at(-1);
    const accessor = holder?.label ?? holder?.name;
    if (file && accessor) script.catalogues.set(accessor, file);
  }
}

function recordPlugin(script: GradleScript, statement: readonly Token[]): void {
  const [first] = statement;
  if (!first) return;
  const { line } = first;
  const texts = strings(statement);
  const at = statement.findIndex(({ kind, text }) => kind === "word" && text === "version");
  const version = at < 0
    ? null
    : statement[at + 1]?.kind === "string"
    ? statement[at + 1]!.text
    : pathAt(statement.filter(({ text }) => !/[()]/.test(text)), at + 1, true);
  if (first.text === "alias") {
    const from = statement.findIndex(({ text }, index) => index > 0 && text !== "(");
    script.pluginAliases.push({ accessor: pathAt(statement, from) ?? "", line });
  } else if (first.text === "id" && texts[0]) {
    script.plugins.push({ id: texts[0], version, line });
  } else if (first.text === "kotlin" && texts[0]) {
    script.plugins.push({ id: `org.jetbrains.kotlin.${texts[0]}`, version, line });
  } else if (statement.length === 1) {
    // Gradle's own, as Kotlin names them: `application`, `` `java-library` ``.
    script.plugins.push({ id: first.text, version: null, line });
  }
}

/** `a.b.c` from a token on, as one text; with `$` before it where it stands for a variable. */
export function pathAt(tokens: readonly Token[], from: number, variable = false): string | null {
  if (tokens[from]?.kind !== "word") return null;
  const names = [tokens[from]!.text];
  for (let at = from + 1; tokens[at]?.text === "." && tokens[at + 1]?.kind === "word"; at += 2) {
    names.push(tokens[at + 1]!.text);
  }
  return variable ? `\${${names.join(".")}}` : names.join(".");
}

function strings(tokens: readonly Token[]): string[] {
  return tokens.filter(({ kind }) => kind === "string").map(({ text }) => text);
}

function recordSettings(
  script: GradleScript,
  statement: readonly Token[],
  blocks: readonly Block[],
): void {
  const texts = strings(statement);
  const [first] = statement;
  if (first?.text === "include" && texts.length > 0) {
    script.includes.push(...texts);
    return;
  }
  const equals = statement.findIndex(({ kind, text }) => kind === "mark" && text === "=");
  const words = statement.slice(0, equals < 0 ? statement.length : equals)
    .filter(({ kind }) => kind === "word").map(({ text }) => text);
  const last = words.at(-1);
  const value = equals < 0 ? undefined : statement[equals + 1];
  if (last === "projectDir" && texts.length > 1) {
    script.projectDirectories.set(texts[0]!, texts.at(-1)!);
  } else if (words.join(".") === "rootProject.name" && value?.kind === "string") {
    script.rootName = value.text;
  }
  if (words.some((word) => /^mainClass(?:Name)?$/.test(word)) && texts.length > 0) {
    script.mainClasses.push(texts.at(-1)!);
  } else {
    const named = texts.indexOf("Main-Class");
    if (named >= 0 && texts[named + 1]) script.mainClasses.push(texts[named + 1]!);
  }
  recordVariables(script.variables, statement, equals, blocks);
}

/** Words that say where a variable lives, not what it is called. */
const PREFIX =
  /^(?:def|val|var|const|private|internal|final|String|ext|extra|project|rootProject)$/;

/** The first value counts: a script sets its versions before it uses them. */
function recordVariables(
  variables: Map<string, string>,
  statement: readonly Token[],
  equals: number,
  blocks: readonly Block[],
): void {
  const set = (name: string | undefined, value: string | undefined) => {
    if (name && value !== undefined && !variables.has(name)) variables.set(name, value);
  };
  const before = statement.slice(0, Math.max(equals, 0));
  const name = before.filter(({ kind, text }) => kind !== "mark" && !PREFIX.test(text))
    .map(({ text }) => text).join(".");
  const after = statement.slice(equals + 1);
  const texts = strings(statement);
  if (equals > 0 && after[0]?.kind === "string") {
    // Within other blocks these are about something else than the project.
    const projectWide = blocks.every((block) => /^(?:allprojects|subprojects)$/.test(block.name));
    if (after.length === 1 && (projectWide || !/^(?:group|version)$/.test(name))) {
      set(name, after[0].text);
    }
  } else if (equals > 0 && after[0]?.text === "[") {
    // A map of versions: `ext.versions = [kotlin: "1.9", …]`.
    for (let at = equals + 2; at + 2 < statement.length; at++) {
      const [key, colon, value] = statement.slice(at, at + 3);
      const pair = colon!.text === ":" && value!.kind === "string" && key!.kind !== "mark";
      if (pair) set(`${name}.${key!.text}`, value!.text);
    }
  } else if (statement[0]?.text === "set" && texts.length === 2) set(texts[0], texts[1]);
  else if (/^(?:group|version)$/.test(statement[0]?.text ?? "") && statement.length === 2) {
    // Groovy's `version "1.0"`; within `plugins` and the like it means something else.
    if (blocks.length === 0) set(statement[0]!.text, texts[0]);
  } else {
    // Kotlin's `val x by extra("1.0")`.
    const by = statement.findIndex(({ text }) => text === "by");
    if (by > 0 && statement[by + 1]?.text === "extra") set(statement[by - 1]!.text, texts[0]);
  }
}
