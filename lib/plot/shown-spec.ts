/**
 * A plot in the reader's language: names of series and rows are data, and keep their English in the notebook's code.
 *
 * Texts of axes and titles came translated, from the notebook or from the plot; what is left are the names among the data,
 * which a spec repeats in domains, orders and expressions. They change everywhere at once.
 */
import type { TopLevelSpec } from "vega-lite";
import { language, shownName, shownNames, shownText } from "../jupyter/language.cjs";
import type { Diagram } from "./diagram";
import type { SvgElement } from "./markup";

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
type Names = ReadonlyMap<string, string>;
type Row = Readonly<Record<string, Json>>;

const isRecord = (value: Json): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The spec itself where the reader reads English. */
export function shownSpec<Spec extends TopLevelSpec>(spec: Spec): Spec {
  if (language() === "en") return spec;
  const plain = JSON.parse(JSON.stringify(spec)) as Json;
  const names = new Map(
    dataOf(plain).flatMap((rows) => [...namesIn(rows).values()].flatMap((one) => [...one])),
  );
  return translate(plain, "", names) as unknown as Spec;
}

/** The lists of rows in a spec, wherever a layer or a facet has its own. */
function dataOf(value: Json): (readonly Row[])[] {
  if (Array.isArray(value)) return value.flatMap(dataOf);
  if (!isRecord(value)) return [];
  const { values } = value;
  return isRows(values) ? [values] : Object.values(value).flatMap(dataOf);
}

const isRows = (values: Json): values is readonly Row[] =>
  Array.isArray(values) && values.length > 0 && values.every(isRecord);

/** The names in each field of the rows, of which one may have a list: "future" for some cells of a map's row. */
function namesIn(rows: readonly Row[]): ReadonlyMap<string, Names> {
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  const textsOf = (field: string): string[] =>
    rows.flatMap((row) => row[field]).filter((value): value is string => typeof value === "string");
  return new Map([...fields].map((field) => [field, shownNames(textsOf(field))]));
}

/** Keys under which a spec names values of its data. */
const repeats = new Set(["domain", "sort", "equal", "oneOf", "options", "labels"]);
/** Keys of what a reader reads. */
const texts = new Set(["title", "subtitle", "text", "description", "name"]);
const expressions = new Set(["test", "filter", "calculate", "labelExpr", "expr"]);

function translate(value: Json, key: string, names: Names): Json {
  if (typeof value === "string") return translateText(value, key, names);
  if (key === "values" && isRows(value)) return translateRows(value);
  if (Array.isArray(value)) return value.map((item: Json) => translate(item, key, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [inner, translate(item, inner, names)]),
  );
}

function translateText(text: string, key: string, names: Names): string {
  if (repeats.has(key)) return names.get(text) ?? text;
  if (texts.has(key) && /\s/.test(text)) return shownText(text); // one word may be the name of a layer or of a signal
  if (!expressions.has(key)) return text;
  return text.replace(/"((?:\\.|[^"\\])*)"|'([^'\\]*)'/g, (quoted, double?: string, single?: string) => {
    const name = names.get(double === undefined ? single! : (JSON.parse(quoted) as string));
    return name === undefined ? quoted : JSON.stringify(name);
  });
}

function translateRows(rows: readonly Row[]): readonly Row[] {
  const names = namesIn(rows);
  const shown = (field: string, value: Json): Json => {
    if (Array.isArray(value)) return value.map((item: Json) => shown(field, item));
    return typeof value === "string" ? (names.get(field)?.get(value) ?? value) : value;
  };
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [field, shown(field, value)])),
  );
}

/** A diagram's labels of several words; a single word may be a token. */
export function shownDiagram(diagram: Diagram): Diagram {
  if (language() === "en") return diagram;
  const child = (one: string | SvgElement): string | SvgElement =>
    typeof one !== "string" ? element(one) : /\s/.test(one) ? shownName(one) : one;
  const element = (one: SvgElement): SvgElement => ({ ...one, children: one.children.map(child) });
  return {
    ...diagram,
    title: shownText(diagram.title),
    shapes: diagram.shapes.map((shape) => ({ ...shape, ...element(shape) })),
  };
}
