/** Images that Dockerfiles build: what they rest on, what they open and what they start. */
import { isDockerfile } from "../packages/docker.ts";
import { instructions, readDockerfile } from "../packages/dockerfile.ts";
import { service, type ServiceReader } from "./contract.ts";

export const imageReader: ServiceReader = {
  id: "image",
  languages: ["Dockerfile"],
  mark: /^[ \t]*FROM\b/im,
  isFile: isDockerfile,
  read(text) {
    const all = instructions(text);
    const stages = all.filter(({ name }) => name === "FROM");
    const last = stages.at(-1);
    if (last === undefined) return [];
    // Only the last stage becomes the image.
    const own = all.filter(({ line }) => line > last.line);
    const lastOf = (wanted: string) => own.findLast(({ name }) => name === wanted)?.text ?? null;
    return [service("image", "Dockerfile", "", last.line, {
      base: [readDockerfile(text).find(({ scope }) => scope === "runtime")?.reference ?? null],
      ports: own.filter(({ name }) => name === "EXPOSE").flatMap(({ text }) => text.split(/\s+/)),
      entrypoint: [lastOf("ENTRYPOINT")],
      command: [lastOf("CMD")],
    })];
  },
};
