// One chat: its messages, and where to write.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { App, Chat, Message } from "../api";
import { useDesk, useStore } from "../context";
import { Composer } from "./composer";
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
  return <Conversation key={`${chat.type} ${chat.name} ${chat.app}`} chat={chat} app={app} />;
}

function Conversation({ chat, app }: { chat: Chat; app: App }) {
  const { say } = useDesk();
  const state = useStore();
  const group = chat.type === "group";
  const [speaker, setSpeaker] = useState("");
  const [answering, setAnswering] = useState<Message>();
  const colleagues = state.users.filter((one) => one.tenant === app.tenant);
  const names = colleagues.map((one) => one.name);
  const anybody = app.tenant ? `user@${app.tenant}` : "user";
  const user = group ? speaker || (names[0] ?? anybody) : chat.user;
  const to = state.apps.find((one) => one.id === chat.app) ?? app;
  const speak = (content: object) =>
    api.write({ chat: chat.name, chat_type: chat.type, user, app: to.id, ...content });
  const messages = new Map(state.messages.map((message) => [message.id, message]));
  const bottom = useRef<HTMLLIElement>(null);
  const newest = state.messages.at(-1);
  useEffect(() => bottom.current?.scrollIntoView({ block: "end" }), [newest?.id, chat.id]);
  return (
    <section class="conversation" aria-label={say("chat")}>
      <div class="bar">
        <h2>{chat.name}</h2>
        {group ? (
          <Speakers names={names} user={user} onChoose={setSpeaker} />
        ) : (
          <span class="kind">@{state.apps.find((one) => one.id === chat.app)?.bot_name}</span>
        )}
      </div>
      <ol class="messages" aria-live="polite">
        {state.messages.length === 0 && <li class="empty">{say("noMessages")}</li>}
        {state.messages.map((message) => (
          <MessageView
            key={message.id}
            message={message}
            target={messages.get(message.reply_to)}
            user={user}
            onReply={() => setAnswering(message)}
            onFollowUp={message === newest ? (text) => speak({ text }) : undefined}
          />
        ))}
        <li ref={bottom} class="bottom" />
      </ol>
      <Composer
        chat={chat}
        app={to}
        user={user}
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
