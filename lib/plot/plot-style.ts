/**
 * How every plot of the course looks: readable on a light and on a dark page, and without telling red from green.
 *
 * Text takes the colour of the page around it ("currentColor"), and weights fade into the page's own background, so
 * one spec serves both themes of a notebook.
 *
 * @source Okabe & Ito 2008, "Color Universal Design": hues that stay apart for every kind of colour vision.
 *   https://jfly.uni-koeln.de/color/
 */
import type { Config, TopLevelSpec } from "vega-lite";
import { shownText } from "../jupyter/language.cjs";

/** A layer of a layered spec; vega-lite does not export the type by name. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

/**
 * How wide a picture is, labels and all: the column of a notebook in JupyterLab is 846 pixels wide on a screen of 1280,
 * that of the book 896, and both keep 40 beside a live plot for its menu.
 */
export const pictureWidth = 800;

/** The version of Vega-Lite that JupyterLab draws. */
export const vegaLiteSchema = "https://vega.github.io/schema/vega-lite/v5.json";

/** Hues with at least 3:1 contrast on white and on black. */
export const seriesColours = ["#1f83d0", "#d9730d", "#0f9d77", "#c65fa0", "#8a74e0", "#9a8a1c"] as const;

/** Lines differ by their dashes too, for print and for eyes that see few colours. */
export const seriesDashes = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 3],
  [4, 2, 1, 2, 1, 2],
];

/** From nothing (the page shows through) to all. */
export const weightRamp = ["rgba(33,140,225,0)", "rgba(33,140,225,0.62)", "rgba(30,128,220,1)"];

/** What a human would link. */
export const goldColour = "#e8820c";
/** Below zero orange, above blue, and nothing at zero, so that both themes show through. */
export const signedRamp = [
  goldColour,
  "rgba(232,130,12,0.6)",
  "rgba(128,128,128,0)",
  "rgba(33,140,225,0.6)",
  "#1e80dc",
];
/** Where padding fills up. */
export const paddingColour = "rgba(128,128,128,0.5)";
/** Where a causal mask forbids to look. */
export const futureColour = "rgba(198,95,160,0.38)";
/** Lines that should be seen last. */
export const gridColour = "rgba(128,128,128,0.28)";

/** What text is set in; the names after the first have Korean letters. */
export const fonts =
  'system-ui, "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK JP", sans-serif';
const page = "currentColor";

/** Fonts, sizes and colours of every plot. */
export const plotConfig: Config = {
  font: fonts,
  view: { stroke: "transparent" },
  title: {
    color: page,
    subtitleColor: page,
    anchor: "start",
    frame: "bounds",
    fontSize: 14,
    fontWeight: 600,
    subtitleFontSize: 12,
    offset: 10,
  },
  axis: {
    labelColor: page,
    titleColor: page,
    domainColor: gridColour,
    tickColor: gridColour,
    gridColor: gridColour,
    titleFontWeight: "normal",
    labelFontSize: 12,
    titleFontSize: 12,
    labelSeparation: 6, // "95" and "100" must not read as 95100
  },
  legend: {
    labelColor: page,
    titleColor: page,
    titleFontWeight: "normal",
    labelFontSize: 12,
    titleFontSize: 12,
    orient: "bottom",
    labelLimit: 560,
  },
  header: { labelColor: page, titleColor: page, labelFontSize: 12 },
  text: { color: page, fontSize: 12 },
  rule: { color: page },
};

/** What a notebook should draw with: SVG, so that labels are text on the page and take the page's colour. */
export const svgRenderer = { embedOptions: { renderer: "svg" } };

/** What every spec begins with; the description is what a screen reader says instead of the picture. */
export const specHead = (title: string, description: string) => ({
  $schema: vegaLiteSchema,
  description: description.replace(/(?<=[?!])\. /g, " "), // behind a title that asks
  usermeta: svgRenderer,
  background: "transparent",
  config: plotConfig,
  title: titleLines(title),
});

/** A scale from names to styles; where there are more names, the styles begin again. */
export const styleScale = <Style>(names: readonly string[], styles: readonly Style[]) => ({
  domain: [...names],
  range: names.map((_, i) => styles[i % styles.length]!),
});

/** A title of several lines, each of so many Latin letters: a notebook cuts off what is wider than itself. */
export function titleLines(text: string, longest = 94): string[] {
  const lines = [""];
  const bound = shownText(text).replaceAll(" %", "\u00a0%"); // a number and its sign stay together; no line is a name
  for (const word of bound.split(/[ \n\r\u2028\u2029]+/u)) {
    const line = lines[lines.length - 1]!;
    const isFull = line !== "" && latinLetters(`${line} ${word}`) > longest;
    if (isFull) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

/** How many Latin letters would take as much room; a Korean, Japanese or Chinese one is half as wide again. */
const latinLetters = (text: string): number =>
  text.length + (text.match(/[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu) ?? []).length / 2;

const visibleSpaces = new Map([["\n", "↵"], ["\r", "↵"], ["\u2028", "↵"], ["\u2029", "↵"], ["\t", "⇥"], [" ", "␣"]]); // prettier-ignore

/** About how wide a label is drawn: Korean, Japanese and Chinese letters take a full em, others a good half. */
export function labelWidth(label: string, fontSize: number): number {
  return [...label].reduce((width, letter) => width + (letter < "\u1100" ? 0.65 : 1) * fontSize, 0);
}

/** Whether labels of these widths have room, each `numLines` columns from the next on its line. */
export const stagger = (widths: readonly number[], numLines: number, cell: number): boolean =>
  widths.every((width, i) => (width + (widths[i + numLines] ?? 0)) / 2 <= numLines * cell);

/** A token as an axis shows it: a space or a line break must be seen to be believed. */
export function tokenLabel(token: string): string {
  if (token === "") return "∅";
  const hidden = token.trim() === "" ? /\s/gu : /[\n\r\t\u2028\u2029]/gu; // between words a space is seen anyway
  return token.replace(hidden, (space) => visibleSpaces.get(space) ?? space);
}

/**
 * A text that Vega draws as it is: it takes one that every object has as a name, such as "constructor", for a signal, and
 * stops at U+2028 and U+2029 in the expressions that Vega-Lite makes of labels.
 */
const plainText = (text: string): string =>
  text in Object.prototype ? `${text}\u2060` : text.replace(/[\u2028\u2029]/gu, "\n");

/** A spec, or a part of it, of which every text can be drawn. */
export const withPlainTexts = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === "string" ? plainText(part) : part,
  ) as Value;

/** A value in an expression of Vega. */
export const inExpression = (value: unknown): string => JSON.stringify(withPlainTexts(value));

/** A text as the title of a tooltip's line, which Vega-Lite puts into an expression with nothing but its quotes escaped. */
export const tooltipTitle = (text: string): string => inExpression(text).slice(1, -1).replaceAll('\\"', '"');
