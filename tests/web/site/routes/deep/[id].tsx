import { define } from "../../state.ts";

export default define.page(({ params }) => <p>{params.id}</p>);
