/** One encoder under three task heads: one answer, an answer a token, another sequence; with real tokens and states. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, box, small, stateColumn, stateLegend, text, type Diagram, type Shape } from "./diagram";
import { checkGiven, checkLabels, checkLength, checkState, checkText, type Titled } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

/** What the encoder read under one head: its tokens, and some numbers of each token's state, each in [-1, 1]. */
export interface EncoderReading {
  readonly read: readonly string[];
  /** [token, unit] */
  readonly states: readonly (readonly number[])[];
}

export interface HeadsDiagramOptions extends Titled {
  /** N → 1: the first token is the one that the head reads. */
  readonly sequence: EncoderReading & { readonly answer: string };
  /** N → N: an answer for each token. */
  readonly tokens: EncoderReading & { readonly answers: readonly string[] };
  /** N → M: what a decoder writes. */
  readonly decoder: EncoderReading & { readonly writes: readonly string[] };
}

const encoderColour = seriesColours[0];
const headColour = seriesColours[1];
const decoderColour = seriesColours[4];
const pitch = 54;
const gap = 36;
const [nameY, answerY, headY, statesY, readY, legendY] = [8, 34, 65, 132, 194, 222];
const [headHeight, stateHeight] = [26, 56];
const [encoderTop, encoderBottom] = [statesY - 34, statesY + 34];

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
 * @returns a diagram, for `show`
 * @throws {PlotError} no tokens, another number of states or answers than of tokens, a number of a state outside [-1, 1]
 *
 * Taught in notebook 09.
 * @source Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
 *   figure 4. https://arxiv.org/abs/1810.04805
 */
export function headsDiagram(options: HeadsDiagramOptions): Diagram {
  check(options);
  const { title = phrase("One encoder, three task heads") } = options;
  return {
    title,
    description: inWords(options),
    shapes: [...panelsOf(options).flatMap(panelShapes), stateLegend(0, legendY)],
  };
}

function panelsOf({ sequence, tokens, decoder }: HeadsDiagramOptions): Panel[] {
  const parts = [
    {
      name: "N → 1",
      head: "W, b",
      colour: headColour,
      reading: sequence,
      writes: [sequence.answer],
      numRead: 1,
    },
    {
      name: "N → N",
      head: phrase("W, b, the same everywhere"),
      colour: headColour,
      reading: tokens,
      writes: tokens.answers,
    },
    {
      name: "N → M",
      head: phrase("decoder"),
      colour: decoderColour,
      reading: decoder,
      writes: decoder.writes,
    },
  ];
  let x = 0;
  return parts.map((part) => {
    const panel = { numRead: part.reading.read.length, ...part, x };
    x += pitch * Math.max(part.reading.read.length, part.writes.length) + gap;
    return panel;
  });
}

/** The encoder is one box for all tokens; a head is as wide as the states that it reads and the tokens that it writes. */
function panelShapes({ x, name, head, colour, reading, writes, numRead }: Panel): Shape[] {
  const { read, states } = reading;
  const boxAt = (y: number, columns: number, height: number) => ({
    ...{ x: x + (columns * pitch) / 2, y, width: columns * pitch, height },
  });
  const encoder = { ...boxAt(statesY, read.length, stateHeight + 12), colour: encoderColour };
  const seen = phrase("The encoder: every state has looked at all tokens");
  return [
    text(x, nameY, name, { isBold: true, align: "start" }),
    box({ ...encoder, tip: seen }),
    ...read.flatMap((token, t) => tokenShapes(token, states[t]!, x + (t + 0.5) * pitch, name)),
    ...read.slice(0, numRead).map((_, t) => up(x, t, encoderTop - 1, headY + 15)),
    box({ ...boxAt(headY, Math.max(numRead, writes.length), headHeight), colour, tip: head }, small(head)),
    ...writes.map((_, t) => up(x, t, headY - 13, answerY + 9)),
    ...writes.map((token, t) =>
      text(x + (t + 0.5) * pitch, answerY, tokenLabel(token), { isBold: true, widest: pitch - 2 }),
    ),
  ];
}

const up = (left: number, t: number, from: number, to: number): Shape =>
  arrow([left + (t + 0.5) * pitch, from], [left + (t + 0.5) * pitch, to]);

function tokenShapes(token: string, state: readonly number[], x: number, panel: string): Shape[] {
  const place = { x, y: statesY, width: pitch * 0.6, height: stateHeight };
  return [
    text(x, readY, tokenLabel(token), { widest: pitch - 2 }),
    arrow([x, readY - 9], [x, encoderBottom + 2]),
    stateColumn(place, state, {
      what: (unit) => phrase("{0}, state of {1}: unit {2}", panel, tokenLabel(token), unit),
    }),
  ];
}

function inWords({ sequence, tokens, decoder }: HeadsDiagramOptions): string {
  const read = ({ read: list }: EncoderReading): string => `“${list.join(" ")}”`;
  return phrase(
    "N → 1: of {0} the first state says {1}. N → N: for {2} the states say {3}. N → M: from {4} a decoder writes “{5}”.",
    read(sequence),
    sequence.answer,
    read(tokens),
    tokens.answers.join(" "),
    read(decoder),
    decoder.writes.join(" "),
  );
}

function check(options: HeadsDiagramOptions): void {
  const plot = "headsDiagram";
  const { sequence, tokens, decoder } = checkGiven(plot, "options", options);
  for (const [name, reading] of Object.entries({ sequence, tokens, decoder })) {
    const { read, states } = checkGiven(plot, name, reading);
    checkLabels(plot, `${name}.read`, read);
    checkLength(plot, `${name}.states`, states, read.length);
    states.forEach((state, t) => checkState(plot, `${name}.states[${t}]`, state));
  }
  checkText(plot, "sequence.answer", sequence.answer);
  checkLabels(plot, "tokens.answers", tokens.answers);
  checkLength(plot, "tokens.answers", tokens.answers, tokens.read.length);
  checkLabels(plot, "decoder.writes", decoder.writes);
}
