// One message as its reader sees it, and what he can do with it.
import { api } from "../api";
import type { Json, Message } from "../api";
import { useAct, useDesk } from "../context";
import { Bolt } from "../icons";
import { object, text } from "../json";
import { Content } from "./content";
import { ReactionPicker, Reactions } from "./reactions";
import { summary } from "./summary";

interface Props {
  message: Message;
  target: Message | undefined; // what it answers
  user: string; // who reads
  onReply: () => void;
  onFollowUp: ((text: string) => Promise<unknown>) | undefined; // not once the talk has gone on
}

export function MessageView({ message, target, user, onReply, onFollowUp }: Props) {
  const { say } = useDesk();
  const { by } = message;
  if (message.recalled) {
    return (
      <li class="recalled" data-message={message.id}>
        {by.name} {say("recalled")}
      </li>
    );
  }
  if (message.type === "system") {
    return (
      <li class="divider" data-message={message.id}>
        {dividing(message)}
      </li>
    );
  }
  const mine = by.kind === "user" && by.name === user;
  return (
    <li class={mine ? "message mine" : "message"} data-message={message.id}>
      <Avatar name={by.name} bot={by.kind === "app"} />
      <div class="said">
        <div class="byline">
          <span class="author">{by.name}</span>
          <time>{clock(message.time_ms)}</time>
          {message.edits > 0 && <span>{say("edited")}</span>}
          {message.pinned && <span class="chip">{say("pinned")}</span>}
          {message.thread && <span class="chip">{say("thread")}</span>}
          {message.card?.streaming && <span class="chip">{say("streaming")}</span>}
          <Deeds message={message} user={user} mine={mine} onReply={onReply} />
        </div>
        <div class="bubble">
          {target && <div class="quote">{summary(target)}</div>}
          <Content message={message} user={user} />
        </div>
        <Reactions message={message} user={user} />
        {onFollowUp && <FollowUps texts={message.follow_ups ?? []} onChoose={onFollowUp} />}
      </div>
    </li>
  );
}

function dividing(message: Message): string {
  const { params } = object(message.content as Json | undefined);
  return text(object(object(params).divider_text).text);
}

export function Avatar({ name, bot }: { name: string; bot: boolean }) {
  const tint = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  return (
    <span class={bot ? "avatar bot" : `avatar tint-${tint}`} aria-hidden="true">
      {bot ? <Bolt /> : ([...name][0] ?? "?").toUpperCase()}
    </span>
  );
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hourCycle: "h23" });
}

interface FollowUpProps {
  texts: string[];
  onChoose: (text: string) => Promise<unknown>;
}

function FollowUps({ texts, onChoose }: FollowUpProps) {
  const { say } = useDesk();
  const act = useAct();
  if (texts.length === 0) return null;
  return (
    <div class="follow-ups" role="group" aria-label={say("followUps")}>
      {texts.map((one) => (
        <button key={one} type="button" onClick={() => void act(() => onChoose(one))}>
          {one}
        </button>
      ))}
    </div>
  );
}

interface DeedProps {
  message: Message;
  user: string;
  mine: boolean;
  onReply: () => void;
}

function Deeds({ message, user, mine, onReply }: DeedProps) {
  const { say } = useDesk();
  const act = useAct();
  return (
    <div class="deeds">
      <button type="button" class="quiet" onClick={onReply}>
        {say("reply")}
      </button>
      <ReactionPicker message={message} user={user} />
      {mine && (
        <button
          type="button"
          class="quiet"
          onClick={() => void act(() => api.recall(message.id))}
        >
          {say("recall")}
        </button>
      )}
    </div>
  );
}
