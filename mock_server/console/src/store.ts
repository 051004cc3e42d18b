// What the page knows of the platform. The platform is asked again about whatever its history says
// has changed: what it answers is the truth, and nothing is worked out twice.
import { api } from "./api";
import type {
  App,
  Call,
  Chat,
  Connection,
  Fault,
  HistoryRecord,
  Message,
  Snapshot,
  User,
} from "./api";
import { EventLog } from "./event_log";
import type { PlatformEvent } from "./event_log";
import { remember, remembered } from "./memory";

export interface State {
  live: boolean; // whether the history is being followed
  apps: App[];
  users: User[];
  chats: Chat[];
  drafts: Chat[]; // groups that nobody has written in yet
  chat: string; // id of the one that is open; empty for none
  messages: Message[];
  connections: Connection[];
  connectionsAt: number; // when they were asked for
  calls: Call[];
  faults: Fault[];
  events: PlatformEvent[];
}

type Topic = "chats" | "connections" | "calls" | "faults" | "events";

const topicsOf: { [kind: string]: Topic[] } = {
  "message-accepted": ["chats"],
  "answer-visible": ["chats"],
  "message-edited": ["chats"],
  "message-recalled": ["chats"],
  "reaction-changed": ["chats"],
  "chat-changed": ["chats"],
  "card-changed": ["chats"],
  "callback-settled": ["chats"],
  "connection-opened": ["connections"],
  "connection-closed": ["connections"],
  "control-received": ["connections"],
  pushed: ["connections"],
  acked: ["connections"],
  "call-began": ["calls"],
  "call-ended": ["calls", "chats"],
  "fault-began": ["faults"],
  "fault-ended": ["faults"],
  "platform-reset": ["chats", "connections", "calls", "faults"],
};

const everything: Topic[] = ["chats", "connections", "calls", "faults"];
const pauseMs = 80; // between two rounds of questions
const sameBeginMs = 2000; // two clocks say when the platform began
const recordsBefore = 2000; // of which the list of events is made when the page is opened

export class Store {
  state: State = {
    live: false,
    apps: [],
    users: [],
    chats: [],
    drafts: [],
    chat: remembered("chat", "sessionStorage") ?? "",
    messages: [],
    connections: [],
    connectionsAt: 0,
    calls: [],
    faults: [],
    events: [],
  };

  private listeners = new Set<() => void>();
  private log = new EventLog();
  private changed = new Set<Topic>();
  private round: number | undefined;
  private platformBegan = 0;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async begin(): Promise<void> {
    const snapshot = await api.snapshot();
    this.platformBegan = beginOf(snapshot);
    this.set({ apps: snapshot.apps });
    this.mark(everything);
    this.follow(Math.max(0, snapshot.record - recordsBefore));
  }

  open(chat: string): void {
    this.set({ chat, messages: [] });
    this.mark(["chats"]);
  }

  /** A group comes into being with its first message; until then it is the page's alone. */
  draft(name: string): void {
    const known = [...this.state.chats, ...this.state.drafts].find(
      (chat) => chat.type === "group" && chat.name === name,
    );
    const id = known?.id ?? `draft-${name}`;
    if (!known) {
      const group = { id, name, title: "", type: "group", user: "", app: "" } as const;
      this.set({ drafts: [...this.state.drafts, { ...group, messages: 0, last_ms: 0 }] });
    }
    this.open(id);
  }

  private follow(after: number): void {
    const source = new EventSource(`/v1/events?after=${after}`);
    let lost = false;
    source.onopen = () => {
      if (lost) void this.meetAgain(source);
      lost = false;
      this.set({ live: true });
    };
    source.onerror = () => {
      lost = true;
      this.set({ live: false });
    };
    source.onmessage = (event: MessageEvent<string>) => {
      this.hear(JSON.parse(event.data) as HistoryRecord);
    };
  }

  /** What answers again may be another platform, which knows nothing of what is shown here. */
  private async meetAgain(source: EventSource): Promise<void> {
    try {
      const began = beginOf(await api.snapshot());
      if (Math.abs(began - this.platformBegan) < sameBeginMs) return this.mark(everything);
      source.close();
      this.forget();
      await this.begin();
    } catch {
      // It is gone once more, and the source tries again.
    }
  }

  private hear(record: HistoryRecord): void {
    if (record.kind === "platform-reset") this.forget();
    if (this.log.take(record)) this.mark(["events"]);
    this.mark(topicsOf[record.kind] ?? []);
  }

  private forget(): void {
    this.log = new EventLog();
    this.set({ chat: "", messages: [], drafts: [], events: [] });
  }

  private set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    if (change.chat !== undefined) remember("chat", change.chat, "sessionStorage");
    this.listeners.forEach((listener) => listener());
  }

  private mark(topics: Topic[]): void {
    topics.forEach((topic) => this.changed.add(topic));
    if (this.changed.size > 0 && this.round === undefined) {
      this.round = window.setTimeout(() => void this.ask(), pauseMs);
    }
  }

  private async ask(): Promise<void> {
    const topics = [...this.changed];
    this.changed.clear();
    try {
      await Promise.all(topics.map((topic) => this.askAbout(topic)));
    } catch {
      // The platform is gone, as `live` says; when it is back the history tells what to ask.
    }
    this.round = undefined;
    this.mark([]);
  }

  private async askAbout(topic: Topic): Promise<void> {
    if (topic === "events") this.set({ events: this.log.newest() });
    if (topic === "connections") {
      const connections = await api.connections();
      this.set({ connections, connectionsAt: performance.now() });
    }
    if (topic === "calls") this.set({ calls: await api.calls() });
    if (topic === "faults") this.set({ faults: await api.faults() });
    if (topic === "chats") await this.askAboutChats();
  }

  private async askAboutChats(): Promise<void> {
    const [users, chats] = await Promise.all([api.users(), api.chats()]);
    const begun = this.state.drafts.filter((draft) => chats.some((chat) => same(chat, draft)));
    const drafts = this.state.drafts.filter((draft) => !begun.includes(draft));
    const open = begun.find((draft) => draft.id === this.state.chat);
    const chat = open ? (chats.find((one) => same(one, open))?.id ?? "") : this.state.chat;
    this.set({ users, chats, drafts, chat });
    if (!chats.some((one) => one.id === chat)) return;
    const messages = await api.messages(chat);
    if (this.state.chat === chat) this.set({ messages });
  }
}

function beginOf(snapshot: Snapshot): number {
  return snapshot.time_ms - snapshot.us / 1000;
}

function same(chat: Chat, draft: Chat): boolean {
  return chat.type === draft.type && chat.name === draft.name;
}
