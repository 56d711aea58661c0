import { useEffect } from "preact/hooks";
import { fileHref } from "../components/file_href.ts";

/**
 * A click on a file of the server-rendered treemap opens it. The keyboard's way is the table below:
 * thousands of stops between here and the rest of the page would help nobody.
 */
export default function TreemapLinks({ projectId }: { projectId: string }) {
  useEffect(() => {
    const picture = document.querySelector(".treemap");
    if (picture === null) return;
    const open = (event: Event) => {
      if (!(event.target instanceof Element)) return;
      const path = event.target.closest("[data-path]")?.getAttribute("data-path");
      if (path) location.assign(fileHref(projectId, path));
    };
    picture.addEventListener("click", open);
    return () => picture.removeEventListener("click", open);
  }, [projectId]);
  return null;
}
