import { define } from "../state.ts";

export default define.page(() => {
  throw new Error("secret cause");
});
