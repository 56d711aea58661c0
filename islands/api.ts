/** The REST API as islands call it; a problem+json answer becomes an `ApiProblem`. */
import type { Problem } from "../lib/domain/wire/common.ts";

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  constructor(readonly problem: Pick<Problem, "code" | "detail" | "remedy" | "errors">) {
    super(problem.detail);
  }
}

/** @throws ApiProblem with words for a person, for a refusal and for a server that is away */
export async function callApi<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      cache: "no-store",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    throw new ApiProblem({
      code: "internal",
      detail: "The server does not answer.",
      remedy: "Check that it is running, then try again.",
      errors: [],
    });
  }
  if (response.ok) return await response.json();
  throw new ApiProblem(await readProblem(response));
}

/** A proxy's error page is no problem+json; the status is then all there is to say. */
async function readProblem(response: Response): Promise<ApiProblem["problem"]> {
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    return await response.json();
  }
  return {
    code: "internal",
    detail: `The server answered ${response.status}.`,
    remedy: "Try again in a moment.",
    errors: [],
  };
}
