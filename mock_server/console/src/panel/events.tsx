// Events and callbacks with their pushes and acks, the newest first.
import { useDesk, useStore } from "../context";

export function Events() {
  const { say } = useDesk();
  const { events } = useStore();
  if (events.length === 0) return <p class="empty">{say("noEvents")}</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>{say("event")}</th>
            <th>{say("pushes")}</th>
            <th>{say("outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((one) => (
            <tr key={one.id} title={one.id}>
              <td class="mono small">{one.type}</td>
              <td>
                {one.pushes}
                {one.connections.length > 0 && (
                  <span class="small"> → {[...new Set(one.connections)].join(", ")}</span>
                )}
              </td>
              <td>
                <span class={`chip ${one.standing}`}>{say(one.standing)}</span>{" "}
                <span class="small">
                  {one.standing === "acked" && one.ackMs !== undefined
                    ? `${one.ackMs.toFixed(1)} ms`
                    : one.standing === "failed" && one.why}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
