import type { ComponentType } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PaletteDialogProps } from "./palette/dialog.tsx";
import { useConnection } from "./poll.ts";

/** One opening of the dialog: it tells of its end when the next may be open already. */
interface Opening {
  Dialog: ComponentType<PaletteDialogProps>;
  key: number;
}

/**
 * What every page has: word of a server that is away, and, on Ctrl-K or Cmd-K, the search over
 * everything, which is loaded when it is first asked for.
 */
export default function PageFrame({ projectId }: { projectId: string | null }) {
  const connection = useConnection();
  const online = useRef(true);
  online.current = connection.online;
  const [opening, setOpening] = useState<Opening | null>(null);

  // Not after the next frame, as an effect would: until then a key would be lost.
  useLayoutEffect(() => {
    let lost = false;
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      // A browser that could not load a module once does not try again on the same page.
      if (!online.current) return;
      if (lost) return location.assign("/search");
      import("./palette/dialog.tsx").then(({ PaletteDialog: Dialog }) => {
        if (document.querySelector("dialog[open]") === null) {
          setOpening({ Dialog, key: Date.now() });
        }
      }, () => lost = true);
    });
  }, []);

  return (
    <>
      <div role="status">
        {!connection.online && (
          <div class="banner">
            Server is away, retrying in{" "}
            <span aria-hidden="true">{connection.retryInSeconds} s</span>
            <span class="visually-hidden">a moment</span>. What you see may be old.
          </div>
        )}
      </div>
      {opening !== null && (
        <opening.Dialog
          key={opening.key}
          projectId={projectId}
          onClose={() => setOpening((now) => now === opening ? null : now)}
        />
      )}
    </>
  );
}
