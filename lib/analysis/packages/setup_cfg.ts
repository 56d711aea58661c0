/** setup.cfg (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html). */
import type { Scope } from "../../domain/wire/system_map.ts";
import { parseRequirement } from "./pep508.ts";
import { classifiedLicense, type PythonDependency, type PythonManifest } from "./pypi.ts";

export interface IniValue {
  text: string;
  line: number;
}

/** Section -> key -> its value's lines, comments and blank lines left out. */
export type Ini = Map<string, Map<string, IniValue[]>>;

/** A longer line is no setting, and its whitespace must not cost quadratic time. */
const LINE_MAX = 10_000;

/** configparser's dialect: indented lines continue the value above them. */
export function readIni(source: string): Ini {
  const ini: Ini = new Map();
  let section = new Map<string, IniValue[]>();
  let values: IniValue[] | null = null;
  source.split("\n").forEach((raw, index) => {
    const line = raw.trimEnd();
    if (line.length > LINE_MAX) return;
    if (/^\s*(?:[#;]|$)/.test(line)) return;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const pair = /^([^\s=:][^=:]*)[=:]\s*(.*)$/.exec(line);
    if (header !== undefined) {
      section = ini.get(header) ?? new Map();
      ini.set(header, section);
      values = null;
    } else if (/^\s/.test(line)) values?.push({ text: line.trim(), line: index + 1 });
    else if (pair) {
      values = pair[2] === "" ? [] : [{ text: pair[2]!, line: index + 1 }];
      section.set(pair[1]!.trim().toLowerCase(), values);
    }
  });
  return ini;
}

const FIELDS: readonly [key: string, scope: Scope][] = [
  ["install_requires", "runtime"],
  ["tests_require", "development"],
  ["setup_requires", "build"],
];

/** Null where the file only configures tools. */
export function readSetupCfg(source: string): PythonManifest | null {
  const ini = readIni(source);
  const metadata = ini.get("metadata");
  const options = ini.get("options");
  if (!metadata && !options) return null;
  const dependencies: PythonDependency[] = [];
  const add = (values: IniValue[], scope: Scope) => {
    for (const { text, line } of values.flatMap(split)) {
      const found = parseRequirement(text);
      if (found) dependencies.push({ ...found, scope, line });
    }
  };
  for (const [key, scope] of FIELDS) add(options?.get(key) ?? [], scope);
  for (const values of ini.get("options.extras_require")?.values() ?? []) add(values, "optional");
  return {
    name: metadata?.get("name")?.[0]?.text ?? null,
    // `attr:` and `file:` name a place to look, not a version.
    version: literal(metadata?.get("version")?.[0]?.text),
    license:
      literal((metadata?.get("license_expression") ?? metadata?.get("license"))?.[0]?.text) ??
        classifiedLicense(metadata?.get("classifiers")?.map(({ text }) => text) ?? []),
    dependencies,
  };
}

/** setuptools splits a one-line list at semicolons, unless they begin a marker. */
function split(value: IniValue): IniValue[] {
  const parts = value.text.split(
    /;\s*(?=[A-Za-z0-9._-]+\s*(?:\[[^\]]*\])?\s*(?:[<>=!~]=?\s*\d|$))/,
  );
  return parts.map((text) => ({ text: text.replace(/\s#.*$/, "").trim(), line: value.line }));
}

function literal(version: string | undefined): string | null {
  return version && !/^(?:attr|file):/.test(version) ? version : null;
}
