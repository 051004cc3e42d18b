// The connection table, and the console's button of the real platform.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import type { App, Connection } from "../api";
import { useAct, useDesk, useStore } from "../context";

export function Connections({ app }: { app: App }) {
  const { say } = useDesk();
  const { connections, connectionsAt } = useStore();
  const since = useElapsed(connectionsAt);
  return (
    <div>
      <Verify app={app} />
      {connections.length === 0 ? (
        <p class="empty">{say("noConnections")}</p>
      ) : (
        <ul class="rows">
          {connections.map((one) => (
            <Row key={one.connection} connection={one} since={since} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Milliseconds since a moment, counted on each second. */
function useElapsed(since: number): number {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const tick = window.setInterval(() => setNow(performance.now()), 1000);
    return () => window.clearInterval(tick);
  }, []);
  return Math.max(0, now - since);
}

function seconds(ms: number): string {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

function Row({ connection, since }: { connection: Connection; since: number }) {
  const { say } = useDesk();
  const act = useAct();
  const [how, setHow] = useState("frame");
  const standing = connection.ghost ? "ghost" : connection.live ? "live" : "ending";
  return (
    <li class="item" data-connection={connection.connection}>
      <div class="row">
        <strong>
          {say("number")} {connection.connection}
        </strong>
        <span class="mono small">{connection.app}</span>
        <span class={`chip ${standing}`}>{say(standing)}</span>
      </div>
      <dl class="facts">
        <dt>{say("age")}</dt>
        <dd>{seconds(connection.age_ms + since)}</dd>
        <dt>{say("ping")}</dt>
        <dd>
          {connection.ping_age_ms === undefined
            ? say("never")
            : seconds(connection.ping_age_ms + since)}
        </dd>
        <dt>{say("pushesAndAcks")}</dt>
        <dd>
          {connection.pushes} / {connection.acks}
        </dd>
      </dl>
      <div class="row">
        <select
          aria-label={say("end")}
          value={how}
          onChange={(event) => setHow(event.currentTarget.value)}
        >
          <option value="frame">{say("closeFrame")}</option>
          <option value="fin">{say("fin")}</option>
          <option value="reset">{say("reset")}</option>
        </select>
        <button
          type="button"
          class="danger"
          disabled={!connection.live}
          onClick={() => void act(() => api.end(connection.connection, how))}
        >
          {say("end")}
        </button>
      </div>
    </li>
  );
}

type Answer = "verified" | "notVerified" | "asking" | "notAsked";

function Verify({ app }: { app: App }) {
  const { say } = useDesk();
  const act = useAct();
  const [answers, setAnswers] = useState<{ count: Answer; probe: Answer }>({
    count: "notAsked",
    probe: "notAsked",
  });
  const ask = async (by: "count" | "probe") => {
    const keep = (answer: Answer) => setAnswers((all) => ({ ...all, [by]: answer }));
    keep("asking");
    const asked = await act(async () => {
      keep((await api.verify(by, app.id)) ? "verified" : "notVerified");
    });
    if (!asked) keep("notAsked");
  };
  return (
    <div class="item verify">
      <button
        type="button"
        class="primary"
        onClick={() => {
          void ask("count");
          void ask("probe");
        }}
      >
        {say("verify")}
      </button>
      <dl class="facts">
        {(["count", "probe"] as const).map((by) => (
          <>
            <dt>{say(by === "count" ? "byCount" : "byProbe")}</dt>
            <dd class={`answer ${answers[by]}`} data-verified-by={by}>
              {say(answers[by])}
            </dd>
          </>
        ))}
      </dl>
      {answers.count === "verified" && answers.probe === "notVerified" && (
        <p class="small">{say("probeNote")}</p>
      )}
    </div>
  );
}
