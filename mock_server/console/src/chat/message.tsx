// One message as its reader sees it, and what he can do with it.
import { useState } from "preact/hooks";
import { api } from "../api";
import type { Json, JsonObject, Message, Reaction } from "../api";
import { useAct, useDesk } from "../context";
import { emoji, offered } from "../emoji";
import { Bolt, Clip } from "../icons";
import { list, object, text } from "../json";
import { Link } from "../markdown";
import { Card, Picture } from "./card";

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

export function summary(message: Message): string {
  if (message.recalled) return "…";
  const content = object(message.content as Json | undefined);
  const said = named(message, text(content.text) || text(content.title) || `[${message.type}]`);
  const line = `${message.by.name}: ${said}`;
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

/** The text with the names of those whom it mentions. */
function named(message: Message, written: string): string {
  return (message.mentions ?? [])
    .reduce((all, one) => all.replaceAll(one.key, `@${one.name}`), written)
    .replaceAll("@_all", "@all");
}

function Content({ message, user }: { message: Message; user: string }) {
  const { say } = useDesk();
  const content = object(message.content as Json | undefined);
  switch (message.type) {
    case "text":
      return <p class="text">{named(message, text(content.text))}</p>;
    case "post":
      return <Post message={message} post={content} />;
    case "image":
      return <Picture imageKey={text(content.image_key)} alt={say("image")} />;
    case "file":
    case "audio":
    case "media":
      return (
        <a href={`/v1/resources/${encodeURIComponent(text(content.file_key))}`} download>
          <Clip /> {text(content.file_name) || say("file")}
        </a>
      );
    case "interactive":
      return <Card card={(message.card?.now ?? content) as Json} message={message.id} user={user} />;
    default:
      return <span class="chip">{message.type}</span>;
  }
}

function Post({ message, post }: { message: Message; post: JsonObject }) {
  return (
    <div>
      {text(post.title) && <p class="heading">{text(post.title)}</p>}
      {list(post.content).map((paragraph, index) => (
        <p key={index}>
          {list(paragraph).map((node, place) => (
            <Node key={place} node={object(node)} message={message} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Node({ node, message }: { node: JsonObject; message: Message }) {
  switch (text(node.tag)) {
    case "a":
      return <Link href={text(node.href)}>{text(node.text) || text(node.href)}</Link>;
    case "at":
      return <strong>{named(message, text(node.user_id))}</strong>;
    case "img":
      return <Picture imageKey={text(node.image_key)} alt="" />;
    case "emotion":
      return <span>{emoji[text(node.emoji_type)] ?? text(node.emoji_type)}</span>;
    case "code_block":
      return <code class="block">{text(node.text)}</code>;
    case "hr":
      return <hr />;
    default:
      return <span>{named(message, text(node.text))}</span>;
  }
}

function Reactions({ message, user }: { message: Message; user: string }) {
  const act = useAct();
  const byEmoji = new Map<string, Reaction[]>();
  for (const one of message.reactions) {
    byEmoji.set(one.emoji, [...(byEmoji.get(one.emoji) ?? []), one]);
  }
  if (byEmoji.size === 0) return null;
  return (
    <div class="reactions">
      {[...byEmoji].map(([name, all]) => {
        const mine = all.some((one) => one.kind === "user" && one.by === user);
        const change = () =>
          mine ? api.unreact(user, message.id, name) : api.react(user, message.id, name);
        return (
          <button
            key={name}
            type="button"
            class={mine ? "reaction mine" : "reaction"}
            title={all.map((one) => one.by).join(", ")}
            onClick={() => void act(change)}
          >
            {emoji[name] ?? name} {all.length}
          </button>
        );
      })}
    </div>
  );
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
  const [choosing, setChoosing] = useState(false);
  const react = (name: string) => {
    setChoosing(false);
    void act(() => api.react(user, message.id, name));
  };
  return (
    <div class="deeds">
      <button type="button" class="quiet" onClick={onReply}>
        {say("reply")}
      </button>
      <button
        type="button"
        class="quiet"
        aria-expanded={choosing}
        onClick={() => setChoosing(!choosing)}
      >
        {say("react")}
      </button>
      {choosing &&
        offered.map((name) => (
          <button key={name} type="button" class="quiet" title={name} onClick={() => react(name)}>
            {emoji[name]}
          </button>
        ))}
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
