import type { ComponentChildren } from "preact";
import { ProjectFiles } from "./file_link.tsx";
import { PROJECT_PAGES, projectHref, type ProjectPage } from "./project_href.ts";

/** The way between the pages of a project. */
export function ProjectNav({ projectId, current }: { projectId: string; current: ProjectPage }) {
  return (
    <nav class="project-nav" aria-label="Project">
      <ul>
        {PROJECT_PAGES.map(([page, title]) => (
          <li key={page}>
            <a
              href={projectHref(projectId, page)}
              aria-current={page === current ? "page" : undefined}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page about one side of a project's map; says what there is instead where there is no map. */
export function ProjectPageFrame(
  { project, current, title, lead, hasMap, children }: {
    project: { id: string; name: string };
    current: ProjectPage;
    title: string;
    lead?: ComponentChildren;
    hasMap: boolean;
    children: ComponentChildren;
  },
) {
  return (
    <ProjectFiles.Provider value={project.id}>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={projectHref(project.id, "")}>{project.name}</a>
          </p>
          <h1>{title}</h1>
        </div>
      </div>
      <ProjectNav projectId={project.id} current={current} />
      {hasMap
        ? (
          <>
            {lead !== undefined && <p class="lead page-lead">{lead}</p>}
            {children}
          </>
        )
        : (
          <p class="empty">
            There is no map yet, or an older version made it.{" "}
            <a href={projectHref(project.id, "")}>The project's overview</a>{" "}
            says how its analysis is doing.
          </p>
        )}
    </ProjectFiles.Provider>
  );
}
