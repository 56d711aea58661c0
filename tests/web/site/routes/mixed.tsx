import Broken from "../islands/Broken.tsx";
import Counter from "../islands/Counter.tsx";
import { define } from "../state.ts";

export default define.page(() => (
  <main>
    <Broken />
    <Counter label="beside" start={0} />
  </main>
));
