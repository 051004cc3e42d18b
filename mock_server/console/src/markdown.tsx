// Markdown of cards and posts as elements of the page. The library only takes it apart: no text of
// a chat is ever read as HTML.
import { Marked } from "marked";
import type { Token, Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { usePeople } from "./people";
import type { People } from "./people";

const reader = new Marked({ breaks: true });

export function Markdown({ text }: { text: string }) {
  const people = usePeople();
  return <div class="markdown">{blocks(reader.lexer(plain(text, people)))}</div>;
}

// Feishu's own tags, as far as people read them.
function plain(text: string, people: People): string {
  const called = (ids: string, before: string) =>
    ids.split(",").map((id) => before + literal(people.nameOf(id.trim()))).join(" ");
  return text
    .replace(
      /<at\s+(?:ids?|user_id|open_id|email)\s*=\s*["']?([^"'>]*?)["']?\s*(?:\/>|>([^<]*)<\/at>|>)/g,
      (_, ids: string, name: string | undefined) => (name ? `@${name}` : called(ids, "@")),
    )
    .replace(
      /<person\s+id\s*=\s*["']?([^"'\s>]*)["']?[^>]*>(?:[^<]*<\/person>)?/g,
      (_, id: string) => called(id, ""),
    )
    .replace(/<\/?(?:font|text_tag|number_tag)[^>]*>/g, "")
    .replace(/<br\s*\/?>/g, "\n");
}

// A name may hold what would be a mark elsewhere.
function literal(name: string): string {
  return name.replace(/[\\`*_~[\]<>#|]/g, "\\$&");
}

function blocks(tokens: Token[]): ComponentChildren {
  return tokens.map((token) => block(token));
}

function block(token: Token): ComponentChildren {
  switch (token.type) {
    case "heading":
      return <p class={`heading heading-${(token as Tokens.Heading).depth}`}>{inline(token)}</p>;
    case "paragraph":
      return <p>{inline(token)}</p>;
    case "text":
      return <span>{inline(token)}</span>;
    case "code":
      return <pre>{(token as Tokens.Code).text}</pre>;
    case "blockquote":
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    case "hr":
      return <hr />;
    case "space":
      return null;
    default:
      return <p>{token.raw}</p>;
  }
}

function list(token: Tokens.List): ComponentChildren {
  const items = token.items.map((item) => <li>{blocks(item.tokens)}</li>);
  return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table): ComponentChildren {
  const row = (cells: Tokens.TableCell[]) => <tr>{cells.map((cell) => <td>{run(cell.tokens)}</td>)}</tr>;
  return (
    <div class="scroll">
      <table>
        <thead>{row(token.header)}</thead>
        <tbody>{token.rows.map(row)}</tbody>
      </table>
    </div>
  );
}

function inline(token: Token): ComponentChildren {
  const tokens = (token as { tokens?: Token[] }).tokens;
  return tokens ? run(tokens) : (token as Tokens.Text).text;
}

function run(tokens: Token[]): ComponentChildren {
  return tokens.map((token) => piece(token));
}

function piece(token: Token): ComponentChildren {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token)}</strong>;
    case "em":
      return <em>{inline(token)}</em>;
    case "del":
      return <del>{inline(token)}</del>;
    case "codespan":
      return <code>{unescaped((token as Tokens.Codespan).text)}</code>;
    case "link":
      return <Link href={(token as Tokens.Link).href}>{inline(token)}</Link>;
    case "image":
      return <span class="chip">{(token as Tokens.Image).text || "image"}</span>;
    case "br":
      return <br />;
    case "text":
    case "escape":
      return (token as Tokens.Text).tokens ? inline(token) : unescaped((token as Tokens.Text).text);
    default:
      return token.raw;
  }
}

// The library writes these for HTML; here they are text.
function unescaped(text: string): string {
  const entities: { [entity: string]: string } = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
  };
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

/** A link that a bot gave: only addresses of the web, and the page that opens learns nothing of us. */
export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  if (!/^https?:\/\//i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
