import { useState } from "preact/hooks";
import { useDesk } from "./context";

export function Picture({ imageKey, alt }: { imageKey: string; alt: string }) {
  const { say } = useDesk();
  const [missing, setMissing] = useState(false);
  const name = alt || say("image");
  if (missing || !imageKey) return <span class="chip">{name}</span>;
  return (
    <img
      class="picture"
      src={`/v1/resources/${encodeURIComponent(imageKey)}`}
      alt={name}
      onError={() => setMissing(true)}
    />
  );
}
