// Switches for common faults, and those that somebody else has begun.
import { api } from "../api";
import { commonFaults } from "../common_faults";
import type { CommonFault } from "../common_faults";
import { useAct, useDesk, useStore } from "../context";

export function Faults() {
  const { store, say } = useDesk();
  const { faults } = useStore();
  const act = useAct();
  const others = faults.filter((one) => !commonFaults.some((known) => known.name === one.fault));
  const anew = () => {
    if (confirm(say("sureBeginAnew"))) void act(api.reset);
  };
  return (
    <div>
      <ul class="rows">
        {commonFaults.map((one) => (
          <Switch
            key={one.name}
            known={one}
            stands={store.state.faults.some((fault) => fault.fault === one.name)}
          />
        ))}
      </ul>
      {others.length > 0 && <h3>{say("otherFaults")}</h3>}
      <ul class="rows">
        {others.map((one) => (
          <li key={one.fault} class="item row">
            <span class="grow">
              <strong>{one.fault}</strong> <span class="small">{one.what}</span>
            </span>
            <button type="button" onClick={() => void act(() => api.heal(one.fault))}>
              {say("heal")}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="danger wide" onClick={anew}>
        {say("beginAnew")}
      </button>
    </div>
  );
}

function Switch({ known, stands }: { known: CommonFault; stands: boolean }) {
  const { say } = useDesk();
  const act = useAct();
  const strike = () => void act(() => api.beginFault(known.name, known.fault));
  const change = () => (stands ? void act(() => api.heal(known.name)) : strike());
  return (
    <li class={stands ? "item row standing" : "item row"}>
      <label class="grow" for={`fault-${known.name}`}>
        {say(known.word)}
      </label>
      {known.instant ? (
        <button type="button" id={`fault-${known.name}`} onClick={strike}>
          {say("strike")}
        </button>
      ) : (
        <button
          type="button"
          id={`fault-${known.name}`}
          class="switch"
          role="switch"
          aria-checked={stands}
          aria-label={say(known.word)}
          onClick={change}
        />
      )}
    </li>
  );
}
