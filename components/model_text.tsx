/**
 * What a model wrote. It is text and stays text: no HTML, no links, no images, whatever it says;
 * `code` in backquotes and **strong** are all that is heeded of Markdown.
 */
import type { ComponentChild } from "preact";
import type { Citation, Claim } from "../lib/domain/wire/ai.ts";
import { fileHref } from "./file_link.ts";

const MARKS = /`([^`\n]{1,300})`|\*\*([^*\n]{1,300})\*\*/g;

export function ModelText({ text }: { text: string }) {
  const parts: ComponentChild[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    const [all, code, strong] = match;
    parts.push(
      text.slice(at, match.index),
      code === undefined ? <strong>{strong}</strong> : <code>{code}</code>,
    );
    at = match.index + all.length;
  }
  return <>{[...parts, text.slice(at)]}</>;
}

/** A statement, and the places that bear it out: each a link to these lines. */
export function ClaimText(
  { claim, projectId, commit }: { claim: Claim; projectId: string; commit: string },
) {
  return (
    <>
      <ModelText text={claim.text} />{" "}
      <span class="cites">
        {claim.citations.map((citation) => (
          <Cite
            key={`${citation.path}:${citation.lines}`}
            citation={citation}
            projectId={projectId}
            commit={commit}
          />
        ))}
      </span>
    </>
  );
}

function Cite(
  { citation: { path, lines }, projectId, commit }: {
    citation: Citation;
    projectId: string;
    commit: string;
  },
) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    <a class="cite" href={fileHref(projectId, path, { commit, lines })} title={`${path}:${lines}`}>
      {name}:{lines}
    </a>
  );
}

export function ClaimList(
  { claims, projectId, commit, ordered = false }: {
    claims: readonly Claim[];
    projectId: string;
    commit: string;
    ordered?: boolean;
  },
) {
  const List = ordered ? "ol" : "ul";
  return (
    <List class={ordered ? "claims claims-ordered" : "claims"}>
      {claims.map((claim) => (
        <li key={claim.text}>
          <ClaimText claim={claim} projectId={projectId} commit={commit} />
        </li>
      ))}
    </List>
  );
}
