/**
 * pip's requirements files (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
 * `-r` and `-c` are not followed: an included file with a conventional name is listed by itself.
 */
import type { Scope } from "../../domain/wire/system_map.ts";
import { parseRequirement } from "./pep508.ts";
import { baseName, directoryOf } from "../paths.ts";
import type { PythonDependency, PythonManifest } from "./pypi.ts";

export function isRequirementsFile(path: string): boolean {
  const name = baseName(path);
  if (!/\.(?:txt|in|pip)$/.test(name)) return false;
  return /(?:^|[-_.])requirements?(?:[-_.]|$)/i.test(name.replace(/\.[a-z]+$/, "")) ||
    baseName(directoryOf(path)) === "requirements";
}

const DEVELOPMENT =
  /(?:^|[-_./])(?:dev|devel|development|test|tests|testing|lint|ci|docs?|typing)(?=[-_./]|$)/i;

export function readRequirements(source: string, path: string): PythonManifest {
  const nearName = path.split("/").slice(-2).join("/");
  const scope: Scope = DEVELOPMENT.test(nearName) ? "development" : "runtime";
  return {
    name: null,
    version: null,
    dependencies: logicalLines(source).flatMap((line) => dependencyOf(line, scope) ?? []),
  };
}

interface LogicalLine {
  text: string;
  line: number;
}

/** Lines with their continuations (`\` at the end) joined and comments removed. */
function logicalLines(source: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open: LogicalLine | null = null;
  source.split("\n").forEach((raw, index) => {
    const whole = raw.replace(/\r$/, "");
    const continued = whole.endsWith("\\");
    const part = (continued ? whole.slice(0, -1) : whole).replace(/(?:^|\s)#.*$/, "");
    open ??= { text: "", line: index + 1 };
    open.text += `${part} `;
    if (continued) return;
    lines.push(open);
    open = null;
  });
  if (open) lines.push(open);
  return lines;
}

function dependencyOf({ text, line }: LogicalLine, scope: Scope): PythonDependency | null {
  const entry = text.trim();
  const egg = /#egg=([A-Za-z0-9._-]+)/.exec(entry);
  if (egg) {
    const place = entry.replace(/^(?:-e|--editable)[\s=]+/, "").split(/\s/)[0]!;
    return { name: egg[1]!, requirement: place, scope, line, elsewhere: true };
  }
  if (entry === "" || entry.startsWith("-")) return null;
  const [specifier = ""] = entry.split(/\s--?[a-z]/);
  const found = parseRequirement(specifier);
  if (!found) return null;
  const pinned = /^===?\s*([^\s,;*]+)\s*(?:;|$)/.exec(found.requirement ?? "")?.[1];
  return {
    ...found,
    scope,
    line,
    elsewhere: found.requirement?.startsWith("@") ?? false,
    ...(pinned && /\s--hash[=\s]/.test(entry) ? { locked: pinned } : {}),
  };
}
