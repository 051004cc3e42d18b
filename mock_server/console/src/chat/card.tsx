// A bot's card, of the old kind and of schema 2.0: what people read, and what they can use.
import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { Json, JsonObject } from "../api";
import { useAct, useDesk } from "../context";
import type { Tone } from "../context";
import { list, object, text } from "../json";
import { Link, Markdown } from "../markdown";

interface CardContext {
  use: (value: Json | undefined, action: JsonObject) => Promise<void>;
  busy: boolean;
  form: { [name: string]: Json } | undefined; // what stands in the form around an element
}

const Context = createContext<CardContext>({
  use: () => Promise.resolve(),
  busy: false,
  form: undefined,
});

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
    <Context.Provider value={{ use, busy, form: undefined }}>
      <article class="card">
        {Object.keys(header).length > 0 && <Header header={header} />}
        <div class="card-body">{elements(bodyOf(whole))}</div>
      </article>
    </Context.Provider>
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
  return all.map((one, index) => <Element key={index} element={object(one)} />);
}

function Element({ element }: { element: JsonObject }) {
  switch (text(element.tag)) {
    case "markdown":
    case "lark_md":
      return <Markdown text={text(element.content)} />;
    case "plain_text":
      return <p>{text(element.content)}</p>;
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
      return <Choice element={element} />;
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
      return <Form element={element} />;
    case "column_set":
      return <div class="columns">{elements(list(element.columns))}</div>;
    case "column":
      return <div class="column">{elements(list(element.elements))}</div>;
    case "interactive_container":
      return <Container element={element} />;
    case "collapsible_panel":
      return <Panel element={element} />;
    case "table":
      return <Table element={element} />;
    default:
      return <Unknown element={element} />;
  }
}

function Text({ element }: { element: JsonObject }) {
  return text(element.tag) === "lark_md" ? (
    <Markdown text={text(element.content)} />
  ) : (
    <p>{text(element.content)}</p>
  );
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

export function Picture({ imageKey, alt }: { imageKey: string; alt: string }) {
  const { say } = useDesk();
  const [missing, setMissing] = useState(false);
  const name = alt || say("image");
  if (missing || !imageKey) return <span class="chip">{name}</span>;
  return (
    <img
      class="picture"
      src={`/v1/resources/${encodeURIComponent(imageKey)}`}
      alt={name}
      onError={() => setMissing(true)}
    />
  );
}

/** What a click sends, in either kind of card; nothing for elements that only open a page. */
function callback(element: JsonObject): { value: Json | undefined; calls: boolean } {
  const behaviors = list(element.behaviors).map(object);
  const own = behaviors.find((one) => one.type === "callback");
  if (own) return { value: own.value, calls: true };
  return { value: element.value, calls: behaviors.length === 0 && !text(element.url) };
}

function linkOf(element: JsonObject): string {
  const opening = list(element.behaviors).map(object).find((one) => one.type === "open_url");
  return text(opening?.default_url) || text(element.url);
}

function Button({ element }: { element: JsonObject }) {
  const { use, busy, form } = useContext(Context);
  const label = text(object(element.text).content);
  const { value, calls } = callback(element);
  const kind = text(element.action_type) || text(element.form_action_type);
  const submits = kind === "form_submit" || kind === "submit";
  const style = text(element.type);
  const look = style.startsWith("primary") ? "primary" : style.startsWith("danger") ? "danger" : "";
  if (!calls && !submits) return <Link href={linkOf(element)}>{label}</Link>;
  const press = () => {
    const action: JsonObject = { tag: "button" };
    if (element.name) action.name = text(element.name);
    if (submits && form) action.form_value = { ...form };
    void use(value, action);
  };
  return (
    <button type="button" class={look} disabled={busy || element.disabled === true} onClick={press}>
      {label}
    </button>
  );
}

interface Option {
  value: string;
  label: string;
}

function optionsOf(element: JsonObject): Option[] {
  return list(element.options)
    .map(object)
    .map((one) => ({
      value: text(one.value),
      label: text(object(one.text).content) || text(one.value),
    }));
}

/** Within a form an element waits for the form's button; elsewhere it is used at once. */
function useValue(element: JsonObject): (value: Json, action: JsonObject) => void {
  const { use, form } = useContext(Context);
  return (value, action) => {
    if (form) {
      form[text(element.name)] = value;
    } else {
      void use(callback(element).value, { tag: text(element.tag), ...action });
    }
  };
}

function placeholder(element: JsonObject): string {
  return text(object(element.placeholder).content);
}

function Choice({ element }: { element: JsonObject }) {
  const { say } = useDesk();
  const set = useValue(element);
  const hint = placeholder(element) || say("choose");
  return (
    <select
      aria-label={hint}
      value={text(element.initial_option)}
      onChange={(event) => set(event.currentTarget.value, { option: event.currentTarget.value })}
    >
      <option value="" disabled>
        {hint}
      </option>
      {optionsOf(element).map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

function Choices({ element }: { element: JsonObject }) {
  const set = useValue(element);
  const chosen = useRef(new Set<string>(list(element.selected_values).map(text)));
  const change = (value: string, on: boolean) => {
    if (on) chosen.current.add(value);
    else chosen.current.delete(value);
    set([...chosen.current], { options: [...chosen.current] });
  };
  return (
    <div class="row">
      {optionsOf(element).map((one) => (
        <label key={one.value}>
          <input
            type="checkbox"
            defaultChecked={chosen.current.has(one.value)}
            onChange={(event) => change(one.value, event.currentTarget.checked)}
          />
          {one.label}
        </label>
      ))}
    </div>
  );
}

function Picker({ element, type }: { element: JsonObject; type: string }) {
  const set = useValue(element);
  const change = (value: string) => set(value, { option: value });
  return (
    <input
      type={type}
      aria-label={placeholder(element) || type}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function Input({ element }: { element: JsonObject }) {
  const set = useValue(element);
  const label = text(object(element.label).content);
  return (
    <label class="input">
      {label && <span>{label}</span>}
      <input
        type="text"
        aria-label={label || placeholder(element) || text(element.name)}
        placeholder={placeholder(element)}
        defaultValue={text(element.default_value)}
        onChange={(event) => {
          set(event.currentTarget.value, { input_value: event.currentTarget.value });
        }}
      />
    </label>
  );
}

function Checker({ element }: { element: JsonObject }) {
  const set = useValue(element);
  return (
    <label>
      <input
        type="checkbox"
        defaultChecked={element.checked === true}
        onChange={(event) => {
          set(event.currentTarget.checked, { checked: event.currentTarget.checked });
        }}
      />
      <Text element={object(element.text)} />
    </label>
  );
}

function Form({ element }: { element: JsonObject }) {
  const around = useContext(Context);
  const form = useRef<{ [name: string]: Json }>({});
  return (
    <Context.Provider value={{ ...around, form: form.current }}>
      <div class="form">{elements(list(element.elements))}</div>
    </Context.Provider>
  );
}

function Container({ element }: { element: JsonObject }) {
  const { use, busy } = useContext(Context);
  const { value, calls } = callback(element);
  const inside = elements(list(element.elements));
  if (!calls) return <div class="container">{inside}</div>;
  return (
    <div class="container">
      {inside}
      <button
        type="button"
        disabled={busy}
        aria-label="interactive_container"
        onClick={() => void use(value, { tag: "interactive_container" })}
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

function Table({ element }: { element: JsonObject }) {
  const columns = list(element.columns).map(object);
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={text(column.name)}>{text(column.display_name) || text(column.name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list(element.rows).map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={text(column.name)}>{cell(object(row)[text(column.name)])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map((one) => text(object(one).text) || text(one)).join(", ");
  return text(value);
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
