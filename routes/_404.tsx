import { Message } from "../components/message.tsx";
import { define } from "./_state.ts";

export default define.error(({ error, requestId }) => (
  <Message title="There is nothing here" problem={error} requestId={requestId} />
));
