// A form: what stands in its components is sent by its button, all at once.
import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import type { Json, JsonObject } from "../api";
import { list, text } from "../json";
import { chosenIn, fieldsIn, isEmpty, valueOf } from "./fields";
import type { Chosen } from "./fields";
import { CardContext, actor, callback } from "./use";

interface CardForm {
  chosen: ReadonlyMap<string, Chosen>; // by name; what nobody has touched is not there
  refused: boolean; // since something that is required was not filled in
  choose: (element: JsonObject, value: Json) => void;
  submit: () => JsonObject | undefined; // nothing while something is wanting
  reset: () => void;
}

const FormContext = createContext<CardForm | undefined>(undefined);

export function useForm(): CardForm | undefined {
  return useContext(FormContext);
}

export function Form({ element, children }: { element: JsonObject; children: ComponentChildren }) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [refused, setRefused] = useState(false);
  const form: CardForm = {
    chosen,
    refused,
    choose: (field, value) => {
      setChosen((all) => new Map(all).set(text(field.name), chosenIn(field, value)));
    },
    submit: () => {
      const filled = fieldsIn(list(element.elements)).map((field) => {
        const name = text(field.name);
        return { field, name, value: valueOf(field, chosen.get(name)) };
      });
      const wanting = filled.some(({ field, value }) => field.required === true && isEmpty(value));
      setRefused(wanting);
      return wanting
        ? undefined
        : Object.fromEntries(filled.map(({ name, value }) => [name, value]));
    },
    reset: () => {
      setChosen(new Map());
      setRefused(false);
    },
  };
  return (
    <FormContext.Provider value={form}>
      <div class="form">{children}</div>
    </FormContext.Provider>
  );
}

export interface Field {
  value: Json;
  missing: boolean; // its form cannot be sent without it
  hold: (value: Json) => void;
  send: (action: JsonObject) => void;
}

/** Within a form a component waits for the form's button; elsewhere it is used at once. */
export function useField(element: JsonObject): Field {
  const { use } = useContext(CardContext);
  const form = useForm();
  const [alone, setAlone] = useState<Chosen>();
  const name = text(element.name);
  const sent = form !== undefined && name !== "";
  const value = valueOf(element, sent ? form.chosen.get(name) : alone);
  return {
    value,
    missing: sent && form.refused && element.required === true && isEmpty(value),
    hold: (held) => (sent ? form.choose(element, held) : setAlone(chosenIn(element, held))),
    send: (action) => {
      if (!form) void use(callback(element).value, { ...actor(element), ...action });
    },
  };
}
