// The calls of the control API that this page makes, and what they give.

export interface App {
  id: string;
  bot_name: string;
  tenant: string; // empty: that of all who name none
  union_id: string;
  open_ids: OpenIds;
}

export interface User {
  name: string;
  tenant: string;
  union_id: string;
  user_id: string;
  open_ids: OpenIds;
}

/** By app: each knows a person or a bot by an id of its own. */
export type OpenIds = { [app: string]: string };

export interface Chat {
  id: string;
  name: string;
  title: string; // what people read, once a group was named anew
  type: "p2p" | "group";
  user: string;
  app: string;
  messages: number;
  last_ms: number;
}

/** The same before a group has its first message, and on a platform that is started again. */
export function keyOf(chat: Chat): string {
  return `${chat.type} ${chat.name} ${chat.app}`;
}

export function titleOf(chat: Chat): string {
  return chat.title || chat.name;
}

export interface Mention {
  key: string;
  name: string;
}

export interface Reaction {
  emoji: string;
  by: string;
  kind: "user" | "app";
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Message {
  id: string;
  by: { kind: "user" | "app"; name: string };
  type: string;
  time_ms: number;
  edits: number;
  recalled: boolean;
  pinned: boolean;
  reply_to: string;
  thread: string;
  reactions: Reaction[];
  content?: JsonObject | string;
  mentions?: Mention[];
  follow_ups?: string[]; // what its reader is offered to say next
  inside?: Message[]; // the copies in a merged message
  card?: { now: JsonObject | string; streaming: boolean; states: unknown[] };
}

export interface Connection {
  connection: number;
  peer: string;
  app: string;
  live: boolean;
  ghost: boolean;
  age_ms: number;
  ping_age_ms?: number;
  pings: number;
  pushes: number;
  acks: number;
}

export interface Call {
  call: number;
  operation: string;
  target: string;
  peer: string;
  latency_ms?: number;
  http_status?: number;
  code?: number;
  outcome?: string;
}

export interface Fault {
  fault: string;
  target: string;
  what: string;
}

export interface Outcome {
  code: number;
  why: string;
  toast?: { type?: string; content?: string };
}

/** A record of the history, as docs/history.md has it. */
export interface HistoryRecord {
  id: number;
  us: number;
  kind: string;
  [member: string]: string | number | boolean;
}

export interface Snapshot {
  record: number;
  us: number;
  time_ms: number;
  apps: App[];
}

/** The platform was not there to answer; whether it has done what was asked is not known. */
export class Unreachable extends Error {}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const init: RequestInit = { method };
  if (body) init.body = JSON.stringify(body);
  const response = await fetch(path, init).catch(() => {
    throw new Unreachable();
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

const part = encodeURIComponent;

export const api = {
  snapshot: () => call<Snapshot>("GET", "/v1/snapshot"),
  users: async () => (await call<{ users: User[] }>("GET", "/v1/users")).users,
  chats: async () => (await call<{ chats: Chat[] }>("GET", "/v1/chats")).chats,
  messages: async (chat: string) =>
    (await call<{ messages: Message[] }>("GET", `/v1/chats/${part(chat)}/messages`)).messages,
  connections: async () =>
    (await call<{ connections: Connection[] }>("GET", "/v1/connections")).connections,
  calls: async () => (await call<{ calls: Call[] }>("GET", "/v1/calls?limit=100")).calls,
  faults: async () => (await call<{ faults: Fault[] }>("GET", "/v1/faults")).faults,

  write: (message: object) => call<{ message: string }>("POST", "/v1/messages", message),
  recall: (message: string) => call("DELETE", `/v1/messages/${part(message)}`),
  react: (user: string, message: string, emoji: string) =>
    call("POST", "/v1/reactions", { user, message, emoji }),
  unreact: (user: string, message: string, emoji: string) =>
    call(
      "DELETE",
      `/v1/reactions?user=${part(user)}&message=${part(message)}&emoji=${part(emoji)}`,
    ),
  click: (user: string, message: string, value: Json | undefined, action: JsonObject) =>
    call<Outcome>("POST", "/v1/clicks", {
      user,
      message,
      action,
      ...(value === undefined ? {} : { value }),
    }),
  enter: (user: string, app: string) => call("POST", "/v1/enter", { user, app }),
  menu: (user: string, key: string, app: string) => call("POST", "/v1/menu", { user, key, app }),
  end: (connection: number, how: string) =>
    call("DELETE", `/v1/connections/${connection}?how=${part(how)}`),
  verify: async (by: "count" | "probe", app: string) =>
    (await call<{ ok: boolean }>("POST", "/v1/verify", { by, app })).ok,
  beginFault: (name: string, fault: JsonObject) => call("PUT", `/v1/faults/${part(name)}`, fault),
  heal: (name: string) => call("DELETE", `/v1/faults/${part(name)}`),
  reset: () => call("POST", "/v1/reset"),
};
