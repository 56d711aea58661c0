import { define } from "../../state.ts";

export default define.layout(({ Component }) => (
  <section id="deep">
    <Component />
  </section>
));
