/**
 * Island props on their way from the server into a comment of the page and back. Plain JSON only:
 * what would silently become something else in the browser is refused. Browser-safe.
 */
import { isValidElement } from "preact";

/**
 * Text of `props` that can stand in an HTML comment as it is.
 * @throws TypeError with the island's and the prop's name where a value is not plain JSON
 */
export function encodeProps(island: string, props: Record<string, unknown>): string {
  check(island, props, "props", []);
  return JSON.stringify(props)
    // Only strings can hold these; escaped, nothing in the text ends the comment or needs entities.
    .replace(/[<>&']/g, (c) => "\\u00" + c.charCodeAt(0).toString(16))
    // A renderer writes `"` in a comment as `&quot;`; a comment's text is never decoded again.
    .replaceAll('"', "'");
}

export function decodeProps(text: string): Record<string, unknown> {
  return JSON.parse(text.replaceAll("'", '"'));
}

function check(island: string, value: unknown, path: string, parents: object[]): void {
  const refuse = (what: string): never => {
    throw new TypeError(
      `<${island}>: ${path} is ${what}. An island's props travel to the browser as JSON: pass plain ` +
        "objects, arrays, strings, finite numbers, booleans and null.",
    );
  };
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : refuse("not a finite number");
  }
  if (typeof value !== "object") return refuse(`a ${typeof value}`);
  if (parents.includes(value)) return refuse("a cycle");
  const inner = [...parents, value];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) check(island, value[i], `${path}[${i}]`, inner);
    return;
  }
  if (isValidElement(value)) return refuse("JSX");
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(`an instance of ${prototype.constructor?.name ?? "a class"}`);
  }
  for (const [key, item] of Object.entries(value)) {
    // JSON leaves an undefined property out, and reading it gives undefined again.
    if (item !== undefined) check(island, item, `${path}.${key}`, inner);
  }
}
