/** Here-documents of shell, Ruby, Perl and PHP: their bodies are strings, so their lines are code. */
const NEWLINE = 10;

const OPENERS = {
  shell: /^<<-?[ \t]*(?:\\|(["']))?([A-Za-z_]\w*)\1?/,
  ruby: /^<<(?:[~-](["'`]?)([A-Za-z_]\w*)\1|(["'`])([A-Za-z_]\w*)\3|()([A-Z_][A-Z0-9_]*))/,
  php: /^<<<[ \t]*(["']?)([A-Za-z_]\w*)\1/,
};

export interface Heredocs {
  /** True where a here-document was opened on the line before. */
  readonly pending: boolean;
  /** Looks for an opener at `<<`; one whose terminator is nowhere below is a shift operator. */
  open(at: number): void;
  /** Consumes the bodies of all open here-documents from the start of a line. */
  body(lineStart: number): { code: number; blank: number; next: number };
}

/** `end` bounds the stretch in which terminators are looked for. */
export function createHeredocs(
  bytes: Uint8Array,
  end: number,
  style: keyof typeof OPENERS,
): Heredocs {
  const open: string[] = [];
  /** The last line that could terminate each name: built once, so that openers cost nothing more. */
  let lastTerminator: Map<string, number> | null = null;

  function lineEnd(start: number): number {
    const next = bytes.indexOf(NEWLINE, start);
    return next < 0 || next > end ? end : next;
  }

  /** The name that a line holds (PHP allows text behind it), or "". */
  function nameOn(start: number, stop: number): string {
    let from = start;
    while (from < stop && (bytes[from] === 32 || bytes[from] === 9)) from++;
    const text = String.fromCharCode(...bytes.subarray(from, Math.min(stop, from + 100)));
    return (style === "php" ? /^[A-Za-z_]\w*/ : /^[A-Za-z_]\w*(?=\r?$)/).exec(text)?.[0] ?? "";
  }

  function terminators(): Map<string, number> {
    const found = new Map<string, number>();
    for (let start = 0; start < end;) {
      const stop = lineEnd(start);
      const name = nameOn(start, stop);
      if (name !== "") found.set(name, start);
      start = stop + 1;
    }
    return found;
  }

  return {
    get pending() {
      return open.length > 0;
    },
    open(at) {
      if (bytes[at + 1] !== 60 || bytes[at - 1] === 60) return;
      const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 100)));
      const match = OPENERS[style].exec(text);
      const name = match?.[2] ?? match?.[4] ?? match?.[6];
      if (name === undefined) return;
      lastTerminator ??= terminators();
      if ((lastTerminator.get(name) ?? -1) > at) open.push(name);
    },
    body(lineStart) {
      const result = { code: 0, blank: 0, next: lineStart };
      while (open.length > 0 && result.next < end) {
        const stop = lineEnd(result.next);
        const name = nameOn(result.next, stop);
        if (name === open[0]) {
          open.shift();
          // What follows the last terminator (PHP) is read as code again by the caller.
          if (open.length === 0) return result;
        }
        if (isBlank(bytes, result.next, stop)) result.blank++;
        else result.code++;
        result.next = stop + 1;
      }
      open.length = 0;
      result.next = Math.min(result.next, end);
      return result;
    },
  };
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== 32 && (byte < 9 || byte > 13)) return false;
  }
  return true;
}
