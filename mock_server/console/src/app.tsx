// The page as a whole.
import { useMemo, useState } from "preact/hooks";
import type { App } from "./api";
import { ChatList } from "./chat/chat_list";
import { ChatView } from "./chat/chat_view";
import { DeskContext, useDesk, useStore } from "./context";
import type { Tone } from "./context";
import { firstLanguage, keepLanguage, speaker } from "./i18n";
import type { Language } from "./i18n";
import { Bolt } from "./icons";
import { Panel } from "./panel/panel";
import type { Store } from "./store";
import { firstTheme, keep } from "./theme";

interface Toast {
  number: number;
  text: string;
  tone: Tone;
}

const toastMs = 5000;
let lastToast = 0;

export function Page({ store }: { store: Store }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [toasts, setToasts] = useState<Toast[]>([]);
  const desk = useMemo(
    () => ({
      store,
      say: speaker(language),
      toast: (text: string, tone: Tone) => {
        const number = ++lastToast;
        setToasts((all) => [...all, { number, text, tone }]);
        window.setTimeout(() => {
          setToasts((all) => all.filter((one) => one.number !== number));
        }, toastMs);
      },
    }),
    [store, language],
  );
  const change = () => {
    const other = language === "zh" ? "en" : "zh";
    keepLanguage(other);
    setLanguage(other);
  };
  return (
    <DeskContext.Provider value={desk}>
      <Frame onLanguage={change} />
      <div class="toasts" role="status">
        {toasts.map((one) => (
          <p key={one.number} class={`toast ${one.tone}`}>
            {one.text}
          </p>
        ))}
      </div>
    </DeskContext.Provider>
  );
}

type Place = "chats" | "chat" | "platform"; // which of the three a narrow screen shows

function Frame({ onLanguage }: { onLanguage: () => void }) {
  const { say } = useDesk();
  const { apps, chat } = useStore();
  const [place, setPlace] = useState<Place>(chat ? "chat" : "chats");
  const [chosen, setChosen] = useState("");
  const app = apps.find((one) => one.id === chosen) ?? apps[0];
  return (
    <div class={`page place-${place}`}>
      <Top app={app} onApp={setChosen} onLanguage={onLanguage} />
      {app && <ChatList app={app} onOpen={() => setPlace("chat")} />}
      {app && <ChatView app={app} />}
      {app && <Panel app={app} />}
      <nav class="places">
        {(["chats", "chat", "platform"] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-current={place === one}
            onClick={() => setPlace(one)}
          >
            {say(one)}
          </button>
        ))}
      </nav>
    </div>
  );
}

interface TopProps {
  app: App | undefined;
  onApp: (id: string) => void;
  onLanguage: () => void;
}

function Top({ app, onApp, onLanguage }: TopProps) {
  const { say } = useDesk();
  const { apps, connections, live } = useStore();
  const [theme, setTheme] = useState(firstTheme);
  const other = theme === "dark" ? "light" : "dark";
  const open = connections.filter((one) => one.live && one.app === app?.id).length;
  return (
    <header class="top">
      <h1>
        <Bolt /> Stormlark <span class="subtitle">{say("title")}</span>
      </h1>
      {apps.length > 1 && (
        <select
          aria-label={say("app")}
          value={app?.id}
          onChange={(event) => onApp(event.currentTarget.value)}
        >
          {apps.map((one) => (
            <option key={one.id} value={one.id}>
              {one.tenant ? `${one.bot_name} (${one.tenant})` : one.bot_name}
            </option>
          ))}
        </select>
      )}
      <span class="grow" />
      {live ? (
        <span class={open > 0 ? "chip live" : "chip failed"} data-open={open}>
          {open > 0 ? `${open} ${say("connected")}` : say("notConnected")}
        </span>
      ) : (
        <span class="chip failed">{say("lost")}</span>
      )}
      <button
        type="button"
        class="quiet"
        data-switch="theme"
        onClick={() => {
          keep(other);
          setTheme(other);
        }}
      >
        {say(other)}
      </button>
      <button type="button" class="quiet" data-switch="language" onClick={onLanguage}>
        {say("language")}
      </button>
    </header>
  );
}
