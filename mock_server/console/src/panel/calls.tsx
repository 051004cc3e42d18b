// The API calls of bots with their latency, the newest first.
import type { Call } from "../api";
import { useDesk, useStore } from "../context";

export function Calls() {
  const { say } = useDesk();
  const { calls } = useStore();
  if (calls.length === 0) return <p class="empty">{say("noCalls")}</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>{say("operation")}</th>
            <th>{say("status")}</th>
            <th class="number">{say("latency")}</th>
          </tr>
        </thead>
        <tbody>
          {calls.toReversed().map((call) => (
            <tr key={call.call} title={call.target}>
              <td class="mono small">{call.operation}</td>
              <td>
                <span class={`chip ${good(call) ? "acked" : call.outcome ? "failed" : "waiting"}`}>
                  {status(call) || say("underWay")}
                </span>
              </td>
              <td class="number">
                {call.latency_ms === undefined ? "…" : `${call.latency_ms.toFixed(1)} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function good(call: Call): boolean {
  return call.outcome === "answered" && call.http_status === 200 && call.code === 0;
}

function status(call: Call): string {
  if (call.outcome === undefined) return "";
  if (call.outcome !== "answered") return call.outcome;
  return call.code === 0 ? `${call.http_status}` : `${call.http_status} · ${call.code}`;
}
