// How people and bots react to a message.
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { Message, Reaction } from "../api";
import { useAct, useDesk } from "../context";
import { emoji, offered } from "../emoji";

export function Reactions({ message, user }: { message: Message; user: string }) {
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

export function ReactionPicker({ message, user }: { message: Message; user: string }) {
  const { say } = useDesk();
  const act = useAct();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const react = (name: string) => {
    close();
    void act(() => api.react(user, message.id, name));
  };
  return (
    <span
      onKeyDown={(event) => {
        if (open && event.key === "Escape") close();
      }}
    >
      <button
        ref={opener}
        type="button"
        class="quiet"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {say("react")}
      </button>
      {open &&
        offered.map((name) => (
          <button key={name} type="button" class="quiet" title={name} onClick={() => react(name)}>
            {emoji[name]}
          </button>
        ))}
    </span>
  );
}
