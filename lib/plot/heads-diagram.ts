/** One encoder under three heads: one answer, an answer a token, another sequence; with real tokens and states. */
import type { TopLevelSpec } from "vega-lite";
import {
  arrowLayers,
  boxLayer,
  diagram,
  stateLayer,
  stripesOf,
  wordLayer,
  type Arrow,
  type Box,
  type Word,
} from "./diagram";
import { checkFilled, checkGiven, checkLength, checkNumbers } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

/** What the encoder read under one head: its tokens, and some numbers of each token's state, each in [-1, 1]. */
export interface EncoderReading {
  readonly read: readonly string[];
  /** [token, unit] */
  readonly states: readonly (readonly number[])[];
}

export interface HeadsDiagramOptions {
  /** N → 1: the first token is the one that the head reads. */
  readonly sequence: EncoderReading & { readonly answer: string };
  /** N → N: an answer for each token. */
  readonly tokens: EncoderReading & { readonly answers: readonly string[] };
  /** N → M: what a decoder writes. */
  readonly decoder: EncoderReading & { readonly writes: readonly string[] };
  /** The finding, as a sentence. */
  readonly title?: string;
}

const encoderColour = seriesColours[0]!;
const headColour = seriesColours[1]!;
const decoderColour = seriesColours[4]!;
const pitch = 54;
const gap = 36;
const nameY = 8;
const answerY = 34;
const headTop = 52;
const headHeight = 26;
const stateTop = 104;
const stateHeight = 56;
const readY = 194;

/** One of the three pictures: where it begins, and what stands in it. */
interface Panel {
  readonly x: number;
  readonly name: string;
  readonly head: string;
  readonly colour: string;
  readonly reading: EncoderReading;
  readonly writes: readonly string[];
  /** How many of the states the head reads, from the first. */
  readonly numRead: number;
}

/**
 * Draws the three pictures side by side: tokens below, the encoder's states, the head, and its answers above.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no tokens, another number of states or answers than of tokens, a number of a state outside [-1, 1]
 *
 * Taught in notebook 09.
 * @source Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
 *   figure 4. https://arxiv.org/abs/1810.04805
 */
export function headsDiagram(options: HeadsDiagramOptions): TopLevelSpec {
  check(options);
  const { title = "One encoder, three heads" } = options;
  const panels = panelsOf(options);
  const last = panels.at(-1)!;
  return diagram({
    title,
    description: inWords(title, options),
    width: last.x + widthOf(last),
    height: readY + 12,
    layer: [
      statesOf(panels),
      boxLayer("boxes", panels.flatMap(boxes)),
      ...arrowLayers("arrows", panels.flatMap(arrows)),
      wordLayer("words", panels.flatMap(words)),
    ],
  });
}

function panelsOf({ sequence, tokens, decoder }: HeadsDiagramOptions): Panel[] {
  const panel = (name: string, head: string, reading: EncoderReading, writes: readonly string[]) => ({
    name,
    head,
    reading,
    writes,
    colour: headColour,
    numRead: reading.read.length,
  });
  const parts = [
    { ...panel("N → 1", "W, b", sequence, [sequence.answer]), numRead: 1 },
    panel("N → N", "W, b, the same everywhere", tokens, tokens.answers),
    { ...panel("N → M", "decoder", decoder, decoder.writes), colour: decoderColour },
  ];
  let x = 0;
  return parts.map((part) => {
    const panel = { ...part, x };
    x += widthOf(panel) + gap;
    return panel;
  });
}

const widthOf = ({ reading, writes }: Omit<Panel, "x">): number =>
  pitch * Math.max(reading.read.length, writes.length);
const placeOf = ({ x }: Panel, index: number): number => x + (index + 0.5) * pitch;

/** The state of every token as a column of coloured stripes. */
function statesOf(panels: readonly Panel[]) {
  const column = { half: pitch * 0.3, top: stateTop, height: stateHeight };
  const stripes = (panel: Panel, t: number) =>
    stripesOf(
      panel.reading.states[t]!,
      { ...column, middle: placeOf(panel, t) },
      (unit) => `${panel.name}, state of ${tokenLabel(panel.reading.read[t]!)}: unit ${unit}`,
    );
  return stateLayer(panels.flatMap((panel) => panel.reading.read.flatMap((_, t) => stripes(panel, t))));
}

/** A head is as wide as the states that it reads and the tokens that it writes. */
const headWidth = ({ numRead, writes }: Panel): number => pitch * Math.max(numRead, writes.length);

/** The encoder is one box for all tokens. */
function boxes(panel: Panel): Box[] {
  const { x, reading, colour, head } = panel;
  const encoder = { x, y: stateTop - 6, width: pitch * reading.read.length, height: stateHeight + 12 };
  const above = { x, y: headTop, width: headWidth(panel), height: headHeight };
  return [
    { ...encoder, colour: encoderColour, tip: "the encoder: every state has looked at all tokens" },
    { ...above, colour, tip: head },
  ];
}

function arrows(panel: Panel): Arrow[] {
  const { reading, writes, numRead } = panel;
  const up = (index: number, from: number, to: number): Arrow => ({
    corners: [
      [placeOf(panel, index), from],
      [placeOf(panel, index), to],
    ],
  });
  return [
    ...reading.read.map((_, t) => up(t, readY - 9, stateTop + stateHeight + 9)),
    ...reading.read.slice(0, numRead).map((_, t) => up(t, stateTop - 7, headTop + headHeight + 4)),
    ...writes.map((_, t) => up(t, headTop - 1, answerY + 11)),
  ];
}

function words(panel: Panel): Word[] {
  const { x, name, head, reading, writes } = panel;
  return [
    { x, y: nameY, text: name, isBold: true, align: "left" },
    { x: x + headWidth(panel) / 2, y: headTop + headHeight / 2, text: head, fontSize: 11 },
    ...reading.read.map((token, t) => ({ x: placeOf(panel, t), y: readY, text: tokenLabel(token) })),
    ...writes.map((token, t) => ({
      x: placeOf(panel, t),
      y: answerY,
      text: tokenLabel(token),
      isBold: true,
    })),
  ];
}

function inWords(title: string, { sequence, tokens, decoder }: HeadsDiagramOptions): string {
  const read = ({ read: list }: EncoderReading): string => `“${list.join(" ")}”`;
  return (
    `${title}. N → 1: of ${read(sequence)} the first state says ${sequence.answer}. ` +
    `N → N: for ${read(tokens)} the states say ${tokens.answers.join(" ")}. ` +
    `N → M: from ${read(decoder)} a decoder writes “${decoder.writes.join(" ")}”.`
  );
}

function check(options: HeadsDiagramOptions): void {
  const plot = "headsDiagram";
  const { sequence, tokens, decoder } = checkGiven(plot, "options", options);
  for (const [name, reading] of Object.entries({ sequence, tokens, decoder })) {
    const { read, states } = checkGiven(plot, name, reading);
    checkFilled(plot, `${name}.read`, read);
    checkLength(plot, `${name}.states`, states, read.length);
    states.forEach((state, t) => checkNumbers(plot, `${name}.states[${t}]`, state, -1, 1));
  }
  checkLength(plot, "tokens.answers", tokens.answers, tokens.read.length);
  checkFilled(plot, "decoder.writes", decoder.writes);
}
