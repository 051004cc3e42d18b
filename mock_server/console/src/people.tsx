// Who is behind the ids by which apps name users and bots.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App, User } from "./api";

export class People {
  private names = new Map<string, string>();

  constructor(users: User[], apps: App[]) {
    for (const user of users) this.learn(user.name, user);
    for (const app of apps) this.learn(app.bot_name, app);
  }

  /** The id itself where nobody has it. */
  nameOf(id: string): string {
    return this.names.get(id) ?? id;
  }

  private learn(name: string, { union_id, open_ids }: Pick<User, "union_id" | "open_ids">): void {
    for (const id of [union_id, ...Object.values(open_ids)]) this.names.set(id, name);
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
