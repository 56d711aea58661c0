/** The recipe of one run of Goose. */
import type { ToolAccess } from "../domain/ai_port.ts";
import type { ProviderRequest } from "./contract.ts";

/** Seconds that one call of a tool may take. */
const TOOL_SECONDS = 60;
/** Those of our MCP tools that read; nothing else is offered. */
export const GOOSE_TOOLS = [
  "get_system_map",
  "search",
  "find_symbol",
  "read_file",
  "dependencies_of",
  "dependents_of",
  "path_between",
  "hotspots",
  "owners",
] as const;

const WITH_TOOLS =
  "You have tools that read this one project, at the commit of the map: use them " +
  "to look at source before you cite it. There are no others, and none that change anything.";

/** The recipe's text: JSON, which is YAML, in which nothing is taken for a template. */
export function recipeFor(
  { system, prompt, schema, purpose }: Pick<
    ProviderRequest,
    "system" | "prompt" | "schema" | "purpose"
  >,
  tools: ToolAccess | null,
  turns: number,
): string {
  return withoutTemplates({
    version: "1.0.0",
    title: purpose,
    description: "Software Factory",
    instructions: tools === null ? system : `${system}\n\n${WITH_TOOLS}`,
    prompt,
    settings: { max_turns: turns },
    extensions: tools === null ? [] : [{
      type: "streamable_http",
      name: "software_factory",
      description: "Reads one project's system map and source",
      uri: tools.url,
      headers: { Authorization: `Bearer ${tools.token}` },
      timeout: TOOL_SECONDS,
      available_tools: GOOSE_TOOLS,
    }],
    response: { json_schema: schema },
  });
}

/**
 * JSON in which no two braces, and no brace and percent or hash sign, stand side by side. Goose
 * renders the text of a recipe as a template before it parses it: what a repository's file says in
 * double braces, or asks to include, would otherwise be done.
 */
function withoutTemplates(recipe: unknown): string {
  const strings = /"(?:[^"\\]|\\.)*"/g;
  return JSON.stringify(recipe, null, 1).replace(
    strings,
    (string) => string.replaceAll("{", "\\u007b").replaceAll("}", "\\u007d"),
  ).replaceAll("{}", "{ }");
}
