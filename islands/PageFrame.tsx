import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PaletteDialogProps } from "./palette/dialog.tsx";
import { useConnection } from "./poll.ts";

/**
 * What every page has: word of a server that is away, and, on Ctrl-K or Cmd-K, the search over
 * everything, which is loaded when it is first asked for.
 */
export default function PageFrame({ projectId }: { projectId: string | null }) {
  const connection = useConnection();
  const [Dialog, setDialog] = useState<ComponentType<PaletteDialogProps> | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void import("./palette/dialog.tsx").then((module) => {
        setDialog(() => module.PaletteDialog);
        setOpen(document.querySelector("dialog[open]") === null);
      });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <div role="status" aria-live="polite">
        {!connection.online && (
          <div class="banner">
            Server is away, retrying in{" "}
            <span aria-hidden="true">{connection.retryInSeconds} s</span>
            <span class="visually-hidden">a moment</span>. What you see may be old.
          </div>
        )}
      </div>
      {Dialog !== null && open && <Dialog projectId={projectId} onClose={() => setOpen(false)} />}
    </>
  );
}
