// Where a person writes, in the name of the user that he has chosen to be.
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { App, Chat, Message } from "../api";
import { useAct, useDesk } from "../context";
import { Clip } from "../icons";
import { summary } from "./message";

interface Props {
  chat: Chat;
  app: App;
  user: string;
  speak: (content: object) => Promise<unknown>; // in this chat, as this user
  answering: Message | undefined;
  onAnswered: () => void;
}

export function Composer({ chat, app, user, speak, answering, onAnswered }: Props) {
  const { say } = useDesk();
  const act = useAct();
  const [written, setWritten] = useState("");
  const [mention, setMention] = useState(true);
  const [inThread, setInThread] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const group = chat.type === "group";

  const send = async (content: object) => {
    const place = answering ? { reply_to: answering.id, in_thread: inThread } : {};
    if (await act(() => speak({ ...place, ...content }))) onAnswered();
  };
  const sendText = async () => {
    const text = written.trim();
    if (!text) return;
    setWritten("");
    await send({ text, ...(group ? { mentions: mention ? [app.id] : [] } : {}) });
  };
  const sendFile = async (file: File | undefined) => {
    if (!file) return;
    const data = await base64(file);
    await send(
      file.type.startsWith("image/") ? { image: { data } } : { file: { name: file.name, data } },
    );
  };
  const choose = () => {
    const key = prompt(say("menuKey"));
    if (key) void act(() => api.menu(user, key, app.id));
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void sendText();
      }}
    >
      {answering && (
        <div class="answering">
          <span class="quote">{summary(answering)}</span>
          <label>
            <input
              type="checkbox"
              checked={inThread}
              onChange={(event) => setInThread(event.currentTarget.checked)}
            />
            {say("inThread")}
          </label>
          <button type="button" class="quiet" onClick={onAnswered}>
            {say("cancel")}
          </button>
        </div>
      )}
      <textarea
        rows={2}
        aria-label={say("write")}
        placeholder={say("write")}
        value={written}
        onInput={(event) => setWritten(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void sendText();
        }}
      />
      <div class="row">
        <button
          type="button"
          class="quiet"
          title={say("attach")}
          aria-label={say("attach")}
          onClick={() => picker.current?.click()}
        >
          <Clip />
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          onChange={(event) => {
            void sendFile(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        {group ? (
          <label>
            <input
              type="checkbox"
              checked={mention}
              onChange={(event) => setMention(event.currentTarget.checked)}
            />
            {say("mention")} @{app.bot_name}
          </label>
        ) : (
          <button type="button" class="quiet" onClick={choose}>
            {say("menu")}
          </button>
        )}
        <span class="grow" />
        <button type="submit" class="primary" disabled={!written.trim()}>
          {say("send")}
        </button>
      </div>
    </form>
  );
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });
}
