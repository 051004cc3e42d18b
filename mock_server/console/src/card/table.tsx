// A table, whose cells are written as their column says.
import type { ComponentChildren } from "preact";
import type { Json, JsonObject } from "../api";
import { list, object, text } from "../json";
import { Markdown } from "../markdown";
import { Persons } from "../people";
import { dated } from "./local_time";

export function Table({ element }: { element: JsonObject }) {
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
                <td key={text(column.name)}>{cell(column, object(row)[text(column.name)])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(column: JsonObject, value: Json | undefined): ComponentChildren {
  const all = Array.isArray(value) ? value : [value ?? ""];
  switch (text(column.data_type)) {
    case "lark_md":
    case "markdown":
      return <Markdown text={text(value)} />;
    case "persons":
      return <Persons ids={all.map(text)} />;
    case "date":
      return value ? dated(Number(value), text(column.date_format) || "YYYY/MM/DD") : "";
    default:
      return all.map((one) => text(object(one).text) || text(one)).join(", ");
  }
}
