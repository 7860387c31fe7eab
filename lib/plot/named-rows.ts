/** What plots with a name before each row share: the names' axis, and which rows are the point of the plot. */
import { largest } from "../extremes";
import { labelWidth, pictureWidth } from "./plot-style";

/** What a row may be: a trivial answer or a control, to hold the others against. */
export interface MaybeBaseline {
  /** Grey; true unless said otherwise where the name speaks of guessing. */
  readonly isBaseline?: boolean;
}

/** A plot of rows may have a point. */
export interface MaybeHighlight {
  /** The names of the rows that the title is about: the others pale, and these names are bold. */
  readonly highlight?: readonly string[];
}

const longestName = 320; // pixels
const speaksOfGuessing = /\b(guess|guessing|guessed|uniform|baseline)\b/i;

/** Grey on both grounds. */
export const baselineColour = "#8b8f94";

/** Whether a name speaks of guessing, as that of a trivial answer does. */
export const isBaselineName = (name: string): boolean => speaksOfGuessing.test(name);

/** How a row looks: `isBaseline` and `isOther`, each only where it holds. */
export function roleOf(
  row: MaybeBaseline & { readonly name: string },
  highlight?: readonly string[],
): object {
  const { name, isBaseline = isBaselineName(name) } = row;
  return {
    ...(isBaseline && { isBaseline }),
    ...(highlight && !highlight.includes(name) && { isOther: true }),
  };
}

/** The axis of names, with those in bold that are the point. */
export function nameAxis(names: readonly string[], highlight: readonly string[] = []): object {
  const bold = highlight.map((name) => names.indexOf(name)).filter((index) => index >= 0);
  const test = `indexof(${JSON.stringify(bold)}, round(datum.index * ${Math.max(1, names.length - 1)})) >= 0`;
  return {
    ticks: false,
    domain: false,
    labelLimit: longestName,
    ...(bold.length > 0 && { labelFontWeight: { condition: { test, value: "bold" }, value: "normal" } }),
  };
}

/** How wide the bars may be: what the picture leaves beside the names. */
export function widthBesideNames(names: readonly string[], room: number): number {
  const widest = largest(names.map((name) => labelWidth(name, 12)));
  return pictureWidth - Math.ceil(Math.min(longestName, widest)) - room;
}
