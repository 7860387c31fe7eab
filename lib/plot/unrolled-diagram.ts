/** An encoder and a decoder, unrolled over one pair: every step with its tokens and the numbers of its state. */
import type { TopLevelSpec } from "vega-lite";
import {
  arrowLayers,
  boxLayer,
  diagram,
  stateLayer,
  stripesOf,
  wordLayer,
  type Arrow,
  type Word,
} from "./diagram";
import { checkFilled, checkGiven, checkLength, checkNumbers } from "./plot-input";
import { type Layer, seriesColours, tokenLabel } from "./plot-style";

/** One step of the encoder: what it read, and some numbers of the state it then had, each in [-1, 1]. */
export interface EncoderStep {
  readonly read: string;
  readonly state: readonly number[];
}

/** One step of the decoder. */
export interface DecoderStep extends EncoderStep {
  readonly wrote: string;
  /** How sure it was of what it wrote, in [0, 1]. */
  readonly probability: number;
  /** The right token; a cross marks another one. */
  readonly right: string;
}

export interface UnrolledDiagramOptions {
  readonly encoder: readonly EncoderStep[];
  readonly decoder: readonly DecoderStep[];
  /** What stands on the box between the two, a line each: ["h: 64", "c: 64"]. */
  readonly context: readonly string[];
  /** "own": each step reads what the step before wrote (free running); "right": the right tokens (teacher forcing). */
  readonly reads: "own" | "right";
  /** The finding, as a sentence. */
  readonly title?: string;
}

const encoderColour = seriesColours[0]!;
const decoderColour = seriesColours[1]!;
const wrongColour = seriesColours[3]!;
const contextColour = seriesColours[4]!;
const widest = 760;
const cellTop = 74;
const cellHeight = 64;
const inputY = 172;
const outputY = 44;
const contextWidth = 84;

/**
 * Draws the encoder's steps, the context vector, and the decoder's steps from left to right.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no steps, states of different length, a number of a state outside [-1, 1], a probability outside [0, 1]
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, figure 1. https://arxiv.org/abs/1409.3215
 */
export function unrolledDiagram(options: UnrolledDiagramOptions): TopLevelSpec {
  check(options);
  const { encoder, decoder, title = "The encoder reads, the decoder writes" } = options;
  const pitch = Math.min(44, (widest - contextWidth) / (encoder.length + decoder.length));
  const place: Place = {
    pitch,
    cellWidth: pitch * 0.68,
    encoderX: (s) => (s + 0.5) * pitch,
    decoderX: (t) => (encoder.length + t + 0.5) * pitch + contextWidth,
    contextX: encoder.length * pitch,
  };
  return diagram({
    title,
    description: inWords(title, options),
    width: Math.round((encoder.length + decoder.length) * pitch + contextWidth),
    height: inputY + 12,
    layer: [
      statesOf(options, place),
      boxLayer("cells", cells(options, place)),
      ...arrowLayers("arrows", arrows(options, place)),
      wordLayer("words", words(options, place)),
    ],
  });
}

/** Where things stand, in pixels. */
interface Place {
  readonly pitch: number;
  readonly cellWidth: number;
  readonly encoderX: (s: number) => number;
  readonly decoderX: (t: number) => number;
  readonly contextX: number;
}

/** The state of every step as a column of coloured stripes. */
function statesOf({ encoder, decoder }: UnrolledDiagramOptions, place: Place): Layer {
  const column = { half: place.cellWidth / 2, top: cellTop, height: cellHeight };
  const stripes = (who: string, middle: number, step: number, { read, state }: EncoderStep) =>
    stripesOf(
      state,
      { ...column, middle },
      (unit) => `${who}, step ${step + 1}, after reading ${tokenLabel(read)}: unit ${unit}`,
    );
  return stateLayer([
    ...encoder.flatMap((step, s) => stripes("encoder", place.encoderX(s), s, step)),
    ...decoder.flatMap((step, t) => stripes("decoder", place.decoderX(t), t, step)),
  ]);
}

function cells({ encoder, decoder, context }: UnrolledDiagramOptions, place: Place) {
  const box = (x: number, colour: string) => ({
    x: x - place.cellWidth / 2,
    y: cellTop,
    width: place.cellWidth,
    height: cellHeight,
    colour,
  });
  const between = {
    x: place.contextX + 12,
    y: cellTop + 8,
    width: contextWidth - 24,
    height: cellHeight - 16,
    colour: contextColour,
    tip: `context: ${context.join(", ")}`,
  };
  return [
    ...encoder.map((_, s) => box(place.encoderX(s), encoderColour)),
    between,
    ...decoder.map((_, t) => box(place.decoderX(t), decoderColour)),
  ];
}

function arrows({ encoder, decoder, reads }: UnrolledDiagramOptions, place: Place): Arrow[] {
  const middle = cellTop + cellHeight / 2;
  const half = place.cellWidth / 2;
  const up = (x: number): Arrow => ({
    corners: [
      [x, inputY - 10],
      [x, cellTop + cellHeight + 4],
    ],
  });
  const across = (from: number, to: number): Arrow => ({
    corners: [
      [from, middle],
      [to - 2, middle],
    ],
  });
  const out = (x: number): Arrow => ({
    corners: [
      [x, cellTop - 2],
      [x, outputY + 14],
    ],
  });
  const back = (t: number): Arrow => {
    const [x, next] = [place.decoderX(t), place.decoderX(t + 1)];
    const gap = (x + next) / 2 - 1;
    return {
      corners: [
        [x + 9, outputY],
        [gap, outputY],
        [gap, inputY],
        [next - 10, inputY],
      ],
      isDashed: true,
    };
  };
  const xs = encoder.map((_, s) => place.encoderX(s));
  const ys = decoder.map((_, t) => place.decoderX(t));
  return [
    ...[...xs, ...ys].map(up),
    ...xs.slice(1).map((x, s) => across(xs[s]! + half, x - half)),
    across(xs.at(-1)! + half, place.contextX + 12),
    across(place.contextX + contextWidth - 12, ys[0]! - half),
    ...ys.slice(1).map((x, t) => across(ys[t]! + half, x - half)),
    ...ys.map(out),
    ...(reads === "own" ? ys.slice(1).map((_, t) => back(t)) : []),
  ];
}

function words({ encoder, decoder, context, reads }: UnrolledDiagramOptions, place: Place): Word[] {
  const contextX = place.contextX + contextWidth / 2;
  const middle = cellTop + cellHeight / 2;
  const fontSize = Math.min(13, place.pitch * 0.34);
  const how = reads === "own" ? "reads what it wrote" : "reads the right tokens";
  return [
    {
      x: place.encoderX(encoder.length / 2 - 0.5),
      y: 8,
      text: "encoder",
      colour: encoderColour,
      isBold: true,
    },
    {
      x: place.decoderX(decoder.length / 2 - 0.5),
      y: 8,
      text: `decoder (${how})`,
      colour: decoderColour,
      isBold: true,
    },
    { x: contextX, y: cellTop - 6, text: "context", colour: contextColour, isBold: true },
    ...context.map((text, i) => ({ x: contextX, y: middle + 15 * (i + 0.5 - context.length / 2), text })),
    ...encoder.map(({ read }, s) => ({ x: place.encoderX(s), y: inputY, text: tokenLabel(read), fontSize })),
    ...decoder.flatMap((step, t) => stepWords(step, place.decoderX(t), fontSize)),
  ];
}

/** A wrong token has a cross and its own colour, for eyes that tell colours apart and for those that do not. */
function stepWords({ read, wrote, right, probability }: DecoderStep, x: number, fontSize: number): Word[] {
  const isWrong = wrote !== right;
  return [
    { x, y: inputY, text: tokenLabel(read), fontSize },
    {
      x,
      y: outputY,
      text: `${tokenLabel(wrote)}${isWrong ? "✗" : ""}`,
      fontSize: fontSize + 1,
      isBold: true,
      ...(isWrong && { colour: wrongColour }),
    },
    { x, y: outputY - 16, text: probability.toFixed(2).replace(/^0/, ""), fontSize: 10 },
  ];
}

function inWords(title: string, { encoder, decoder, reads, context }: UnrolledDiagramOptions): string {
  const source = encoder.map(({ read }) => tokenLabel(read)).join(" ");
  const steps = decoder.map(({ read, wrote, right }) => {
    const mistake = wrote === right ? "" : ` (right: ${tokenLabel(right)})`;
    return `reads ${tokenLabel(read)}, writes ${tokenLabel(wrote)}${mistake}`;
  });
  const how = reads === "own" ? "free running" : "teacher forcing";
  return `${title}. Encoder reads ${source}; context ${context.join(", ")}; decoder, ${how}: ${steps.join("; ")}.`;
}

function check(options: UnrolledDiagramOptions): void {
  const plot = "unrolledDiagram";
  const { encoder, decoder } = checkGiven(plot, "options", options);
  checkFilled(plot, "encoder", encoder);
  checkFilled(plot, "decoder", decoder);
  checkFilled(plot, "encoder[0].state", encoder[0]!.state);
  for (const [name, steps] of Object.entries({ encoder, decoder })) {
    steps.forEach(({ state }, i) => {
      checkLength(plot, `${name}[${i}].state`, state, encoder[0]!.state.length);
      checkNumbers(plot, `${name}[${i}].state`, state, -1, 1);
    });
  }
  const probabilities = decoder.map(({ probability }) => probability);
  checkNumbers(plot, "probabilities", probabilities, 0, 1 + 1e-5);
}
