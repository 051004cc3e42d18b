// The chats that there are, and how to open another one.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, titleOf } from "../api";
import type { App, Chat } from "../api";
import { useAct, useDesk, useStore } from "../context";
import { Plus } from "../icons";
import { Avatar } from "./message";

interface Props {
  app: App;
  onOpen: () => void;
}

export function ChatList({ app, onOpen }: Props) {
  const { store, say } = useDesk();
  const state = useStore();
  const [opening, setOpening] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const chats = [...state.drafts, ...state.chats].sort((a, b) => b.last_ms - a.last_ms);
  const open = (chat: Chat) => {
    store.open(chat.id);
    onOpen();
  };
  return (
    <nav class="chats" aria-label={say("chats")}>
      <div class="bar">
        <h2>{say("chats")}</h2>
        <button
          ref={opener}
          type="button"
          class="primary"
          aria-expanded={opening}
          onClick={() => setOpening(!opening)}
        >
          <Plus /> {say("newChat")}
        </button>
      </div>
      {opening && (
        <NewChat
          app={app}
          onDone={() => {
            setOpening(false);
            onOpen();
          }}
          onCancel={() => {
            setOpening(false);
            opener.current?.focus();
          }}
        />
      )}
      {chats.length === 0 && <p class="empty">{say("noChats")}</p>}
      <ul>
        {chats.map((chat) => (
          <li key={chat.id}>
            <button
              type="button"
              class="chat"
              aria-current={chat.id === state.chat}
              onClick={() => open(chat)}
            >
              <Avatar name={titleOf(chat)} bot={false} />
              <span class="grow">
                <span class="name">{titleOf(chat)}</span>
                <span class="kind">
                  {say(chat.type)}
                  {chat.title && chat.title !== chat.name && ` · ${chat.name}`}
                  {state.apps.length > 1 && chat.app && ` · ${botOf(chat, state.apps)}`}
                </span>
              </span>
              <span class="count">{chat.messages}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function botOf(chat: Chat, apps: App[]): string {
  return apps.find((app) => app.id === chat.app)?.bot_name ?? chat.app;
}

interface NewChatProps {
  app: App;
  onDone: () => void;
  onCancel: () => void;
}

function NewChat({ app, onDone, onCancel }: NewChatProps) {
  const { store, say } = useDesk();
  const act = useAct();
  const [kind, setKind] = useState<Chat["type"]>("p2p");
  const [name, setName] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const open = async () => {
    const wanted = name.trim();
    if (!wanted) return;
    if (kind === "group") {
      store.draft(wanted);
      return onDone();
    }
    const entered = await act(async () => {
      await api.enter(wanted, app.id);
      const chats = await api.chats();
      const chat = chats.find((one) => one.user === wanted && one.app === app.id);
      if (chat) store.open(chat.id);
    });
    if (entered) onDone();
  };
  return (
    <form
      class="new-chat"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing) onCancel();
      }}
    >
      <div class="segments" role="group">
        {(["p2p", "group"] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            {say(one)}
          </button>
        ))}
      </div>
      <div class="row">
        <input
          ref={field}
          class="grow"
          type="text"
          aria-label={say(kind === "p2p" ? "chatName" : "groupName")}
          placeholder={say(kind === "p2p" ? "chatName" : "groupName")}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          {say("open")}
        </button>
      </div>
    </form>
  );
}
