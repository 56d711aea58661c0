/** Readers, entry points and kinds ask for the same manifests: what was parsed for a view is kept with it. */
import type { RepositoryView } from "../languages/contract.ts";

/** @returns a look-up that makes its answer once per view, and lets it go with the view */
export function perView<T>(make: (view: RepositoryView) => T): (view: RepositoryView) => T {
  const made = new WeakMap<RepositoryView, T>();
  return (view) => {
    let one = made.get(view);
    if (one === undefined) {
      one = make(view);
      made.set(view, one);
    }
    return one;
  };
}
