// Where a person writes, in the name of the user that he has chosen to be.
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { api, keyOf } from "../api";
import type { App, Chat, Message } from "../api";
import { useAct, useDesk } from "../context";
import { Clip } from "../icons";
import { remember, remembered } from "../memory";
import { summary } from "./summary";

// What the platform takes for an image; all else goes as a file.
const pictures = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/bmp",
  "image/tiff",
  "image/x-icon",
  "image/vnd.microsoft.icon",
]);

interface Props {
  chat: Chat;
  app: App;
  user: string;
  field: RefObject<HTMLTextAreaElement>;
  speak: (content: object) => Promise<unknown>; // in this chat, as this user
  answering: Message | undefined;
  onAnswered: () => void;
}

export function Composer(props: Props) {
  const { chat, app, user, field, speak, answering, onAnswered } = props;
  const { say, toast } = useDesk();
  const act = useAct();
  const [written, write] = useUnsent(keyOf(chat));
  const [sending, setSending] = useState(false);
  const [mention, setMention] = useState(true);
  const [inThread, setInThread] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const group = chat.type === "group";

  const send = async (content: object) => {
    const place = answering ? { reply_to: answering.id, in_thread: inThread } : {};
    const sent = await act(() => speak({ ...place, ...content }));
    if (sent) onAnswered();
    return sent;
  };
  const sendText = async () => {
    const text = written.trim();
    if (!text || sending) return;
    setSending(true);
    if (await send({ text, ...(group ? { mentions: mention ? [app.id] : [] } : {}) })) write("");
    setSending(false);
  };
  const sendFile = async (file: File | undefined) => {
    if (!file) return;
    if (file.size === 0) return toast(say("emptyFile"), "warning");
    const data = await base64(file);
    await send(pictures.has(file.type) ? { image: { data } } : { file: { name: file.name, data } });
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
        ref={field}
        rows={2}
        readOnly={sending}
        aria-label={say("write")}
        placeholder={say("write")}
        value={written}
        onInput={(event) => write(event.currentTarget.value)}
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
        <button type="submit" class="primary" disabled={sending || !written.trim()}>
          {say("send")}
        </button>
      </div>
    </form>
  );
}

/** What stands in the field of a chat outlives a look into another one, and a reload. */
function useUnsent(chat: string): [string, (text: string) => void] {
  const key = `unsent ${chat}`;
  const [written, setWritten] = useState(remembered(key, "sessionStorage") ?? "");
  const write = (text: string) => {
    setWritten(text);
    remember(key, text, "sessionStorage");
  };
  return [written, write];
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });
}
