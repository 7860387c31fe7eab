/** Tables of all our pages. */
import type { ComponentChildren } from "preact";
import { phrase } from "../../lib/jupyter/language.cjs";

export interface TableProps {
  /** A column whose head ends in "#" holds numbers. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Whether the first cell of a row says what the row is about. */
  readonly hasRowHeads?: boolean;
  /** For those who cannot see it. */
  readonly label?: string;
}

/** Four columns or more scroll on a telephone, also with the keyboard. */
export function Table({ head, rows, hasRowHeads, label = phrase("Table, scrolls") }: TableProps) {
  const marks = head.map((name) => (name.endsWith("#") ? "number" : undefined));
  const wide = head.length > 3 && { tabIndex: 0, role: "region" as const, "aria-label": label };
  return (
    <div class={wide ? "scroll wide" : "scroll"} {...wide}>
      <table>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th scope="col" class={marks[column]}>
                {name.replace(/#$/, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, column) =>
                hasRowHeads && column === 0 ? (
                  <th scope="row">{cell}</th>
                ) : (
                  <td class={marks[column]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
