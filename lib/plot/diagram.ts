/** What diagrams are made of: boxes, arrows and words at places counted in pixels from the top left. */
import type { TopLevelSpec } from "vega-lite";
import { type Layer, plotConfig, signedRamp, svgRenderer, titleLines, vegaLiteSchema } from "./plot-style";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  /** What the pointer reads there. */
  readonly tip?: string;
}

export interface Arrow {
  /** Corners from start to end, [x, y] each; at least two. */
  readonly corners: readonly (readonly [number, number])[];
  readonly colour?: string;
  readonly isDashed?: boolean;
}

export interface Word {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour?: string;
  readonly fontSize?: number;
  readonly isBold?: boolean;
  /** Where (x, y) is; the middle unless said otherwise. */
  readonly align?: "left" | "center" | "right";
}

export interface DiagramOptions {
  readonly title: string;
  /** For a reader who sees no pictures. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly layer: readonly Layer[];
}

const page = "currentColor";
/** Places are pixels; Vega-Lite stumbles over lines without a scale. */
const pixels = (field: "x" | "y", length: number) => ({
  field,
  type: "quantitative" as const,
  scale: { domain: [0, length], range: [0, length], nice: false, zero: false },
  axis: null,
});
const asIs = (field: string) => ({ field, type: "nominal" as const, scale: null });

/**
 * A picture of its layers, without axes: every layer has its places in the fields `x` and `y`, in pixels.
 *
 * @returns a Vega-Lite 5 spec
 *
 * Taught in notebook 04.
 */
export function diagram({ title, description, width, height, layer }: DiagramOptions): TopLevelSpec {
  return {
    $schema: vegaLiteSchema,
    description,
    usermeta: svgRenderer,
    background: "transparent",
    config: plotConfig,
    title: titleLines(title),
    width,
    height,
    encoding: { x: pixels("x", width), y: pixels("y", height) },
    layer: [...layer],
  };
}

/** Boxes with a border; what lies behind shows through. */
export function boxLayer(name: string, boxes: readonly Box[]): Layer {
  return {
    name,
    data: { values: boxes.map((box) => ({ ...box, right: box.x + box.width, bottom: box.y + box.height })) },
    mark: { type: "rect", cornerRadius: 4, fillOpacity: 0.14, strokeWidth: 1.5, aria: false },
    encoding: {
      x2: { field: "right" },
      y2: { field: "bottom" },
      fill: asIs("colour"),
      stroke: asIs("colour"),
      ...(boxes.some(({ tip }) => tip !== undefined) && { tooltip: { field: "tip" } }),
    },
  };
}

/** Rectangles from (x, y) to (right, bottom), coloured by the `value` of each. */
export const cellLayer = (
  name: string,
  cells: readonly object[],
  colour: object,
  tooltip: object[],
): Layer => ({
  name,
  data: { values: [...cells] },
  mark: { type: "rect", aria: false },
  encoding: {
    x2: { field: "right" },
    y2: { field: "bottom" },
    color: { field: "value", type: "quantitative", ...colour },
    tooltip: tooltip as never,
  },
});

/** Where the stripes of one state stand. */
export interface Column {
  readonly middle: number;
  readonly half: number;
  readonly top: number;
  readonly height: number;
}

export interface Stripe {
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly bottom: number;
  readonly value: number;
  readonly what: string;
}

/** A hidden state as a column of stripes, one a unit, each number in [-1, 1]; `what` names a unit, counted from 1. */
export function stripesOf(
  state: readonly number[],
  { middle, half, top, height }: Column,
  what: (unit: number) => string,
): Stripe[] {
  const each = height / state.length;
  return state.map((value, unit) => ({
    x: middle - half,
    right: middle + half,
    y: top + unit * each,
    bottom: top + (unit + 1) * each,
    value: Number(value.toFixed(3)),
    what: what(unit + 1),
  }));
}

/** What the pointer reads on a stripe. */
export const stateTooltip = [
  { field: "what", title: "state" },
  { field: "value", type: "quantitative" as const, format: ".3f" },
];

/** Hidden states as stripes. */
export const stateLayer = (stripes: readonly Stripe[], { hasLegend = true } = {}): Layer => {
  const legend = hasLegend ? { title: "hidden state", gradientLength: 130, values: [-1, 0, 1] } : null;
  return cellLayer(
    "states",
    stripes,
    { scale: { domain: [-1, 1], range: signedRamp }, legend },
    stateTooltip,
  );
};

/** Lines through their corners, with a head at the end. */
export function arrowLayers(name: string, arrows: readonly Arrow[]): Layer[] {
  const colourOf = ({ colour = page }: Arrow): string => colour;
  const corners = arrows.flatMap((arrow, index) =>
    arrow.corners.map(([x, y], order) => ({ arrow: index, order, x, y, colour: colourOf(arrow) })),
  );
  const line = (part: string, isDashed: boolean): Layer => ({
    name: `${name} ${part}`,
    data: { values: corners.filter(({ arrow }) => (arrows[arrow]!.isDashed ?? false) === isDashed) },
    mark: { type: "line", strokeWidth: 1.3, ...(isDashed && { strokeDash: [4, 3] }), aria: false },
    encoding: {
      order: { field: "order" },
      detail: { field: "arrow" },
      stroke: asIs("colour"),
    },
  });
  return [line("lines", false), line("dashes", true), headLayer(name, arrows.map(headOf))];
}

function headOf(arrow: Arrow): object {
  const [[fromX, fromY], [x, y]] = arrow.corners.slice(-2) as [[number, number], [number, number]];
  const degrees = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI + 90; // the triangle points up by itself
  return { x, y, degrees, colour: arrow.colour ?? page };
}

const headLayer = (name: string, heads: readonly object[]): Layer => ({
  name: `${name} heads`,
  data: { values: [...heads] },
  mark: { type: "point", shape: "triangle", size: 34, filled: true, opacity: 1, strokeWidth: 0, aria: false },
  encoding: {
    angle: { field: "degrees", type: "quantitative", scale: null },
    fill: asIs("colour"),
  },
});

/** Words, each centred on its place unless it says otherwise. */
export function wordLayer(name: string, words: readonly Word[]): Layer {
  const filled = words.map(({ colour = page, fontSize = 12, isBold = false, align = "center", ...word }) => ({
    ...word,
    colour,
    fontSize,
    weight: isBold ? "bold" : "normal",
    align,
  }));
  const fromDatum = (field: string) => ({ expr: `datum.${field}` }) as never;
  return {
    name,
    data: { values: filled },
    mark: {
      type: "text",
      baseline: "middle",
      align: fromDatum("align"),
      fontSize: fromDatum("fontSize"),
      fontWeight: fromDatum("weight"),
      aria: false,
    },
    encoding: { text: { field: "text" }, color: asIs("colour") },
  };
}
