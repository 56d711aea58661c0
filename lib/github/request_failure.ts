import { z } from "zod";

/** Octokit's RequestError. Its `request` (which names the token's place) is left where it is. */
export const RequestFailure = z.object({
  status: z.int(),
  message: z.string(),
  response: z.object({
    headers: z.record(z.string(), z.union([z.string(), z.number()]).optional().catch(undefined)),
  }).optional(),
});
