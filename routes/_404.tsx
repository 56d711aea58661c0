import { Message } from "../components/message.tsx";
import { define } from "./_state.ts";

// The remedy speaks to programs ("GET /api/projects lists all of them"); people have the buttons.
export default define.error(({ error, requestId }) => (
  <Message
    title="There is nothing here"
    problem={{ ...error, remedy: null }}
    requestId={requestId}
  />
));
