/**
 * A plot's data in fewer bytes: the name of each column once, and each text once, instead of in every row.
 *
 * The book's pages hold plots packed, and its script unpacks them; nothing of a plot is lost.
 */

type Row = Readonly<Record<string, unknown>>;

/** A key that no plot has. */
const packedKey = "packed rows";

type Column = readonly unknown[] | { readonly texts: readonly string[]; readonly rows: readonly number[] };

const isObject = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Rows that all have the same columns, and enough of them to gain by it. */
function asTable(values: readonly unknown[]): readonly Row[] | undefined {
  const rows = values.filter(isObject);
  const names = new Set(rows.map((row) => JSON.stringify(Object.keys(row))));
  return rows.length === values.length && rows.length > 2 && names.size === 1 && !names.has("[]")
    ? rows
    : undefined;
}

function packColumn(values: readonly unknown[]): Column {
  if (!values.every((value) => typeof value === "string")) return values;
  const texts = [...new Set(values)];
  const places = new Map(texts.map((text, place) => [text, place]));
  return { texts, rows: values.map((text) => places.get(text)!) };
}

/** @param spec  a plot as JSON can hold it */
export function packRows(spec: unknown): unknown {
  if (Array.isArray(spec)) {
    const rows = asTable(spec);
    if (rows === undefined) return spec.map(packRows);
    const names = Object.keys(rows[0]!);
    return { [packedKey]: names.map((name) => [name, packColumn(rows.map((row) => row[name]))]) };
  }
  return isObject(spec) ? mapValues(spec, packRows) : spec;
}

/** What `packRows` was given. */
export function unpackRows(packed: unknown): unknown {
  if (Array.isArray(packed)) return packed.map(unpackRows);
  if (!isObject(packed)) return packed;
  const columns = packed[packedKey] as readonly (readonly [string, Column])[] | undefined;
  if (columns === undefined) return mapValues(packed, unpackRows);
  const whole = columns.map(([name, column]) => [name, unpackColumn(column)] as const);
  return whole[0]![1].map((_, row) => Object.fromEntries(whole.map(([name, values]) => [name, values[row]])));
}

const unpackColumn = (column: Column): readonly unknown[] =>
  "texts" in column ? column.rows.map((place) => column.texts[place]) : column;

const mapValues = (object: Row, change: (value: unknown) => unknown): Row =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
