/**
 * The disk as isomorphic-git sees it: one clone, in which a fetch writes its pack, the list of cut
 * commits and remote-tracking refs. Their names come from the server; nothing else may be written
 * whatever they are.
 */
import { promises as disk } from "node:fs";
import { resolve } from "node:path";
import type { PromiseFsClient } from "isomorphic-git";
import { FactoryError } from "../../domain/errors.ts";

const WRITABLE =
  /^(objects\/pack\/pack-[0-9a-f]{40}\.(pack|idx)|shallow|refs\/remotes\/origin\/.+)$/;

/** @param checkPack throws where a pack must not be unpacked; nobody has read it before */
export function fencedDisk(gitDir: string, checkPack: (pack: Uint8Array) => void): PromiseFsClient {
  const root = resolve(gitDir);
  let refused: unknown = null;

  function within(path: string): string {
    const whole = resolve(path);
    if (whole === root) return "";
    if (whole.startsWith(`${root}/`)) return whole.slice(root.length + 1);
    throw outside();
  }
  function writable(path: string): string {
    const name = within(path);
    if (!WRITABLE.test(name)) throw outside();
    return name;
  }

  const promises = {
    async readFile(path?: string, options?: Parameters<typeof disk.readFile>[1]) {
      // The library calls it without a path to see whether it returns a promise.
      return await disk.readFile(`${root}/${within(path ?? `${root}/config`)}`, options);
    },
    async writeFile(path: string, content: Uint8Array | string) {
      const name = writable(path);
      // The library tries again after a failure; what was refused stays refused.
      if (refused !== null) throw refused;
      if (name.endsWith(".pack")) {
        try {
          checkPack(content as Uint8Array);
        } catch (error) {
          throw refused = error;
        }
      }
      await disk.writeFile(`${root}/${name}`, content);
    },
    unlink: async (path: string) => await disk.unlink(`${root}/${writable(path)}`),
    async mkdir(path: string) {
      // Directories of what may be written: a name below makes the rule fit.
      writable(`${path}/x`);
      return await disk.mkdir(path);
    },
    readdir: async (path: string) => await disk.readdir(`${root}/${within(path)}`),
    stat: async (path: string) => await disk.stat(`${root}/${within(path)}`),
    lstat: async (path: string) => await disk.lstat(`${root}/${within(path)}`),
    rmdir: () => Promise.reject(outside()),
    readlink: () => Promise.reject(outside()),
    symlink: () => Promise.reject(outside()),
  };
  return { promises };
}

function outside(): FactoryError {
  return new FactoryError("git_failed", "The server sent a name that leads out of the clone.");
}
