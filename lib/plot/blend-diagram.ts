/** One query of attention as a mixture: how well it fits each material, each one's portion, and what comes of mixing them. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, box, cell, decimals, group, small, text, type Diagram, type Shape } from "./diagram";
import {
  checkFilled,
  checkGiven,
  checkLength,
  checkNumber,
  checkNumbers,
  checkText,
  type Titled,
} from "./plot-input";
import { labelWidth, seriesColours, tokenLabel } from "./plot-style";

/** What may go into the mixture. */
export interface Material {
  readonly name: string;
  /** As wide as the query. */
  readonly key: readonly number[];
  /** How well the key fits the query. */
  readonly score: number;
  /** Its portion, from 0 to 1. */
  readonly weight: number;
  readonly value: readonly number[];
}

export interface BlendDiagramOptions extends Titled {
  readonly query: readonly number[];
  readonly materials: readonly Material[];
  /** What comes out, as wide as a value. */
  readonly blend: readonly number[];
}

const [cellWidth, cellHeight, rowPitch, gap] = [38, 26, 40, 34];
const portionWidth = 150;

/** Where each column begins, and where the last row stands. */
interface Layout {
  readonly keys: number;
  readonly scores: number;
  readonly portions: number;
  readonly values: number;
  readonly parts: number;
  readonly bottom: number;
  /** The largest number among all values. */
  readonly largest: number;
}

/**
 * Draws a row for each material, from its key to what it adds, and below them the pot and the mixed vector.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no materials, keys not as wide as the query, values not as wide as the blend, a weight outside [0, 1]
 *
 * Taught in notebook 07.
 */
export function blendDiagram(options: BlendDiagramOptions): Diagram {
  check(options);
  const { materials, query, title = phrase("A query mixes the values") } = options;
  const layout = layoutOf(options);
  return {
    title,
    description: inWords(options),
    shapes: [
      ...headings(layout),
      text(layout.keys - 8, 0, phrase("query"), { isBold: true, align: "end" }),
      ...vector(layout.keys, 0, query, { name: phrase("query"), largest: largestOf([query]) }),
      ...materials.flatMap((material, row) => materialShapes(material, row, options, layout)),
      ...pot(options, layout),
    ],
  };
}

function layoutOf({ query, materials, blend }: BlendDiagramOptions): Layout {
  const names = Math.max(...[...materials.map(({ name }) => tokenLabel(name)), phrase("query")].map((one) => labelWidth(one, 12))); // prettier-ignore
  const keys = names + 12;
  const scores = keys + cellWidth * query.length + gap;
  const portions = scores + 76;
  const values = portions + portionWidth + gap;
  const parts = values + cellWidth * blend.length + gap + 26;
  const bottom = rowPitch * (materials.length + 1) + 12;
  return { keys, scores, portions, values, parts, bottom, largest: largestOf(materials.map(({ value }) => value)) }; // prettier-ignore
}

const largestOf = (rows: readonly (readonly number[])[]): number =>
  Math.max(...rows.flat().map(Math.abs), 1e-9);

function headings({ keys, scores, portions, values, parts }: Layout): Shape[] {
  const columns = [
    [keys, phrase("1 keys")],
    [scores, phrase("2 scores")],
    [portions, phrase("3 portions α")],
    [values, phrase("4 values")],
    [parts, phrase("5 portion · value")],
  ] as const;
  return columns.map(([x, name]) => text(x, -28, name, { isBold: true, align: "start" }));
}

function vector(
  left: number,
  y: number,
  numbers: readonly number[],
  { name, largest }: { name: string; largest: number },
): Shape[] {
  return numbers.map((value, i) =>
    cell(
      { x: left + (i + 0.5) * cellWidth, y, width: cellWidth, height: cellHeight },
      Math.max(-1, Math.min(1, value / largest)),
      {
        tip: phrase("{0}, number {1}: {2}", tokenLabel(name), i + 1, decimals(value)),
        label: shortNumber(value),
      },
    ),
  );
}

const shortNumber = (value: number): string => decimals(value, Number.isInteger(value) ? 0 : 2);

function materialShapes(
  { name, key, score, weight, value }: Material,
  row: number,
  { query }: BlendDiagramOptions,
  { keys, scores, portions, values, parts, largest }: Layout,
): Shape[] {
  const y = rowPitch * (row + 1);
  const label = tokenLabel(name);
  const part = value.map((number) => weight * number);
  const toPortions = [scores + 34, portions - 6] as const;
  return [
    text(keys - 8, y, label, { align: "end" }),
    ...vector(keys, y, key, { name: phrase("key of {0}", label), largest: largestOf([key, query]) }),
    arrow([scores - gap + 5, y], [scores - 6, y]),
    text(scores, y, shortNumber(score), { align: "start", widest: 36 }),
    arrow([toPortions[0], y], [toPortions[1], y]),
    ...portion(portions, y, weight, { row, label }),
    ...vector(values, y, value, { name: phrase("value of {0}", label), largest }),
    arrow([parts - gap - 14, y], [parts - 6, y]),
    ...vector(parts, y, part, { name: phrase("portion · value of {0}", label), largest }),
  ];
}

const colourOf = (row: number): string => seriesColours[row % seriesColours.length]!;

/** A box as long as the portion is large, from `left` on. */
function portion(
  left: number,
  y: number,
  weight: number,
  { row, label }: { row: number; label: string },
): Shape[] {
  const width = portionWidth * weight;
  const place = { x: left + width / 2, y, width, height: cellHeight };
  const words = decimals(weight);
  const tip = phrase("portion of {0}: {1}", label, decimals(weight, 3));
  const isWide = width > labelWidth(words, 11) + 6;
  return [
    box({ ...place, colour: colourOf(row), tip }, ...(isWide ? [small(words)] : [])),
    ...(isWide ? [] : [text(left + width + 5, y, words, { size: 11, align: "start" })]),
  ];
}

/** All portions in one pot, and the sum of what they add. */
function pot({ materials, blend }: BlendDiagramOptions, layout: Layout): Shape[] {
  const { portions, parts, bottom, largest } = layout;
  let before = 0;
  const shares = materials.map(({ weight, name }, row) => {
    const width = portionWidth * weight;
    const x = portions + before + width / 2;
    before += width;
    const tip = phrase("{0}: {1} of the pot", tokenLabel(name), decimals(weight, 3));
    return box({ x, y: bottom, width, height: cellHeight, colour: colourOf(row), tip });
  });
  return [
    text(portions - 8, bottom, phrase("the pot"), { isBold: true, align: "end" }),
    group(shares),
    arrow(
      [portions + before + 6, bottom],
      [parts - 14 - labelWidth(phrase("the mixture"), 12) * 1.1, bottom],
    ),
    text(parts - 8, bottom, phrase("the mixture"), { isBold: true, align: "end" }),
    ...vector(parts, bottom, blend, { name: phrase("the mixture"), largest }),
  ];
}

function inWords({ query, materials, blend }: BlendDiagramOptions): string {
  const list = (numbers: readonly number[]): string => `(${numbers.map(shortNumber).join(", ")})`;
  const each = materials.map(({ name, key, score, weight, value }) =>
    phrase(
      "{0}: key {1}, score {2}, portion {3}, value {4}",
      tokenLabel(name),
      list(key),
      shortNumber(score),
      decimals(weight),
      list(value),
    ),
  );
  return phrase("Query {0}. {1}. Mixture {2}.", list(query), each.join("; "), list(blend));
}

function check(options: BlendDiagramOptions): void {
  const plot = "blendDiagram";
  const { query, materials, blend } = checkGiven(plot, "options", options);
  for (const [name, numbers] of Object.entries({ query, blend })) {
    checkFilled(plot, name, numbers);
    checkNumbers(plot, name, numbers);
  }
  checkFilled(plot, "materials", materials);
  materials.forEach((material, row) => {
    const at = `materials[${row}]`;
    const { name, key, score, weight, value } = checkGiven(plot, at, material);
    checkText(plot, `${at}.name`, name);
    checkLength(plot, `${at}.key`, key, query.length);
    checkNumbers(plot, `${at}.key`, key);
    checkNumber(plot, `${at}.score`, score);
    checkNumber(plot, `${at}.weight`, weight, 0, 1 + 1e-5);
    checkLength(plot, `${at}.value`, value, blend.length);
    checkNumbers(plot, `${at}.value`, value);
  });
}
