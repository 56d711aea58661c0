import { define } from "../state.ts";

export default define.error(({ error, requestId }) => (
  <main>
    <h1>{error.title}</h1>
    <p>{error.detail}</p>
    <code>{requestId}</code>
  </main>
));
