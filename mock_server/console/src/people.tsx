// Who is behind the ids by which apps name users and bots.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App, OpenIds, User } from "./api";

export class People {
  private names = new Map<string, string>();

  constructor(users: User[], apps: App[]) {
    for (const one of users) this.learn(one.name, [one.user_id, one.union_id], one.open_ids);
    for (const one of apps) this.learn(one.bot_name, [one.union_id], one.open_ids);
  }

  /** The id itself where nobody has it. */
  nameOf(id: string): string {
    return this.names.get(id) ?? id;
  }

  private learn(name: string, ids: string[], openIds: OpenIds): void {
    for (const id of [...ids, ...Object.values(openIds)]) this.names.set(id, name);
  }
}

export const PeopleContext = createContext(new People([], []));

export function usePeople(): People {
  return useContext(PeopleContext);
}

export function Persons({ ids }: { ids: string[] }) {
  const people = usePeople();
  return <span>{ids.map((id) => people.nameOf(id)).join(", ")}</span>;
}
