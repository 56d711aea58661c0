import { useState } from "preact/hooks";

export interface CounterProps {
  label: string;
  start: number;
  /** Renders a table row, which no element but a comment may stand beside. */
  row?: boolean;
}

export default function Counter({ label, start, row }: CounterProps) {
  const [count, setCount] = useState(start);
  const button = (
    <button type="button" class="counter" onClick={() => setCount(count + 1)}>
      {label} {count}
    </button>
  );
  return row
    ? (
      <>
        <tr>
          <td>{button}</td>
        </tr>
        {count > start && (
          <tr>
            <td class="more">more</td>
          </tr>
        )}
      </>
    )
    : button;
}
