// One chat: its messages, and where to write.
import { useMemo, useRef, useState } from "preact/hooks";
import { api, keyOf, titleOf } from "../api";
import type { App, Chat, Message } from "../api";
import { useDesk, useStore } from "../context";
import { People, PeopleContext } from "../people";
import { Composer } from "./composer";
import { useFollowing } from "./following";
import { MessageView } from "./message";

export function ChatView({ app }: { app: App }) {
  const { say } = useDesk();
  const state = useStore();
  const chat = [...state.chats, ...state.drafts].find((one) => one.id === state.chat);
  if (!chat) {
    return (
      <section class="conversation" aria-label={say("chat")}>
        <p class="empty">{say("noChat")}</p>
      </section>
    );
  }
  // A chat of its own for each, so that nothing half written moves from one to the other.
  return <Conversation key={keyOf(chat)} chat={chat} app={app} />;
}

function Conversation({ chat, app }: { chat: Chat; app: App }) {
  const { say } = useDesk();
  const state = useStore();
  const group = chat.type === "group";
  const [speaker, setSpeaker] = useState("");
  const [answering, setAnswering] = useState<Message>();
  const field = useRef<HTMLTextAreaElement>(null);
  const answer = (message: Message) => {
    setAnswering(message);
    field.current?.focus();
  };
  const colleagues = state.users.filter((one) => one.tenant === app.tenant);
  const names = colleagues.map((one) => one.name);
  const anybody = app.tenant ? `user@${app.tenant}` : "user";
  const user = group ? speaker || (names[0] ?? anybody) : chat.user;
  const to = state.apps.find((one) => one.id === chat.app) ?? app;
  const messages = new Map(state.messages.map((message) => [message.id, message]));
  const newest = state.messages.at(-1);
  const { sheet, unseen, onScroll, follow } = useFollowing(newest?.id);
  const people = useMemo(() => new People(state.users, state.apps), [state.users, state.apps]);
  const speak = async (content: object) => {
    await api.write({ chat: chat.name, chat_type: chat.type, user, app: to.id, ...content });
    follow();
  };
  return (
    <section class="conversation" aria-label={say("chat")}>
      <div class="bar">
        <h2>{titleOf(chat)}</h2>
        {group ? (
          <Speakers names={names} user={user} onChoose={setSpeaker} />
        ) : (
          <span class="kind">@{state.apps.find((one) => one.id === chat.app)?.bot_name}</span>
        )}
      </div>
      <div class="sheet" ref={sheet} onScroll={onScroll}>
        <PeopleContext.Provider value={people}>
          <ol class="messages" aria-live="polite">
            {state.messages.length === 0 && <li class="empty">{say("noMessages")}</li>}
            {state.messages.map((message) => (
              <MessageView
                key={message.id}
                message={message}
                target={messages.get(message.reply_to)}
                user={user}
                onReply={() => answer(message)}
                onFollowUp={message === newest ? (text) => speak({ text }) : undefined}
              />
            ))}
          </ol>
        </PeopleContext.Provider>
      </div>
      {unseen && (
        <button type="button" class="unseen primary" onClick={follow}>
          {say("newMessages")} ↓
        </button>
      )}
      <Composer
        chat={chat}
        app={to}
        user={user}
        field={field}
        speak={speak}
        answering={answering}
        onAnswered={() => setAnswering(undefined)}
      />
    </section>
  );
}

interface SpeakerProps {
  names: string[];
  user: string;
  onChoose: (name: string) => void;
}

function Speakers({ names, user, onChoose }: SpeakerProps) {
  const { say } = useDesk();
  const other = "\n"; // nobody is called so
  const choose = (name: string) => {
    const chosen = name === other ? prompt(say("userName"))?.trim() : name;
    if (chosen) onChoose(chosen);
  };
  return (
    <label class="speaker">
      {say("as")}{" "}
      <select value={user} onChange={(event) => choose(event.currentTarget.value)}>
        {[...new Set([user, ...names])].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={other}>{say("otherUser")}</option>
      </select>
    </label>
  );
}
