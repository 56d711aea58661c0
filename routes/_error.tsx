import { Message } from "../components/message.tsx";
import { projectOf } from "./_failed.ts";
import { define } from "./_state.ts";

export default define.error((props) => (
  <Message
    title={props.error.title}
    problem={props.error}
    project={projectOf(props)}
    requestId={props.requestId}
  />
));
