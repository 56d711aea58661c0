import { absolute, ago } from "./format.ts";

/** A moment in relative words, the exact time on hover and for machines. */
export function Ago({ at, now = Date.now() }: { at: string; now?: number }) {
  return <time datetime={at} title={absolute(at)}>{ago(at, now)}</time>;
}
