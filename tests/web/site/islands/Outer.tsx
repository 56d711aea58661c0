import { useEffect, useState } from "preact/hooks";
import Counter from "./Counter.tsx";

export default function Outer({ title }: { title: string }) {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <div id="outer" data-alive={alive}>
      {title}
      <Counter label="inner" start={10} />
    </div>
  );
}
