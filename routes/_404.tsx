import { Message } from "../components/message.tsx";
import { projectOf } from "./_failed.ts";
import { define } from "./_state.ts";

// The remedy speaks to programs ("GET /api/projects lists all of them"); people have the buttons.
export default define.error((props) => (
  <Message
    title="There is nothing here"
    problem={{ ...props.error, remedy: null }}
    project={projectOf(props)}
    requestId={props.requestId}
  />
));
