import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Message } from "../../components/message.tsx";

Deno.test("a page sends its reader to the log for the server's faults only", () => {
  const page = (status: number) =>
    renderToString(
      <Message
        title="No"
        problem={{
          type: "about:blank",
          title: "No",
          status,
          detail: "It is not.",
          code: "not_found",
          remedy: null,
          errors: [],
        }}
        project={null}
        requestId="r-1"
      />,
    );
  assert.match(page(500), /r-1/);
  assert.doesNotMatch(page(404), /r-1/);
});
