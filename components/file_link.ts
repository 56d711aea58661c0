/** The address of a file's page, at one of its lines where `lines` says which (`12`, `12-40`). */
export function fileHref(
  projectId: string,
  path: string,
  { commit, lines }: { commit?: string; lines?: string | number } = {},
): string {
  const query = new URLSearchParams({ path });
  if (commit !== undefined) query.set("commit", commit);
  if (lines !== undefined) query.set("lines", String(lines));
  const first = String(lines ?? "").split("-")[0];
  return `/projects/${encodeURIComponent(projectId)}/file?${query}${first ? `#L${first}` : ""}`;
}
