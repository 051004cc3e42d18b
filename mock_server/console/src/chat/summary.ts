// What a message says, in a line and with names.
import type { Json, Message } from "../api";
import { object, text } from "../json";

export function summary(message: Message): string {
  if (message.recalled) return "…";
  const content = object(message.content as Json | undefined);
  const said = named(message, text(content.text) || text(content.title) || `[${message.type}]`);
  const line = `${message.by.name}: ${said}`;
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

/** The text with the names of those whom it mentions. */
export function named(message: Message, written: string): string {
  return (message.mentions ?? [])
    .reduce((all, one) => all.replaceAll(one.key, `@${one.name}`), written)
    .replaceAll("@_all", "@all");
}
