/** zod schemas as JSON Schema 2020-12, the named ones by reference. */
import { z } from "zod";

// deno-lint-ignore no-explicit-any -- JSON Schema and OpenAPI are trees of any JSON
export type Json = Record<string, any>;

export interface SchemaTable {
  /** A reference to a named schema, or the schema itself. */
  use(schema: z.ZodType): Json;
  /** The named schemas that were used, directly or by others, in the order of their names. */
  named(): Record<string, Json>;
}

const PREFIX = "#/components/schemas/";

/**
 * What a caller may send decides (`io: "input"`): fields with a default may be left out, and an
 * answer may get new fields in a later version.
 */
export function createSchemaTable(schemas: Readonly<Record<string, z.ZodType>>): SchemaTable {
  const used = new Map<string, Json>();
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [schema, name]));
  const registry = z.registry<{ id: string }>();
  for (const [schema, name] of names) registry.add(schema, { id: name });
  const all = convert(registry);

  function follow(schema: Json): Json {
    for (const [, name] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name as string)) continue;
      const definition = all[name as string] as Json;
      used.set(name as string, definition);
      follow(definition);
    }
    return schema;
  }

  return {
    use(schema) {
      const name = names.get(schema);
      if (name !== undefined) return follow({ $ref: PREFIX + name });
      // Converted among the named ones, so that it refers to them.
      registry.add(schema, { id: INLINE });
      const inline = convert(registry)[INLINE] as Json;
      registry.remove(schema);
      return follow(inline);
    },
    named: () => Object.fromEntries([...used].sort(([a], [b]) => a < b ? -1 : 1)),
  };
}

const INLINE = "inline";

function convert(registry: ReturnType<typeof z.registry<{ id: string }>>): Record<string, Json> {
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    uri: (id) => PREFIX + id,
    override: ({ jsonSchema }) => {
      // The format says it; the pattern behind it has 250 characters.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      // Every integer is one that JSON can carry exactly.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  for (const schema of Object.values(schemas) as Json[]) {
    delete schema["$schema"];
    delete schema["$id"];
  }
  return schemas;
}
