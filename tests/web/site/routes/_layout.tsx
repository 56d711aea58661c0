import { asset } from "../../../../lib/web/mod.ts";
import { define } from "../state.ts";

export default define.layout(({ Component }) => (
  <html lang="en">
    <head>
      <title>Fixture</title>
      <link rel="stylesheet" href={asset("/app.css")} />
    </head>
    <body>
      <Component />
    </body>
  </html>
));
