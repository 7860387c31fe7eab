/** A recurrent network, unrolled over its time steps: what each read, the numbers of its state, what it wrote. */
import type { TopLevelSpec } from "vega-lite";
import {
  arrowLayers,
  boxLayer,
  diagram,
  stateLayer,
  stateTooltip,
  stripesOf,
  wordLayer,
  type Arrow,
  type Word,
} from "./diagram";
import { checkFilled, checkGiven, checkLength, checkNumbers } from "./plot-input";
import { goldColour, type Layer, plotConfig, seriesColours, tokenLabel } from "./plot-style";

/** One time step. */
export interface RecurrentStep {
  /** The token it read; leave out where it reads nothing. */
  readonly read?: string;
  /** h_t, each number in [-1, 1]. */
  readonly state: readonly number[];
  /** The token it wrote; leave out where nobody asks. */
  readonly wrote?: string;
}

export interface RecurrentDiagramOptions {
  readonly steps: readonly RecurrentStep[];
  /** What stands on the arrows: "W_x [5, 3]". */
  readonly labels?: { readonly input?: string; readonly hidden?: string; readonly output?: string };
  /** How long the gradient of the loss is at each state; drawn as it travels, from right to left. */
  readonly gradients?: readonly number[];
  /** The finding, as a sentence. */
  readonly title?: string;
}

const [cellTop, cellHeight, inputY, outputY] = [62, 76, 182, 16];
const firstX = 40; // room for the state before the first step

/**
 * Draws the steps from left to right, each with the numbers of its state as coloured stripes.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no steps, states of different length, a number outside [-1, 1], not one gradient a step
 *
 * Taught in notebook 01.
 * @source Goodfellow, Bengio & Courville 2016, "Deep Learning", §10.1, figure 10.2. https://www.deeplearningbook.org
 */
export function recurrentDiagram(options: RecurrentDiagramOptions): TopLevelSpec {
  check(options);
  const { steps, title = "The same cell at every time step" } = options;
  const pitch = Math.max(34, Math.min(100, 640 / steps.length));
  const place: Place = { pitch, half: pitch * 0.28, x: (t) => firstX + (t + 0.5) * pitch };
  return {
    ...diagram({
      title,
      description: inWords(title, options),
      width: Math.round(firstX + steps.length * pitch + 10),
      height: inputY + 12,
      layer: [
        ...stateLayers(options, place),
        boxLayer(
          "cells",
          steps.map((_, t) => cell(place, t)),
        ),
        ...arrowLayers("arrows", arrows(options, place)),
        wordLayer("words", words(options, place)),
      ],
    }),
    config: plotConfig,
  };
}

/** Where things stand, in pixels. */
interface Place {
  readonly pitch: number;
  /** Half the width of a cell. */
  readonly half: number;
  readonly x: (t: number) => number;
}

const cell = ({ x, half }: Place, t: number) => ({
  x: x(t) - half,
  y: cellTop,
  width: 2 * half,
  height: cellHeight,
  colour: seriesColours[0]!,
});

/** Each state as a column of stripes, with its numbers where they fit. */
function stateLayers({ steps }: RecurrentDiagramOptions, place: Place): Layer[] {
  const column = { half: place.half, top: cellTop, height: cellHeight };
  const stripes = steps.flatMap(({ state }, t) =>
    stripesOf(state, { ...column, middle: place.x(t) }, (unit) => `h${subscript(t + 1)}, unit ${unit}`),
  );
  const numbers = stripes.map((stripe) => ({
    ...stripe,
    x: (stripe.x + stripe.right) / 2,
    y: (stripe.y + stripe.bottom) / 2,
  }));
  const isWide = cellHeight / steps[0]!.state.length >= 14 && place.half >= 18;
  return [stateLayer(stripes), ...(isWide ? [numberLayer(numbers)] : [])];
}

const numberLayer = (values: object[]): Layer => ({
  name: "numbers",
  data: { values },
  mark: { type: "text", baseline: "middle", fontSize: 11, aria: false },
  encoding: { text: { field: "value", type: "quantitative", format: ".2f" }, tooltip: stateTooltip },
});

function arrows({ steps, gradients }: RecurrentDiagramOptions, { x, half, pitch }: Place): Arrow[] {
  const [forwardY, backwardY] = [cellTop + cellHeight * 0.3, cellTop + cellHeight * 0.62];
  const line = (from: [number, number], to: [number, number], colour?: string): Arrow => ({
    corners: [from, to],
    ...(colour !== undefined && { colour, isDashed: true }),
  });
  return steps.flatMap(({ read, wrote }, t) => [
    line([t === 0 ? firstX - 5 : x(t) - pitch + half, forwardY], [x(t) - half - 2, forwardY]),
    ...(read === undefined ? [] : [line([x(t), inputY - 11], [x(t), cellTop + cellHeight + 4])]),
    ...(wrote === undefined ? [] : [line([x(t), cellTop - 3], [x(t), outputY + 13])]),
    ...(gradients === undefined || t === 0
      ? []
      : [line([x(t) - half, backwardY], [x(t) - pitch + half + 2, backwardY], goldColour)]),
  ]);
}

function words(
  { steps, labels = {}, gradients }: RecurrentDiagramOptions,
  { x, half, pitch }: Place,
): Word[] {
  const fontSize = Math.min(14, pitch * 0.3);
  const small = { fontSize: 11, align: "left" as const };
  const writer = steps.findIndex(({ wrote }) => wrote !== undefined);
  const reader = steps.findIndex(({ read }) => read !== undefined);
  const { input, hidden, output } = labels;
  return [
    { x: firstX - 26, y: cellTop + cellHeight * 0.3, text: "h₀ = 0", fontSize: 11 },
    ...steps.flatMap(({ read, wrote }, t) => [
      {
        x: x(t),
        y: cellTop - 8,
        text: `h${subscript(t + 1)}`,
        fontSize: 11,
        ...(wrote !== undefined && { x: x(t) - 12 }),
      },
      ...(read === undefined ? [] : [{ x: x(t), y: inputY, text: tokenLabel(read), fontSize, isBold: true }]),
      ...(wrote === undefined
        ? []
        : [{ x: x(t), y: outputY, text: tokenLabel(wrote), fontSize, isBold: true }]),
    ]),
    ...(input && reader >= 0 ? [{ ...small, x: x(reader) + 6, y: inputY - 24, text: input }] : []),
    ...(output && writer >= 0 ? [{ ...small, x: x(writer) + 6, y: outputY + 26, text: output }] : []),
    ...(hidden ? [{ x: x(0) + pitch / 2, y: cellTop - 24, text: hidden, fontSize: 11 }] : []),
    ...(gradients ?? []).slice(0, -1).map((length, t) => ({
      x: x(t) + pitch / 2,
      y: cellTop + cellHeight * 0.62 + 14,
      text: String(Number(length.toPrecision(2))),
      fontSize: half >= 18 ? 11 : 9,
      colour: goldColour,
    })),
  ];
}

const subscript = (t: number): string => [...String(t)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

function inWords(title: string, { steps, gradients }: RecurrentDiagramOptions): string {
  const parts = steps.map(({ read, wrote }, t) => {
    const does = [
      ...(read === undefined ? [] : [`reads ${tokenLabel(read)}`]),
      ...(wrote === undefined ? [] : [`writes ${tokenLabel(wrote)}`]),
      ...(gradients === undefined ? [] : [`gradient ${gradients[t]!.toPrecision(2)}`]),
    ];
    return `step ${t + 1} ${does.join(", ") || "only passes its state on"}`;
  });
  return `${title}. ${parts.join("; ")}.`;
}

function check(options: RecurrentDiagramOptions): void {
  const plot = "recurrentDiagram";
  const { steps, gradients } = checkGiven(plot, "options", options);
  checkFilled(plot, "steps", steps);
  steps.forEach((step, t) => checkGiven(plot, `steps[${t}]`, step));
  checkFilled(plot, "steps[0].state", steps[0]!.state);
  steps.forEach(({ state }, t) => {
    checkLength(plot, `steps[${t}].state`, state, steps[0]!.state.length);
    checkNumbers(plot, `steps[${t}].state`, state, -1, 1);
  });
  if (gradients === undefined) return;
  checkLength(plot, "gradients", gradients, steps.length);
  checkNumbers(plot, "gradients", gradients);
}
