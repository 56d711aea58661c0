import { Message } from "../components/message.tsx";
import { define } from "./_state.ts";

export default define.error(({ error, requestId }) => (
  <Message title={error.title} problem={error} requestId={requestId} />
));
