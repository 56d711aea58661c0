import { define } from "../../state.ts";

export default define.page(({ params }) => <p>rest {params.rest}</p>);
