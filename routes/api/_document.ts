/** The API's description as a whole; each route adds its own part by `export const api`. */
import { z } from "zod";
import { VERSION } from "../../lib/domain/version.ts";
import * as ai from "../../lib/domain/wire/ai.ts";
import * as common from "../../lib/domain/wire/common.ts";
import * as compare from "../../lib/domain/wire/compare.ts";
import * as github from "../../lib/domain/wire/github.ts";
import * as job from "../../lib/domain/wire/job.ts";
import * as project from "../../lib/domain/wire/project.ts";
import * as search from "../../lib/domain/wire/search.ts";
import * as source from "../../lib/domain/wire/source.ts";
import * as status from "../../lib/domain/wire/status.ts";
import * as systemMap from "../../lib/domain/wire/system_map.ts";
import { type Manifest, openApiDocument } from "../../lib/web/mod.ts";

const DESCRIPTION = `JSON over HTTP, names in snake_case.

A list is \`{ "items": […], "next_cursor": … }\`: pass \`next_cursor\` back as \`cursor\` until it is
null. Every error is problem+json (RFC 9457). A path answers HEAD where it answers GET, OPTIONS with
the methods it has, and any other method with 405 and \`Allow\`; a path that does not exist is 404
\`not_found\`.

Where the server has an AUTH_TOKEN, every path but the health check needs it as a bearer token, or
the session that the login page starts. Answers may get new fields: read past those you do not know.`;

const TAGS = [
  { name: "Projects", description: "Registered repositories." },
  { name: "Analyses", description: "Background jobs, and how to start and cancel them." },
  { name: "System maps", description: "What an analysis publishes." },
  {
    name: "Models",
    description: "What models said about a project, with its evidence; never part of the map.",
  },
  { name: "Server", description: "How the server is doing, and what changed." },
  { name: "Schemas", description: "Descriptions for programs." },
];

/** Gives the OpenAPI document of the routes; made when it is first asked for. */
export function describeApi(manifest: Pick<Manifest, "routes">): () => object {
  let document: object | undefined;
  return () =>
    document ??= openApiDocument(manifest, {
      info: { title: "Software Factory", version: VERSION, description: DESCRIPTION },
      tags: TAGS,
      schemas: named({
        ...common,
        ...ai,
        ...source,
        ...project,
        ...github,
        ...job,
        ...compare,
        ...search,
        ...status,
        ...systemMap,
      }),
      problem: common.Problem,
    });
}

/** What is on the wire is named as the domain names it. */
function named(exports: Record<string, unknown>): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(exports).filter((entry): entry is [string, z.ZodType] =>
      entry[1] instanceof z.ZodType
    ),
  );
}
