import { define } from "../../state.ts";

export default define.page(() => <p>literal</p>);
