/** Names at the ends of lines, in a column right of the plot: no name lies on another, and none leaves the plot. */
import { largest } from "../extremes";
import { labelWidth, type Layer, titleLines } from "./plot-style";

export interface LabelledEnd {
  readonly name: string;
  readonly colour: string;
  /** Where the line ends; a level that goes all across has no x. */
  readonly x?: number;
  readonly y: number;
}

const longestLine = 26; // letters; a longer name breaks
const lineHeight = 14;
const fontSize = 12;
const gap = 14; // between the plot and its labels, with the pointer from line to label

const linesOf = (name: string): string[] => titleLines(name, longestLine);

/** How many pixels the column takes. */
export function labelRoom(names: readonly string[]): number {
  const widths = names.flatMap(linesOf).map((line) => labelWidth(line, fontSize));
  return names.length === 0 ? 0 : gap + Math.ceil(largest(widths));
}

/** Whether a plot of this height has room for all names. */
export const fitsBeside = (names: readonly string[], height: number): boolean =>
  names.reduce((sum, name) => sum + linesOf(name).length * lineHeight, 0) <= height;

/**
 * Moves places apart until each has its room, and keeps their order.
 *
 * @param places  where the middle of each should be, from 0 to `height`, in rising order
 * @param sizes   how much room each takes
 */
export function spread(places: readonly number[], sizes: readonly number[], height: number): number[] {
  const tops: number[] = [];
  places.forEach((place, i) => {
    const free = i === 0 ? 0 : tops[i - 1]! + sizes[i - 1]!;
    tops.push(Math.max(free, place - sizes[i]! / 2));
  });
  let bottom = height;
  for (let i = tops.length - 1; i >= 0; i--) {
    tops[i] = Math.min(tops[i]!, bottom - sizes[i]!);
    bottom = tops[i]!;
  }
  return tops.map((top, i) => top + sizes[i]! / 2);
}

export interface LabelPlaces {
  /** The fields of the plot's points. */
  readonly fields: { readonly x: string; readonly y: string };
  readonly height: number;
  /** The pixel of a value of y above the lower end of its axis. */
  readonly pixelOf: (y: number) => number;
  readonly valueAt: (pixel: number) => number;
}

/** A name for each line, and a dotted pointer from the line's end to it. */
export function endLabelLayers(ends: readonly LabelledEnd[], places: LabelPlaces): Layer[] {
  const { fields, height, pixelOf, valueAt } = places;
  const fromTop = ({ y }: LabelledEnd): number => height - pixelOf(y);
  const sorted = [...ends].sort((one, other) => fromTop(one) - fromTop(other));
  const lines = sorted.map(({ name }) => linesOf(name));
  const sizes = lines.map(({ length }) => length * lineHeight);
  const middles = spread(sorted.map(fromTop), sizes, height);
  const rows = sorted.map(({ name, colour, x, y }, i) => ({
    label: lines[i]!.length > 1 ? lines[i] : name,
    colour,
    ...(x !== undefined && { [fields.x]: x }),
    [fields.y]: y,
    middle: valueAt(height - middles[i]!),
    firstLine: valueAt(height - middles[i]! + ((lines[i]!.length - 1) * lineHeight) / 2),
  }));
  const colour = { field: "colour", type: "nominal" as const, scale: null };
  const atRight = { x: "width" as const, aria: false };
  return [
    {
      name: "pointers",
      data: { values: rows.filter((row) => fields.x in row) },
      mark: { type: "rule", strokeDash: [1, 3], x2Offset: gap - 4, aria: false },
      encoding: {
        x2: { value: "width" },
        y: { field: fields.y, type: "quantitative" },
        y2: { field: "middle" },
        color: colour,
      },
    },
    {
      name: "labels",
      data: { values: rows },
      mark: { type: "text", align: "left", baseline: "middle", dx: gap, fontSize, lineHeight, fontWeight: 600, ...atRight }, // prettier-ignore
      encoding: {
        x: null as never,
        y: { field: "firstLine", type: "quantitative" },
        text: { field: "label" },
        color: colour,
      },
    },
  ];
}
