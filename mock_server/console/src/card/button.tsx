import { useContext } from "preact/hooks";
import type { JsonObject } from "../api";
import { object, text } from "../json";
import { Link } from "../markdown";
import { useForm } from "./form";
import { timezone } from "./local_time";
import { CardContext, actor, callback, linkOf } from "./use";

export function Button({ element }: { element: JsonObject }) {
  const { use, busy } = useContext(CardContext);
  const form = useForm();
  const label = text(object(element.text).content);
  const { value, calls } = callback(element);
  const kind = text(element.form_action_type) || text(element.action_type);
  const submits = kind === "submit" || kind === "form_submit";
  const resets = kind === "reset" || kind === "form_reset";
  const style = text(element.type);
  const look = style.startsWith("primary") ? "primary" : style.startsWith("danger") ? "danger" : "";
  if (!calls && !submits && !resets) return <Link href={linkOf(element)}>{label}</Link>;
  const submit = () => {
    const filled = form?.submit();
    if (!filled) return;
    void use(value, { ...actor(element), form_value: filled, timezone: timezone() });
  };
  const press = () => {
    if (form && resets) return form.reset();
    if (form && submits) return submit();
    void use(value, actor(element));
  };
  return (
    <button type="button" class={look} disabled={busy || element.disabled === true} onClick={press}>
      {label}
    </button>
  );
}
