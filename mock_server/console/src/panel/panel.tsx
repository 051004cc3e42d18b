// What the platform itself sees and does.
import { useState } from "preact/hooks";
import type { App } from "../api";
import { useDesk, useStore } from "../context";
import { Calls } from "./calls";
import { Connections } from "./connections";
import { Events } from "./events";
import { Faults } from "./faults";

const tabs = ["connections", "events", "calls", "faults"] as const;

export function Panel({ app }: { app: App }) {
  const { say } = useDesk();
  const { faults } = useStore();
  const [tab, setTab] = useState<(typeof tabs)[number]>("connections");
  return (
    <aside class="panel" aria-label={say("platform")}>
      <div class="tabs" role="tablist">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={tab === one}
            onClick={() => setTab(one)}
          >
            {say(one)}
            {one === "faults" && faults.length > 0 && <span class="badge">{faults.length}</span>}
          </button>
        ))}
      </div>
      <div class="panel-body" role="tabpanel">
        {tab === "connections" && <Connections app={app} />}
        {tab === "events" && <Events />}
        {tab === "calls" && <Calls />}
        {tab === "faults" && <Faults />}
      </div>
    </aside>
  );
}
