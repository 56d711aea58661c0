import { ProjectFiles } from "../../../components/file_link.tsx";
import { plural } from "../../../components/format.ts";
import { graphHref, placeOf } from "../../../components/graph/href.ts";
import { GraphMatrix } from "../../../components/graph/matrix.tsx";
import { GraphPanel } from "../../../components/graph/panel.tsx";
import { GraphPicture, PICTURE_ID } from "../../../components/graph/picture.tsx";
import { GraphTables } from "../../../components/graph/tables.tsx";
import { itemWords, namesOf } from "../../../components/graph/words.ts";
import { ProjectNav } from "../../../components/project_page.tsx";
import GraphView from "../../../islands/GraphView.tsx";
import {
  type Scene,
  type SceneNeighbour,
  SceneQuery,
} from "../../../lib/domain/wire/graph_scene.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, scenes } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, SceneQuery);
    const scene = await scenes.scene(id, query);
    ctx.state.title = `Graph of ${scene?.component?.name ?? project.name}`;
    return page({ project, scene, words: query.part === "words" });
  },
});

export default define.page<typeof handler>(({ data: { project, scene, words } }) => {
  const home = `/projects/${encodeURIComponent(project.id)}`;
  return (
    <ProjectFiles.Provider value={project.id}>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={home}>{project.name}</a>
            {scene !== null && (scene.component !== null || scene.within !== "") && (
              <>
                {" / "}
                <a href={graphHref(project.id)}>Components</a>
              </>
            )}
            {scene?.component != null && scene.within !== "" && (
              <>
                {" / "}
                <a href={graphHref(project.id, { view: "files", component: scene.component.id })}>
                  {scene.component.name}
                </a>
              </>
            )}
          </p>
          <h1>{headingOf(scene)}</h1>
        </div>
      </div>
      <ProjectNav projectId={project.id} current="graph" />
      {scene === null
        ? (
          <p class="empty">
            There is no map yet, or an older version made it. <a href={home}>The project's page</a>
            {" "}
            says how its analysis is doing.
          </p>
        )
        : <SceneText scene={scene} projectId={project.id} words={words} />}
    </ProjectFiles.Provider>
  );
});

function headingOf(scene: Scene | null): string {
  if (scene === null) return "Component graph";
  const place = scene.within === "" ? "" : ` in ${scene.within}`;
  return scene.component === null
    ? place === "" ? "Component graph" : `Components${place}`
    : `Files of ${scene.component.name}${place}`;
}

function SceneText(
  { scene, projectId, words }: { scene: Scene; projectId: string; words: boolean },
) {
  if (words) {
    return (
      <>
        <Tools scene={scene} projectId={projectId} />
        <GraphPanel scene={scene} projectId={projectId} />
      </>
    );
  }
  return (
    <>
      <p class="lead graph-lead">
        <Summary scene={scene} />
      </p>
      <Around scene={scene} projectId={projectId} />
      <Tools scene={scene} projectId={projectId} />
      {scene.boxes.length === 0
        ? <p class="empty">There is nothing to show here.</p>
        : (
          <div class={`graph-page graph-page-${scene.view}`}>
            <div class="graph-frame">
              <GraphView picture={PICTURE_ID} zoom={scene.view === "graph"} />
              {scene.view === "graph"
                ? <GraphPicture scene={scene} projectId={projectId} />
                : <GraphMatrix scene={scene} projectId={projectId} />}
            </div>
            <GraphPanel scene={scene} projectId={projectId} />
          </div>
        )}
      <GraphTables scene={scene} projectId={projectId} />
    </>
  );
}

function Tools({ scene, projectId }: { scene: Scene; projectId: string }) {
  const looked = { focus: scene.focus ?? undefined, to: scene.way?.to };
  return (
    <div class="graph-tools" data-swap>
      <nav class="tabs" aria-label="Views">
        {(["graph", "matrix"] as const).map((view) => (
          <a
            key={view}
            href={graphHref(projectId, { ...placeOf(scene), ...looked, view })}
            aria-current={scene.view === view ? "page" : undefined}
          >
            {view === "graph" ? "Graph" : "Matrix"}
          </a>
        ))}
      </nav>
      <Chooser scene={scene} />
    </div>
  );
}

/** What there is to see, and what of it is not seen. */
function Summary({ scene }: { scene: Scene }) {
  const drawn = scene.picture?.edges.length ?? scene.arcs.length;
  return (
    <>
      {itemWords(scene, scene.total)} and {plural(scene.arcs.length, "dependency", "dependencies")}
      {" "}
      between {scene.grouped ? `the ${scene.boxes.length} boxes that they are shown as` : "them"}
      {scene.cycles.length > 0 && `, with ${plural(scene.cycles.length, "cycle")}`}.
      {scene.grouped &&
        " There are too many to read one by one, so what lies in one folder or begins alike is one box: look into it."}
      {scene.omitted > 0 &&
        ` The ${plural(scene.omitted, "smallest component")} of the map are left out.`}
      {drawn < scene.arcs.length &&
        ` The picture draws the ${drawn} strongest; the others appear with the box that is chosen.`}
    </>
  );
}

/** Around a component whose files are shown. */
function Around({ scene, projectId }: { scene: Scene; projectId: string }) {
  if (scene.component === null) return null;
  const links = (title: string, list: readonly SceneNeighbour[]) => (
    <>
      {title} {list.length === 0
        ? "nothing"
        : list.slice(0, 8).map(({ id, name, count }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <a href={graphHref(projectId, { view: "files", component: id })}>{name}</a> ({count})
          </span>
        ))}
      {list.length > 8 && ` and ${list.length - 8} more`}
    </>
  );
  return (
    <p class="small muted">
      {links("The component uses", scene.uses)}; {links("it is used by", scene.used_by)}.{" "}
      <a href={graphHref(projectId, { focus: scene.component.id })}>Show it among the others</a>
    </p>
  );
}

/** Picks a box, and with a second one the way to it; without scripts as well. */
function Chooser({ scene }: { scene: Scene }) {
  const nameOf = namesOf(scene.boxes);
  const options = scene.boxes.map(({ id }) => [id, nameOf(id)] as const)
    .sort((a, b) => a[1].localeCompare(b[1], "en"));
  const place = placeOf(scene);
  const select = (name: "focus" | "to", label: string, chosen: string | null, none: string) => (
    <label>
      {label}{" "}
      <select name={name}>
        <option value="">{none}</option>
        {options.map(([id, text]) => (
          <option key={id} value={id} selected={id === chosen}>{text}</option>
        ))}
      </select>
    </label>
  );
  return (
    <form method="get" class="graph-chooser">
      {(["view", "component", "group"] as const).map((name) =>
        place[name] === undefined
          ? null
          : <input key={name} type="hidden" name={name} value={place[name]} />
      )}
      {select("focus", "Look at", scene.focus, "everything")}
      {select("to", "and the way to", scene.way?.to ?? null, "nowhere")}
      <button type="submit">Show</button>
    </form>
  );
}
