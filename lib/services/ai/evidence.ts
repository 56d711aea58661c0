/** Whether what a model claims is borne out by places that exist. */
import type {
  AnswerDraft,
  Citation,
  Claim,
  ExplanationContent,
  ExplanationDraft,
} from "../../domain/wire/ai.ts";

/** Lines of a file of the commit; null where it has no such file. */
export type LineCount = (path: string) => Promise<number | null>;

/** A citation that names nothing, in words that a model can act on. */
export interface Fault {
  claim: string;
  citation: Citation | null;
  why: string;
}

export interface Checked<T> {
  /** Claims with evidence only; of their citations, those that exist. */
  value: T;
  kept: number;
  dropped: number;
  faults: Fault[];
}

const FAULTS_TOLD = 40;

/** Checks an explanation against the commit. @param components ids that the map has */
export async function checkExplanation(
  draft: ExplanationDraft,
  lines: LineCount,
  components: ReadonlySet<string>,
): Promise<Checked<ExplanationContent>> {
  const check = createCheck(lines);
  const purpose = await check.claim(draft.purpose);
  const roles: ExplanationDraft["components"] = [];
  for (const { component, role } of draft.components) {
    if (!components.has(component)) {
      check.refuse(
        role.text,
        null,
        `there is no component with the id ${JSON.stringify(component)}`,
      );
      continue;
    }
    const kept = await check.claim(role);
    if (kept !== null) roles.push({ component, role: kept });
  }
  const value: ExplanationContent = {
    purpose,
    architecture: await check.claims(draft.architecture),
    components: roles,
    data_flows: await check.claims(draft.data_flows),
    risks: await check.claims(draft.risks),
    start_here: await check.claims(draft.start_here),
    open_questions: draft.open_questions,
  };
  return check.result(value);
}

/** Checks an answer against the commit. */
export async function checkAnswer(
  draft: AnswerDraft,
  lines: LineCount,
): Promise<Checked<AnswerDraft>> {
  const check = createCheck(lines);
  return check.result({ answer: await check.claims(draft.answer), unknown: draft.unknown });
}

/** What a model is told of its faults, once. */
export function faultWords(faults: readonly Fault[]): string {
  return faults.slice(0, FAULTS_TOLD).map(({ claim, citation, why }) =>
    `- ${JSON.stringify(claim.slice(0, 160))}${
      citation === null ? "" : ` cites ${citation.path}:${citation.lines}`
    }: ${why}`
  ).join("\n");
}

function createCheck(lines: LineCount) {
  const faults: Fault[] = [];
  let kept = 0;
  let dropped = 0;

  function refuse(claim: string, citation: Citation | null, why: string): void {
    dropped++;
    faults.push({ claim, citation, why });
  }

  async function claim({ text, citations }: Claim): Promise<Claim | null> {
    if (citations.length === 0) {
      refuse(text, null, "it cites nothing");
      return null;
    }
    const good: Citation[] = [];
    for (const citation of citations) {
      const path = citation.path.replace(/^\.\//, "");
      const why = wrong(citation.lines, await lines(path));
      if (why === null) good.push({ path, lines: citation.lines });
      else faults.push({ claim: text, citation, why });
    }
    if (good.length === 0) {
      dropped++;
      return null;
    }
    kept++;
    return { text, citations: good };
  }

  return {
    claim,
    refuse,
    async claims(all: readonly Claim[]): Promise<Claim[]> {
      const good: Claim[] = [];
      for (const one of all) {
        const checked = await claim(one);
        if (checked !== null) good.push(checked);
      }
      return good;
    },
    result: <T>(value: T): Checked<T> => ({ value, kept, dropped, faults }),
  };
}

/** Why lines cannot be cited; null where they can. */
function wrong(range: string, total: number | null): string | null {
  if (total === null) return "there is no such file in the commit";
  const [from, to = from] = range.split("-").map(Number) as [number, number?];
  if (total === 0) return "that file has no lines that were read";
  if (from < 1 || to < from) return "that is no range of lines";
  return to > total ? `that file has ${total} lines` : null;
}
