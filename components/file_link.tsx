import { createContext } from "preact";
import { fileHref } from "./file_href.ts";

/** Whose files these are; null where a map is shown without its project. */
export const ProjectFiles = createContext<string | null>(null);

/** A file's path, as a link to its page where there is one. */
export function FileLink({ path, line = null }: { path: string; line?: number | null }) {
  const text = <code>{line === null ? path : `${path}:${line}`}</code>;
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
