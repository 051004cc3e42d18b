// What the platform itself sees and does.
import { useRef, useState } from "preact/hooks";
import type { App } from "../api";
import { useDesk, useStore } from "../context";
import { Calls } from "./calls";
import { Connections } from "./connections";
import { Events } from "./events";
import { Faults } from "./faults";

const tabs = ["connections", "events", "calls", "faults"] as const;
type Tab = (typeof tabs)[number];

const tabId = (tab: Tab) => `tab-${tab}`;
const sheet = "tab-sheet";

export function Panel({ app }: { app: App }) {
  const { say } = useDesk();
  const [tab, setTab] = useState<Tab>("connections");
  return (
    <aside class="panel" aria-label={say("platform")}>
      <Tabs chosen={tab} onChoose={setTab} />
      <div class="panel-body" role="tabpanel" id={sheet} aria-labelledby={tabId(tab)} tabIndex={0}>
        {tab === "connections" && <Connections app={app} />}
        {tab === "events" && <Events />}
        {tab === "calls" && <Calls />}
        {tab === "faults" && <Faults />}
      </div>
    </aside>
  );
}

function Tabs({ chosen, onChoose }: { chosen: Tab; onChoose: (tab: Tab) => void }) {
  const { say } = useDesk();
  const { faults } = useStore();
  const row = useRef<HTMLDivElement>(null);
  const turn = (event: KeyboardEvent) => {
    const to = neighbour(chosen, event.key);
    if (!to) return;
    event.preventDefault();
    onChoose(to);
    row.current?.querySelector<HTMLElement>(`#${tabId(to)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={say("platform")} ref={row} onKeyDown={turn}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={tabId(one)}
          aria-controls={sheet}
          aria-selected={chosen === one}
          tabIndex={chosen === one ? 0 : -1}
          onClick={() => onChoose(one)}
        >
          {say(one)}
          {one === "faults" && faults.length > 0 && <span class="badge">{faults.length}</span>}
        </button>
      ))}
    </div>
  );
}

function neighbour(tab: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(tab);
  const places: { [key: string]: number } = {
    ArrowLeft: (at + tabs.length - 1) % tabs.length,
    ArrowRight: (at + 1) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  };
  return tabs[places[key] ?? -1];
}
