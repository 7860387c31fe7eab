/**
 * What diagrams are made of: boxes, arrows, coloured cells and words, drawn as SVG. Places are pixels from the top left.
 *
 * @source SVG 2. https://www.w3.org/TR/SVG2/
 */
import { phrase } from "../jupyter/language.cjs";
import { largest, smallest } from "../extremes";
import { markup, short, type SvgElement } from "./markup";
import { fonts, goldColour, gridColour, labelWidth, titleLines } from "./plot-style";

interface Room {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An element that knows how much room it takes, so that a diagram is as large as what it holds. */
export interface Shape extends SvgElement {
  readonly room: Room;
}

export interface Diagram {
  /** The finding, as a sentence. */
  readonly title: string;
  /** All that the picture shows, for a reader who does not see it. */
  readonly description: string;
  readonly shapes: readonly Shape[];
}

/** A rectangle around its middle. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly colour?: string;
  /** Which part of the text stands at x; the middle unless said otherwise. */
  readonly align?: "start" | "middle" | "end";
  /** The width that it has: a text that needs more is written smaller. */
  readonly widest?: number;
}

export interface Line extends TextStyle {
  readonly text: string;
}

/** A line that stands out. */
export const bold = (text: string, size?: number): Line => ({ text, isBold: true, ...(size && { size }) });
/** A line beside a more important one. */
export const small = (text: string): Line => ({ text, size: 11 });

/** One line of text; y is its middle. */
export function text(x: number, y: number, words: string, style: TextStyle = {}): Shape {
  const { size = 12, isBold = false, colour, align = "middle", widest = Infinity } = style;
  const fontSize = Math.min(size, widest / labelWidth(words, 1));
  const width = labelWidth(words, fontSize);
  const left = x - { start: 0, middle: width / 2, end: width }[align];
  const look = { "font-size": fontSize, "font-weight": isBold ? 600 : undefined, fill: colour };
  return {
    tag: "text",
    attributes: { x, y, dy: "0.35em", "text-anchor": align === "start" ? undefined : align, ...look },
    children: [words],
    room: { left, top: y - fontSize * 0.7, right: left + width, bottom: y + fontSize * 0.7 },
  };
}

/** Lines of text below each other, around (x, y). */
export const lines = (x: number, y: number, ...texts: readonly (Line | string)[]): Shape[] =>
  texts.map((line, index) => {
    const { text: words, ...style } = typeof line === "string" ? { text: line } : line;
    return text(x, y + 15 * (index + 0.5 - texts.length / 2), words, style);
  });

/** Shapes that the pointer reads as one: `tip` is what it reads. */
export const group = (shapes: readonly Shape[], tip?: string): Shape => ({
  tag: "g",
  attributes: {},
  children: tip === undefined ? shapes : [{ tag: "title", attributes: {}, children: [tip] }, ...shapes],
  room: roomOf(shapes),
});

/** A box with lines of text in it; what lies behind shows through. */
export function box(place: Place & { colour: string; tip?: string }, ...texts: (Line | string)[]): Shape {
  const { x, y, colour, tip } = place;
  const look = { rx: 4, fill: colour, "fill-opacity": 0.14, stroke: colour, "stroke-width": 1.5 };
  return group([rectangle(place, look), ...lines(x, y, ...texts)], tip);
}

/** A cell coloured by a number in [-1, 1]: blue above 0, orange below, and at 0 the page shows through. */
export function cell(place: Place, value: number, { tip, label }: { tip?: string; label?: string }): Shape {
  const strength = Math.abs(value);
  const look = {
    fill: value < 0 ? goldColour : "#218ce1",
    "fill-opacity": Math.min(1.2 * strength, 0.2 + 0.6 * strength), // a label must stay readable on the strongest
    stroke: gridColour,
  };
  const words = label === undefined ? [] : [text(place.x, place.y, label, { size: 11, widest: place.width })];
  return group([rectangle(place, look), ...words], tip);
}

function rectangle({ x, y, width, height }: Place, look: SvgElement["attributes"]): Shape {
  const [left, top] = [x - width / 2, y - height / 2];
  return {
    tag: "rect",
    attributes: { x: left, y: top, width, height, ...look },
    children: [],
    room: { left, top, right: left + width, bottom: top + height },
  };
}

/** A hidden state as a column of cells, one a unit; `what` names a unit, counted from 1. */
export function stateColumn(
  { x, y, width, height }: Place,
  state: readonly number[],
  { what, hasNumbers = false }: { what: (unit: number) => string; hasNumbers?: boolean },
): Shape {
  const each = height / state.length;
  const cells = state.map((value, index) => {
    const place = { x, y: y - height / 2 + (index + 0.5) * each, width, height: each };
    const tip = `${what(index + 1)}: ${decimals(value, 3)}`;
    return cell(place, value, { tip, ...(hasNumbers && { label: decimals(value) }) });
  });
  return group(cells);
}

/** What the colours of a hidden state mean. */
export function stateLegend(x: number, y: number): Shape {
  const cells = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].map((value, index) =>
    cell({ x: x + 124 + 14 * index, y, width: 14, height: 11 }, value, { tip: decimals(value) }),
  );
  const words = [
    text(x, y, phrase("hidden state"), { align: "start" }),
    text(x + 104, y, "−1"),
    text(x + 250, y, "1"),
  ];
  return group([...words, ...cells]);
}

/** In pixels from the top left. */
export type Point = readonly [x: number, y: number];

export interface ArrowStyle {
  readonly colour?: string;
  readonly isDashed?: boolean;
}

/** A line through its corners, at least two, with a head at the end. */
export const arrow = (...corners: readonly Point[]): Shape => styledArrow({}, ...corners);

/** An arrow with a look of its own. */
export function styledArrow(
  { colour = "currentColor", isDashed = false }: ArrowStyle,
  ...corners: readonly Point[]
): Shape {
  const [from, to] = corners.slice(-2) as [Point, Point];
  const degrees = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  const d = `M${corners.map((corner) => corner.map(short).join(" ")).join("L")}`;
  const transform = `translate(${to.map(short).join(" ")}) rotate(${short(degrees)})`;
  const dashes = isDashed ? "4 3" : undefined;
  return {
    tag: "g",
    attributes: { fill: colour, stroke: colour },
    children: [
      path({ d, fill: "none", "stroke-width": 1.3, "stroke-dasharray": dashes }),
      path({ d: "M0 0L-7 3.5V-3.5Z", transform, stroke: "none" }),
    ],
    room: around(corners.map(([x, y]) => ({ left: x, top: y, right: x, bottom: y }))),
  };
}

const path = (attributes: SvgElement["attributes"]): SvgElement => ({
  tag: "path",
  attributes,
  children: [],
});

/** A number as a diagram shows it: a minus sign instead of a hyphen, and none before a zero. */
export function decimals(value: number, digits = 2): string {
  const digitsOf = value.toFixed(digits);
  return Number(digitsOf) === 0 ? digitsOf.replace("-", "") : digitsOf.replace("-", "−");
}

/**
 * Draws a diagram, its title above it.
 *
 * @param ground  what lies behind it, where the page's own colours are unknown; without it text and lines take the
 *   colour of the page
 * @returns one `<svg>` element, the same markup in HTML and in a file of its own
 */
export function drawDiagram({ title, description, shapes }: Diagram, ground?: "white"): string {
  const { left, top } = roomOf(shapes);
  const heading = titleLines(title).map((line, index, all) =>
    text(left, top - 16 - 18 * (all.length - 1 - index), line, { size: 14, isBold: true, align: "start" }),
  );
  const room = roomOf([...heading, ...shapes]);
  const [x, y] = [Math.floor(room.left) - 4, Math.floor(room.top) - 4];
  const [width, height] = [Math.ceil(room.right) + 4 - x, Math.ceil(room.bottom) + 4 - y];
  const colours = ground === undefined ? "" : `; color: #1f1f1f; background: ${ground}`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    ...{ viewBox: [x, y, width, height].join(" "), width, height },
    ...{ role: "img", "aria-label": title, "font-family": fonts, fill: "currentColor" },
    style: `max-width: 100%; height: auto; white-space: pre${colours}`,
  };
  const words = { tag: "desc", attributes: {}, children: [description] };
  return markup({ tag: "svg", attributes, children: [words, ...heading, ...shapes] });
}

const roomOf = (shapes: readonly Shape[]): Room => around(shapes.map(({ room }) => room));

const around = (rooms: readonly Room[]): Room => ({
  left: smallest(rooms.map(({ left }) => left)),
  top: smallest(rooms.map(({ top }) => top)),
  right: largest(rooms.map(({ right }) => right)),
  bottom: largest(rooms.map(({ bottom }) => bottom)),
});
