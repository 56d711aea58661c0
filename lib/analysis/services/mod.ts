/**
 * What the repository runs, deploys and offers, as its well-known files say: containers, cluster
 * objects, infrastructure, workflows, interfaces, functions. A new kind of file is a reader and a line
 * here. What stands in vendored copies, fixtures and tests is left out.
 */
import type { MapService } from "../../domain/wire/system_map.ts";
import { isForeign } from "../frameworks.ts";
import type { RepositoryView } from "../languages/contract.ts";
import type { RawService } from "../facts.ts";
import { baseName, compareCodeUnits, directoryOf } from "../paths.ts";
import { graphqlReader, openApiReader, protobufReader } from "./apis.ts";
import { composeReader, procfileReader } from "./compose.ts";
import type { ServiceReader } from "./contract.ts";
import { cdkReader, samReader, serverlessReader } from "./functions.ts";
import { imageReader } from "./images.ts";
import { helmReader, kubernetesReader } from "./kubernetes.ts";
import { terraformReader } from "./terraform.ts";
import { jenkinsReader, workflowReaders } from "./workflows.ts";

const READERS: readonly ServiceReader[] = [
  composeReader,
  procfileReader,
  kubernetesReader,
  helmReader,
  terraformReader,
  ...workflowReaders,
  jenkinsReader,
  openApiReader,
  graphqlReader,
  protobufReader,
  imageReader,
  serverlessReader,
  samReader,
  cdkReader,
];

/** Files with more are made by a program; a map holds the first ones. */
const MAX_OF_FILE = 500;
export const MAX_SERVICES = 10_000;
/** Longer texts are data, or cost a parser of YAML seconds. */
const MAX_CHARS = 500_000;

/** What a text says of services, if it lies where such files lie; runs in parse workers. */
export function readServices(text: string, language: string): RawService[] {
  if (text.length > MAX_CHARS) return [];
  return READERS
    .filter(({ languages, mark }) => languages.includes(language) && mark.test(text))
    .flatMap(({ id, read }) =>
      read(text).slice(0, MAX_OF_FILE).map((found) => ({ ...found, reader: id }))
    );
}

/** Sorted by kind, path and line. */
export function findServices(view: RepositoryView): MapService[] {
  const found: MapService[] = [];
  for (const path of view.paths) {
    const services = view.facts(path)?.services;
    if (services === undefined || isForeign(path) || view.isTest(path)) continue;
    const readers = new Set(READERS.filter(({ isFile }) => isFile(path)).map(({ id }) => id));
    for (const { reader, name, ...rest } of services) {
      if (readers.has(reader)) found.push({ ...rest, name: name || nameOf(path), path });
    }
  }
  return found.sort((a, b) =>
    compareCodeUnits(a.kind, b.kind) || compareCodeUnits(a.path, b.path) || a.line - b.line ||
    compareCodeUnits(a.name, b.name)
  ).slice(0, MAX_SERVICES);
}

/** A file's name tells more with the directory that it is for. */
function nameOf(path: string): string {
  const directory = directoryOf(path);
  return directory === "" ? path : `${baseName(directory)}/${baseName(path)}`;
}
