// A post: a title, and paragraphs of pieces.
import type { ComponentChildren } from "preact";
import type { JsonObject, Message } from "../api";
import { emoji } from "../emoji";
import { list, object, text } from "../json";
import { Link } from "../markdown";
import { Picture } from "../picture";
import { named } from "./summary";

export function Post({ message, post }: { message: Message; post: JsonObject }) {
  return (
    <div>
      {text(post.title) && <p class="heading">{text(post.title)}</p>}
      {list(post.content).map((paragraph, index) => (
        <p key={index}>
          {list(paragraph)
            .map(object)
            .map((node, place) => (
              <Styled key={place} styles={list(node.style).map(text)}>
                <Node node={node} message={message} />
              </Styled>
            ))}
        </p>
      ))}
    </div>
  );
}

const marks = [
  ["bold", "strong"],
  ["italic", "em"],
  ["underline", "u"],
  ["lineThrough", "del"],
] as const;

function Styled({ styles, children }: { styles: string[]; children: ComponentChildren }) {
  let styled = <>{children}</>;
  for (const [style, Mark] of marks) {
    if (styles.includes(style)) styled = <Mark>{styled}</Mark>;
  }
  return styled;
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
