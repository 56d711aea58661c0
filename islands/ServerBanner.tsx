import { useConnection } from "./poll.ts";

/** Says that the server is away and when it is asked again; gone as soon as it answers. */
export default function ServerBanner() {
  const connection = useConnection();
  return (
    <div role="status" aria-live="polite">
      {!connection.online && (
        <div class="banner">
          Server is away, retrying in <span aria-hidden="true">{connection.retryInSeconds} s</span>
          <span class="visually-hidden">a moment</span>. What you see may be old.
        </div>
      )}
    </div>
  );
}
