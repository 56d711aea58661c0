/**
 * What to do first. Rendered by the server alone, beside the empty list; app.css hides it as soon as
 * a list stands before it.
 */
export function Welcome() {
  return (
    <div class="empty welcome">
      <h2>Add a repository to see how it is built</h2>
      <p class="muted">
        Paste a git address above, for example{" "}
        <code>https://github.com/preactjs/preact</code>. Public repositories need nothing else.
      </p>
      <ol class="steps">
        <li>
          <b>It is fetched</b>
          <p class="muted small">
            Without a work tree. None of its code is installed or run.
          </p>
        </li>
        <li>
          <b>It is read</b>
          <p class="muted small">
            Languages, imports, packages and history, file by file, with the progress shown here.
          </p>
        </li>
        <li>
          <b>You get its system map</b>
          <p class="muted small">
            Components, dependencies, cycles, hotspots and health, each with its evidence.
          </p>
        </li>
      </ol>
    </div>
  );
}
