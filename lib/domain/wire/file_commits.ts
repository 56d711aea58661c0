/** A commit that changed a file. */
export interface FileCommit {
  sha: string;
  /** ISO 8601. */
  authored_at: string;
  author: string;
  /** The first line of its message. */
  subject: string;
}
