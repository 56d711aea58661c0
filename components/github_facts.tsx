import type { GitHubFacts } from "../lib/domain/wire/github.ts";
import { compact, plural } from "./format.ts";
import { Section } from "./section.tsx";
import { Ago } from "./time.tsx";

/** What GitHub says about the repository, kept apart from what the analysis found. */
export function GitHubSection({ facts }: { facts: GitHubFacts }) {
  const { latest_release: release, license } = facts;
  return (
    <Section
      id="github"
      title="On GitHub"
      lead={
        <>
          As GitHub said <Ago at={facts.fetched_at} />; the analysis had no part in it.
        </>
      }
    >
      {facts.description !== null && <p>{facts.description}</p>}
      <p class="facts">
        <span title={plural(facts.stars, "star")}>
          {compact(facts.stars)} {facts.stars === 1 ? "star" : "stars"}
        </span>
        {facts.open_issues !== null && <span>{plural(facts.open_issues, "open issue")}</span>}
        {facts.open_pull_requests !== null && (
          <span>{plural(facts.open_pull_requests, "open pull request")}</span>
        )}
        <span>
          default branch <code>{facts.default_branch}</code>
        </span>
        <span>
          {license === null ? "no licence stated" : `licence: ${license.spdx_id ?? license.name}`}
        </span>
        <span>
          {release === null ? "no release" : (
            <>
              latest release <code>{release.tag}</code>
              {release.published_at !== null && (
                <span>
                  (<Ago at={release.published_at} />)
                </span>
              )}
            </>
          )}
        </span>
      </p>
      {facts.topics.length > 0 && (
        <p class="facts">
          Topics: {facts.topics.map((topic) => <code key={topic}>{topic}</code>)}
        </p>
      )}
    </Section>
  );
}
