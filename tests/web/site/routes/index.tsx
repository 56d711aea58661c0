import { page } from "../../../../lib/web/mod.ts";
import Counter from "../islands/Counter.tsx";
import Outer from "../islands/Outer.tsx";
import { define } from "../state.ts";

export const handler = define.handlers({
  GET() {
    return page({ label: `<b> "quoted" & 'single' --> </script> \u2028` });
  },
  POST(ctx) {
    return ctx.redirect("/deep/1");
  },
});

export default define.page<typeof handler>(({ data }) => (
  <main>
    <table>
      <tbody>
        <Counter label={data.label} start={3} row />
      </tbody>
    </table>
    <Outer title="outer" />
  </main>
));
