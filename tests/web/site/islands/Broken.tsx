/** Renders on the server and throws in the browser. */
export default function Broken() {
  if (typeof document !== "undefined") throw new Error("broken on purpose");
  return <p id="broken">still readable</p>;
}
