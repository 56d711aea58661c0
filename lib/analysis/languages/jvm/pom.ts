/** Maven's pom.xml, as far as modules and their dependencies need it. */
export interface Pom {
  group: string | null;
  artifact: string | null;
  dependencies: { group: string; artifact: string }[];
}

/**
 * Reads elements by their paths; nothing is expanded but a group that the project or its parent
 * states. What is not well-formed is read as far as tags can be told.
 */
export function parsePom(xml: string): Pom {
  const text = xml.replace(/<!--[^]*?(?:-->|$)/g, "");
  const pom: Pom = { group: null, artifact: null, dependencies: [] };
  let parentGroup: string | null = null;
  let current = { group: "", artifact: "" };
  const path: string[] = [];
  for (const [, close, tag, empty, content] of text.matchAll(TAG)) {
    if (tag === undefined) {
      const value = (content ?? "").trim(); // a declaration or a stray `<` has none
      const last = path[path.length - 1];
      if (value === "" || (last !== "groupId" && last !== "artifactId")) continue;
      const around = path[path.length - 2];
      if (around === "dependency" && !path.includes("dependencyManagement")) {
        current[last === "groupId" ? "group" : "artifact"] = value;
      } else if (around === "parent" && last === "groupId") parentGroup = value;
      else if (around === "project" && path.length === 2) {
        pom[last === "groupId" ? "group" : "artifact"] = value;
      }
    } else if (close === "") {
      if (empty === "" && path.length < MAX_DEPTH) path.push(tag);
    } else {
      if (tag === "dependency" && current.artifact !== "") {
        pom.dependencies.push(current);
        current = { group: "", artifact: "" };
      }
      if (path[path.length - 1] === tag) path.pop();
    }
  }
  pom.group ??= parentGroup;
  for (const dependency of pom.dependencies) {
    if (/^\$\{(project|pom)\.groupId\}$/.test(dependency.group)) dependency.group = pom.group ?? "";
  }
  return pom;
}

const MAX_DEPTH = 50;
const TAG = /<(\/?)([A-Za-z][\w.:-]*)[^<>]*?(\/?)>|<[!?][^<>]*>|([^<]+)|</g;
