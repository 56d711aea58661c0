/** What the server says of an error or a signal, where `code` may stand in backquotes. */
export function Words({ text }: { text: string }) {
  // Every second part was between two of them.
  return (
    <>
      {text.split(/`([^`\n]+)`/).map((part, at) =>
        at % 2 === 1 ? <code key={at}>{part}</code> : part
      )}
    </>
  );
}
