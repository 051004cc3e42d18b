// What a message holds, each kind in its own way.
import { titleOf } from "../api";
import type { Json, Message } from "../api";
import { Card } from "../card/card";
import { useDesk, useStore } from "../context";
import { Clip } from "../icons";
import { object, text } from "../json";
import { usePeople } from "../people";
import { Picture } from "../picture";
import { Post } from "./post";
import { named, summary } from "./summary";

export function Content({ message, user }: { message: Message; user: string }) {
  const { say } = useDesk();
  const people = usePeople();
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
      return <File fileKey={text(content.file_key)} name={text(content.file_name)} />;
    case "interactive":
      return <Card card={(message.card?.now ?? content) as Json} message={message.id} user={user} />;
    case "share_user":
      return <Shared kind={say("sharedUser")} name={people.nameOf(text(content.user_id))} />;
    case "share_chat":
      return <SharedChat id={text(content.chat_id)} />;
    case "merge_forward":
      return <Forwarded messages={message.inside ?? []} />;
    default:
      return <span class="chip">{message.type}</span>;
  }
}

function File({ fileKey, name }: { fileKey: string; name: string }) {
  const { say } = useDesk();
  const called = name || say("file");
  return (
    <a href={`/v1/resources/${encodeURIComponent(fileKey)}`} download={called}>
      <Clip /> {called}
    </a>
  );
}

function Forwarded({ messages }: { messages: Message[] }) {
  const { say } = useDesk();
  return (
    <div>
      <span class="kind">{say("forwarded")}</span>
      <ul>
        {messages.map((one) => (
          <li key={one.id}>{summary(one)}</li>
        ))}
      </ul>
    </div>
  );
}

function SharedChat({ id }: { id: string }) {
  const { say } = useDesk();
  const chat = useStore().chats.find((one) => one.id === id);
  return <Shared kind={say("sharedChat")} name={chat ? titleOf(chat) : id} />;
}

function Shared({ kind, name }: { kind: string; name: string }) {
  return (
    <p>
      <span class="kind">{kind}</span> <strong>{name}</strong>
    </p>
  );
}
