import type { JsonObject } from "../api";
import { text } from "../json";
import { Markdown } from "../markdown";

/** A text object: plain, or with marks. */
export function Text({ element }: { element: JsonObject }) {
  return text(element.tag) === "lark_md" ? (
    <Markdown text={text(element.content)} />
  ) : (
    <p>{text(element.content)}</p>
  );
}
