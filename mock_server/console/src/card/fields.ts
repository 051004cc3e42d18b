// The components of a card that hold a value, and what stands in them.
import type { Json, JsonObject } from "../api";
import { list, object, text } from "../json";
import { zoned } from "./local_time";

const several = (element: JsonObject) => list(element.selected_values).map(text);

/** By tag: what stands in a component that nobody has touched, in the form in which it is sent. */
const initial = new Map<string, (element: JsonObject) => Json>([
  ["input", (element) => text(element.default_value)],
  ["select_static", (element) => text(element.initial_option)],
  ["select_person", (element) => text(element.initial_option)],
  ["multi_select_static", several],
  ["multi_select_person", several],
  ["date_picker", (element) => zoned(text(element.initial_date))],
  ["picker_time", (element) => zoned(text(element.initial_time))],
  ["picker_datetime", (element) => zoned(text(element.initial_datetime))],
  ["checker", (element) => element.checked === true],
]);

/** What a person has put in a component, and what the card said there when he did. */
export interface Chosen {
  value: Json;
  over: Json;
}

export function chosenIn(element: JsonObject, value: Json): Chosen {
  return { value, over: initialOf(element) };
}

/** A card that says something new has the last word: another person may have changed it. */
export function valueOf(element: JsonObject, chosen: Chosen | undefined): Json {
  const said = initialOf(element);
  return chosen && JSON.stringify(chosen.over) === JSON.stringify(said) ? chosen.value : said;
}

function initialOf(element: JsonObject): Json {
  return initial.get(text(element.tag))?.(element) ?? "";
}

export function isEmpty(value: Json): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

/** The components that a form sends, however deep they lie. */
export function fieldsIn(elements: Json[]): JsonObject[] {
  return elements.map(object).flatMap((one) => {
    if (initial.has(text(one.tag))) return text(one.name) ? [one] : [];
    const extra = one.extra ? [one.extra] : [];
    return fieldsIn([...list(one.elements), ...list(one.columns), ...list(one.actions), ...extra]);
  });
}
