// A bot's card, of the old kind and of schema 2.0: what people read, and what they can use.
import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { api } from "../api";
import type { Json, JsonObject } from "../api";
import { useAct, useDesk } from "../context";
import type { Tone } from "../context";
import { list, object, text } from "../json";
import { Markdown } from "../markdown";
import { Persons } from "../people";
import { Picture } from "../picture";
import { Button } from "./button";
import { Form } from "./form";
import { Checker, Choice, Choices, Input, Menu, Picker } from "./inputs";
import { Table } from "./table";
import { Text } from "./text";
import { CardContext, actor, callback } from "./use";

export function Card({ card, message, user }: { card: Json; message: string; user: string }) {
  const { toast, say } = useDesk();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const use = async (value: Json | undefined, action: JsonObject) => {
    setBusy(true);
    await act(async () => {
      const outcome = await api.click(user, message, value, action);
      if (outcome.code !== 0) toast(`${outcome.code}: ${outcome.why}`, "error");
      if (outcome.toast) toast(outcome.toast.content ?? say("done"), tone(outcome.toast.type));
    });
    setBusy(false);
  };
  const whole = object(card);
  const header = object(whole.header);
  return (
    <CardContext.Provider value={{ use, busy }}>
      <article class="card">
        {Object.keys(header).length > 0 && <Header header={header} />}
        <div class="card-body">{elements(bodyOf(whole))}</div>
      </article>
    </CardContext.Provider>
  );
}

function tone(type: string | undefined): Tone {
  return type === "success" || type === "warning" || type === "error" ? type : "info";
}

/** The elements, wherever this kind of card keeps them. */
function bodyOf(card: JsonObject): Json[] {
  const body = list(object(card.body).elements);
  if (body.length > 0) return body;
  const elements = list(card.elements);
  if (elements.length > 0) return elements;
  const languages = object(card.i18n_elements);
  return list(languages.zh_cn ?? Object.values(languages)[0]);
}

const colours = ["blue", "wathet", "turquoise", "green", "yellow", "orange", "red", "carmine",
  "violet", "purple", "indigo", "grey"];

function Header({ header }: { header: JsonObject }) {
  const template = text(header.template);
  const colour = colours.includes(template) ? template : "plain";
  return (
    <header class={`card-header ${colour}`}>
      <span class="card-title">{text(object(header.title).content)}</span>
      {header.subtitle && <span class="card-subtitle">{text(object(header.subtitle).content)}</span>}
    </header>
  );
}

function elements(all: Json[]): ComponentChildren {
  return all.map(object).map((one, index) => (
    <Element key={`${index} ${text(one.name)}`} element={one} />
  ));
}

function Element({ element }: { element: JsonObject }) {
  switch (text(element.tag)) {
    case "markdown":
      return <Markdown text={text(element.content)} />;
    case "lark_md":
    case "plain_text":
      return <Text element={element} />;
    case "div":
      return <Division element={element} />;
    case "note":
      return <div class="note">{elements(list(element.elements))}</div>;
    case "hr":
      return <hr />;
    case "img":
      return <Picture imageKey={text(element.img_key)} alt={text(object(element.alt).content)} />;
    case "action":
      return <div class="row">{elements(list(element.actions))}</div>;
    case "button":
      return <Button element={element} />;
    case "overflow":
      return <Menu element={element} />;
    case "select_static":
    case "select_person":
      return <Choice element={element} />;
    case "multi_select_static":
    case "multi_select_person":
      return <Choices element={element} />;
    case "date_picker":
      return <Picker element={element} type="date" />;
    case "picker_time":
      return <Picker element={element} type="time" />;
    case "picker_datetime":
      return <Picker element={element} type="datetime-local" />;
    case "input":
      return <Input element={element} />;
    case "checker":
      return <Checker element={element} />;
    case "form":
      return <Form element={element}>{elements(list(element.elements))}</Form>;
    case "column_set":
      return <div class="columns">{elements(list(element.columns))}</div>;
    case "column":
      return <div class="column">{elements(list(element.elements))}</div>;
    case "interactive_container":
      return <Container element={element} />;
    case "collapsible_panel":
      return <Panel element={element} />;
    case "person":
      return <Persons ids={[text(element.user_id)]} />;
    case "person_list":
      return <Persons ids={list(element.persons).map((one) => text(object(one).id))} />;
    case "table":
      return <Table element={element} />;
    default:
      return <Unknown element={element} />;
  }
}

function Division({ element }: { element: JsonObject }) {
  const fields = list(element.fields).map(object);
  return (
    <div class="division">
      <div class="grow">
        {element.text && <Text element={object(element.text)} />}
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field, index) => (
              <div key={index} class={field.is_short ? "field short" : "field"}>
                <Text element={object(field.text)} />
              </div>
            ))}
          </div>
        )}
      </div>
      {element.extra && <Element element={object(element.extra)} />}
    </div>
  );
}

function Container({ element }: { element: JsonObject }) {
  const { use, busy } = useContext(CardContext);
  const { value, calls } = callback(element);
  const inside = elements(list(element.elements));
  if (!calls) return <div class="container">{inside}</div>;
  return (
    <div class="container">
      {inside}
      <button
        type="button"
        disabled={busy || element.disabled === true}
        aria-label="interactive_container"
        onClick={() => void use(value, actor(element))}
      >
        →
      </button>
    </div>
  );
}

function Panel({ element }: { element: JsonObject }) {
  const title = object(object(element.header).title);
  return (
    <details open={element.expanded === true}>
      <summary>{text(title.content)}</summary>
      {elements(list(element.elements))}
    </details>
  );
}

function Unknown({ element }: { element: JsonObject }) {
  const { say } = useDesk();
  const inside = list(element.elements);
  return (
    <div>
      <span class="chip">
        {say("unknownElement")} {text(element.tag) || "?"}
      </span>
      {inside.length > 0 && elements(inside)}
    </div>
  );
}
