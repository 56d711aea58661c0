import { type ComponentChildren, createContext } from "preact";
import { fileHref } from "./file_href.ts";

/** Whose files these are; null where a map is shown without its project. */
export const ProjectFiles = createContext<string | null>(null);

/** A path that may be broken behind its slashes, where letters would be parted otherwise. */
export function pathParts(path: string): ComponentChildren {
  return path.split("/").flatMap((part, at) => at === 0 ? [part] : ["/", <wbr key={at} />, part]);
}

/** A file's path, as a link to its page where there is one; `name` is shown where it is enough. */
export function FileLink(
  { path, line = null, name = path }: { path: string; line?: number | null; name?: string },
) {
  const text = <code>{pathParts(line === null ? name : `${name}:${line}`)}</code>;
  return (
    <ProjectFiles.Consumer>
      {(projectId) =>
        projectId === null ? text : (
          <a
            class="file-link"
            href={fileHref(projectId, path, line === null ? {} : { lines: line })}
          >
            {text}
          </a>
        )}
    </ProjectFiles.Consumer>
  );
}
