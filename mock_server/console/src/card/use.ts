// What the elements of a card share: how one of them is used, and what that sends.
import { createContext } from "preact";
import type { Json, JsonObject } from "../api";
import { list, object, text } from "../json";

export interface CardUse {
  use: (value: Json | undefined, action: JsonObject) => Promise<void>;
  busy: boolean; // the app is being asked
}

export const CardContext = createContext<CardUse>({ use: () => Promise.resolve(), busy: false });

/** What a click sends, in either kind of card; nothing for elements that only open a page. */
export function callback(element: JsonObject): { value: Json | undefined; calls: boolean } {
  const behaviors = list(element.behaviors).map(object);
  const own = behaviors.find((one) => one.type === "callback");
  if (own) return { value: own.value, calls: true };
  return { value: element.value, calls: behaviors.length === 0 && !text(element.url) };
}

/** The action's members by which the app knows the element. */
export function actor(element: JsonObject): JsonObject {
  const name = text(element.name);
  return { tag: text(element.tag), ...(name ? { name } : {}) };
}

export function linkOf(element: JsonObject): string {
  const opening = list(element.behaviors).map(object).find((one) => one.type === "open_url");
  return text(opening?.default_url) || text(element.url);
}
