import { define } from "../state.ts";

export default define.error(({ error }) => <h1>Lost: {error.detail}</h1>);
