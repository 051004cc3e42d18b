// What every part of the page may use: the store, the words, and how to tell a person something.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { Unreachable } from "./api";
import type { Speak } from "./i18n";
import type { State, Store } from "./store";

export type Tone = "info" | "success" | "warning" | "error";

export interface Desk {
  store: Store;
  say: Speak;
  toast: (text: string, tone: Tone) => void;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("outside of the page");
  return desk;
}

export function useStore(): State {
  const { store } = useDesk();
  const [state, setState] = useState(store.state);
  useEffect(() => {
    const update = () => setState(store.state);
    update();
    return store.subscribe(update);
  }, [store]);
  return state;
}

/** Does something, and tells the person why when it fails. */
export function useAct(): (act: () => Promise<unknown>) => Promise<boolean> {
  const { say, toast } = useDesk();
  const reason = (problem: unknown) => {
    if (problem instanceof Unreachable) return say("unreachable");
    return problem instanceof Error ? problem.message : String(problem);
  };
  return async (act) => {
    try {
      await act();
      return true;
    } catch (problem) {
      toast(reason(problem), "error");
      return false;
    }
  };
}
