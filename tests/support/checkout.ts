import { runGit, type ScratchRepository } from "./repository.ts";

export interface Checkout extends AsyncDisposable {
  path: string;
}

/** The files of a workspace's main branch, with the links that an installation makes of its packages. */
export async function installedCheckout(repository: ScratchRepository): Promise<Checkout> {
  const path = await Deno.makeTempDir({ prefix: "factory-checkout-" });
  await runGit(["--git-dir", repository.path, "--work-tree", path, "checkout", "-f", "main", "."]);
  await Deno.mkdir(`${path}/node_modules`);
  for await (const { name } of Deno.readDir(`${path}/packages`)) {
    await Deno.symlink(`../packages/${name}`, `${path}/node_modules/${name}`, { type: "dir" });
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
