// The components in which people choose and write.
import type { ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import type { JsonObject } from "../api";
import { useDesk } from "../context";
import { list, object, text } from "../json";
import { usePeople } from "../people";
import { useField } from "./form";
import { timezone, unzoned, zoned } from "./local_time";
import { Text } from "./text";
import { CardContext, actor, callback } from "./use";

interface Option {
  value: string;
  label: string;
}

function useOptions(element: JsonObject): Option[] {
  const people = usePeople();
  return list(element.options)
    .map(object)
    .map((one) => {
      const value = text(one.value);
      return { value, label: text(object(one.text).content) || people.nameOf(value) };
    });
}

function placeholder(element: JsonObject): string {
  return text(object(element.placeholder).content);
}

function useControl(element: JsonObject) {
  const field = useField(element);
  const id = useId();
  const marks = {
    id,
    disabled: element.disabled === true,
    required: element.required === true,
    "aria-invalid": field.missing,
    "aria-describedby": field.missing ? wantingOf(id) : undefined,
  };
  return { ...field, marks };
}

function wantingOf(id: string): string {
  return `${id}-wanting`;
}

interface ControlProps {
  element: JsonObject;
  control: ReturnType<typeof useControl>;
  children: ComponentChildren;
}

/** A component under its label, and beneath it that its form cannot do without it. */
function Control({ element, control, children }: ControlProps) {
  const { say } = useDesk();
  const { id } = control.marks;
  const label = text(object(element.label).content);
  return (
    <div class="input">
      {label && (
        <label for={id}>
          {label}
          {control.marks.required && " *"}
        </label>
      )}
      {children}
      {control.missing && (
        <p id={wantingOf(id)} class="wanting" role="alert">
          {say("required")}
        </p>
      )}
    </div>
  );
}

function useChoice(element: JsonObject) {
  const { say } = useDesk();
  const control = useControl(element);
  return { control, options: useOptions(element), hint: placeholder(element) || say("choose") };
}

function Entries({ hint, options }: { hint: string; options: Option[] }) {
  return (
    <>
      <option value="" disabled>
        {hint}
      </option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </>
  );
}

export function Choice({ element }: { element: JsonObject }) {
  const { control, options, hint } = useChoice(element);
  const choose = (option: string) => {
    control.hold(option);
    control.send({ option });
  };
  return (
    <Control element={element} control={control}>
      <select
        {...control.marks}
        aria-label={hint}
        value={text(control.value)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <Entries hint={hint} options={options} />
      </select>
    </Control>
  );
}

export function Choices({ element }: { element: JsonObject }) {
  const { control, options, hint } = useChoice(element);
  const { disabled, required, ...marks } = control.marks;
  const chosen = list(control.value).map(text);
  const change = (value: string, on: boolean) => {
    const now = on ? [...chosen, value] : chosen.filter((one) => one !== value);
    control.hold(now);
    control.send({ options: now });
  };
  return (
    <Control element={element} control={control}>
      <div {...marks} class="row" role="group" aria-label={hint}>
        {options.map((one) => (
          <label key={one.value}>
            <input
              type="checkbox"
              disabled={disabled}
              checked={chosen.includes(one.value)}
              onChange={(event) => change(one.value, event.currentTarget.checked)}
            />
            {one.label}
          </label>
        ))}
      </div>
    </Control>
  );
}

/** Entries to click on: nothing stays chosen. */
export function Menu({ element }: { element: JsonObject }) {
  const { say } = useDesk();
  const { use, busy } = useContext(CardContext);
  const options = useOptions(element);
  return (
    <select
      aria-label={say("choose")}
      disabled={busy || element.disabled === true}
      value=""
      onChange={(event) => {
        const option = event.currentTarget.value;
        void use(callback(element).value, { ...actor(element), option });
      }}
    >
      <Entries hint="…" options={options} />
    </select>
  );
}

export function Picker({ element, type }: { element: JsonObject; type: string }) {
  const control = useControl(element);
  const pick = (local: string) => {
    const option = zoned(local.replace("T", " "));
    control.hold(option);
    control.send({ option, timezone: timezone() });
  };
  return (
    <Control element={element} control={control}>
      <input
        {...control.marks}
        type={type}
        aria-label={placeholder(element) || type}
        value={unzoned(text(control.value)).replace(" ", "T")}
        onChange={(event) => pick(event.currentTarget.value)}
      />
    </Control>
  );
}

export function Input({ element }: { element: JsonObject }) {
  const control = useControl(element);
  const hint = placeholder(element);
  return (
    <Control element={element} control={control}>
      <input
        {...control.marks}
        type="text"
        aria-label={text(object(element.label).content) || hint || text(element.name)}
        placeholder={hint}
        value={text(control.value)}
        onInput={(event) => control.hold(event.currentTarget.value)}
        onChange={(event) => control.send({ input_value: event.currentTarget.value })}
      />
    </Control>
  );
}

export function Checker({ element }: { element: JsonObject }) {
  const control = useControl(element);
  const check = (checked: boolean) => {
    control.hold(checked);
    control.send({ checked });
  };
  return (
    <label>
      <input
        {...control.marks}
        type="checkbox"
        checked={control.value === true}
        onChange={(event) => check(event.currentTarget.checked)}
      />
      <Text element={object(element.text)} />
    </label>
  );
}
