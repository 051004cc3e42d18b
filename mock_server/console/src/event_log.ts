// Events and callbacks with their pushes and acks, gathered from the records of the history.
import type { HistoryRecord } from "./api";

export type Standing = "waiting" | "acked" | "failed" | "abandoned";

export interface PlatformEvent {
  id: string;
  type: string;
  about: string; // the message
  pushes: number;
  connections: number[];
  acks: string[]; // codes, with `late`
  standing: Standing;
  why: string;
  ackMs: number | undefined; // from the last push to its ack
}

const shown = 200;

export class EventLog {
  private events = new Map<string, PlatformEvent>(); // the oldest first
  private pushedUs = new Map<string, number>(); // by delivery

  /** Whether the record was about an event. */
  take(record: HistoryRecord): boolean {
    const id = String(record.event ?? "");
    if (!id) return false;
    const event = this.find(id, record);
    switch (record.kind) {
      case "pushed":
        event.pushes += 1;
        event.connections = [...event.connections, Number(record.connection)];
        event.standing = "waiting";
        this.pushedUs.set(String(record.delivery), record.us);
        return true;
      case "acked":
        this.ack(event, record);
        return true;
      case "push-failed":
        event.standing = "failed";
        event.why = String(record.why);
        return true;
      case "delivery-abandoned":
        event.standing = "abandoned";
        return true;
      case "callback-settled":
        if (record.why) Object.assign(event, { standing: "failed", why: String(record.why) });
        return true;
      default:
        return true;
    }
  }

  /** Copies, the newest first. */
  newest(): PlatformEvent[] {
    return [...this.events.values()].slice(-shown).reverse().map((event) => ({ ...event }));
  }

  private find(id: string, record: HistoryRecord): PlatformEvent {
    let event = this.events.get(id);
    if (!event) {
      event = {
        id,
        type: String(record.type ?? "im.message.receive_v1"),
        about: String(record.message ?? ""),
        pushes: 0,
        connections: [],
        acks: [],
        standing: "waiting",
        why: "",
        ackMs: undefined,
      };
      this.events.set(id, event);
    }
    return event;
  }

  private ack(event: PlatformEvent, record: HistoryRecord): void {
    event.acks = [...event.acks, `${record.code}${record.late ? " late" : ""}`];
    const pushed = this.pushedUs.get(String(record.delivery));
    if (pushed !== undefined) event.ackMs = (record.us - pushed) / 1000;
    event.standing = record.code === 200 && !record.late ? "acked" : "failed";
    if (event.standing === "failed") event.why = record.late ? "late" : `ack ${record.code}`;
  }
}
