/** A decoder with attention, unrolled over a few steps: whether it looks after its recurrent step (Luong) or before it (Bahdanau). */
import { phrase } from "../jupyter/language.cjs";
import { arrow, bold, box, cell, stateColumn, stateLegend, styledArrow, text } from "./diagram";
import type { Diagram, Point, Shape } from "./diagram";
import {
  checkChoice,
  checkFilled,
  checkGiven,
  checkLabels,
  checkLength,
  checkNumber,
  checkNumbers,
  checkState,
  checkText,
  PlotError,
  type Titled,
} from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

/** One step of the decoder. */
export interface LookingStep {
  /** Which step it is, counted from 1. */
  readonly number: number;
  readonly read: string;
  /** Some numbers of the state after the step, each in [-1, 1]. */
  readonly state: readonly number[];
  /** α, one a source token, each in [0, 1]. */
  readonly weights: readonly number[];
  readonly wrote: string;
  /** How sure it was of what it wrote, in [0, 1]. */
  readonly probability: number;
}

export interface PlacementDiagramOptions extends Titled {
  /** "luong" looks with the state after the step, "bahdanau" with the one before it. */
  readonly placement: "luong" | "bahdanau";
  readonly source: readonly string[];
  /** Some numbers of each encoder state, each in [-1, 1].  [source, unit] */
  readonly states: readonly (readonly number[])[];
  readonly steps: readonly LookingStep[];
  /** Whether to show where input feeding would lead; only with "luong". */
  readonly showsFeeding?: boolean;
}

const [encoderColour, decoderColour, joinedColour, feedingColour] = seriesColours;
const [outputY, joinY] = [10, 58];
/** Where the parts stand, from the top: the look stands above the step, or below it. */
const rows = {
  luong: { contextY: 112, weightsY: 156, stateY: 268, readY: 318, legendY: 346 },
  bahdanau: { stateY: 122, contextY: 192, readY: 192, weightsY: 236, legendY: 340 },
} as const;
const [weightHeight, barHeight, stateHeight, stateWidth] = [20, 24, 48, 22];
const widest = 760;
const space = 44; // between the looks of two steps

/** One step and its place. */
interface Column extends LookingStep {
  readonly x: number;
  readonly pitch: number;
  readonly source: readonly string[];
  readonly half: number;
}

/**
 * Draws the encoder's states on the left and the decoder's steps beside each other, each from the bottom to the top: what
 * it reads, its state, the scores, the weights, the context, both joined, and what it writes.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no steps, weights of another number than the source, a number out of its range, or input feeding
 *   with "bahdanau"
 *
 * Taught in notebook 06.
 * @source Luong et al. 2015, figures 2 and 4. https://arxiv.org/abs/1508.04025 Bahdanau et al. 2015, figure 1.
 *   https://arxiv.org/abs/1409.0473
 */
export function placementDiagram(options: PlacementDiagramOptions): Diagram {
  check(options);
  const { placement, source, steps, title = phrase("Where the decoder looks from") } = options;
  const pitch = Math.min(22, (widest / (steps.length + 1) - space) / source.length);
  const width = pitch * source.length;
  const columns = steps.map((step, t): Column => {
    const x = width + space + 12 + (t + 0.5) * (width + space);
    return { ...step, x, pitch, source, half: width / 2 };
  });
  const draw = placement === "luong" ? luongStep : bahdanauStep;
  return {
    title,
    description: inWords(options),
    shapes: [
      ...encoder(options, pitch),
      ...handover(columns[0]!, placement),
      ...columns.flatMap((column) => [...draw(column), ...look(column, placement), ...writing(column)]),
      ...(options.showsFeeding ? columns.slice(1).map((next, t) => feeding(columns[t]!, next)) : []),
      ...names(placement),
      ...legend(options),
    ],
  };
}

/** The encoder's states as one matrix, and the line on which every step finds them. */
function encoder({ placement, source, states, steps }: PlacementDiagramOptions, pitch: number): Shape[] {
  const { weightsY } = rows[placement];
  const [tokensY, width] = [weightsY + 62, pitch * source.length];
  const end = width + space + 12 + (steps.length - 0.5) * (width + space);
  const columns = source.flatMap((token, s) => {
    const place = { x: (s + 0.5) * pitch, y: weightsY + 20, width: pitch - 1, height: 60 };
    const what = (unit: number) => phrase("encoder, of {0}: unit {1}", tokenLabel(token), unit);
    return [stateColumn(place, states[s]!, { what }), sourceToken(token, place.x, tokensY, pitch)];
  });
  return [
    text(width / 2, weightsY - 24, phrase("encoder states h"), { colour: encoderColour, isBold: true, size: 11 }), // prettier-ignore
    ...columns,
    styledArrow({ colour: encoderColour }, [width + 2, tokensY + 14], [end, tokensY + 14]),
    text(width / 2, tokensY + 14, phrase("all h, at every step"), { size: 10 }),
  ];
}

const sourceToken = (token: string, x: number, y: number, pitch: number): Shape =>
  text(x, y, token === "<eos>" ? "⏎" : tokenLabel(token), { size: Math.min(12, pitch * 0.7), widest: pitch });

/** Scores as bars, their softmax as cells, and the context above them. */
function look({ number, weights, source, x, pitch, half }: Column, placement: "luong" | "bahdanau"): Shape[] {
  const { weightsY, contextY } = rows[placement];
  const [barsY, tokensY] = [weightsY + 50, weightsY + 62];
  const scores = scoresOf(weights);
  const highest = Math.max(...scores, 1);
  const cells = source.flatMap((token, s) => {
    const [at, weight, score] = [x - half + (s + 0.5) * pitch, weights[s]!, scores[s]!];
    const height = (barHeight * score) / highest;
    const bar = { x: at, y: barsY - height / 2, width: pitch * 0.5, height };
    const name = tokenLabel(token);
    return [
      cell(bar, 0.75, { tip: phrase("score e of {0}: {1} above the lowest", name, score.toFixed(2)) }),
      cell({ x: at, y: weightsY, width: pitch - 1, height: weightHeight }, weight, {
        tip: phrase("weight α of {0}: {1}", name, weight.toFixed(3)),
        ...(weight >= 0.1 && pitch >= 14 && { label: weight.toFixed(2).replace(/^0/, "") }),
      }),
      sourceToken(token, at, tokensY, pitch),
    ];
  });
  const context = { x, y: contextY, width: 52, height: 24, colour: encoderColour, tip: "c = Σ α h" };
  return [
    ...cells,
    text(x + half + 8, weightsY, "α", { size: 11 }),
    text(x + half + 8, barsY - barHeight / 2, "e", { size: 11 }),
    arrow([x, weightsY - 12], [x, contextY + 13]),
    box(context, bold(`c${subscript(number)}`)),
  ];
}

/** ln α above the lowest one: softmax ignores what is added to all scores. */
function scoresOf(weights: readonly number[]): number[] {
  const scores = weights.map((weight) => Math.log(Math.max(weight, 1e-12)));
  const lowest = Math.min(...scores);
  return scores.map((score) => score - lowest);
}

/** State first, at the left; it asks, and goes up to be joined with the answer. */
function luongStep(column: Column): Shape[] {
  const { stateY, contextY, weightsY, readY } = rows.luong;
  const { x, half, number } = column;
  const stateX = x - half - 10;
  const right = stateX + stateWidth / 2;
  return [
    ...state(column, stateX, stateY),
    text(stateX, readY, tokenLabel(column.read), { size: 13 }),
    arrow([stateX, readY - 10], [stateX, stateY + stateHeight / 2 + 2]),
    arrow([right, stateY], [stateX + 2 * half + space - stateWidth / 2 - 2, stateY]),
    styledArrow({ isDashed: true }, [right, stateY - 12], [x, stateY - 12], [x, weightsY + 82]),
    text(x + 5, stateY - 20, phrase("query s{0}", subscript(number)), { size: 10, align: "start" }),
    arrow([stateX, stateY - stateHeight / 2], [stateX, joinY], [x - 34, joinY]),
    arrow([x, contextY - 12], [x, joinY + 16]),
  ];
}

/** The look first, with the state before; the state above it reads what was found. */
function bahdanauStep(column: Column): Shape[] {
  const { stateY, contextY, weightsY } = rows.bahdanau;
  const { x, half, number } = column;
  const [readX, askX, joinX] = [x - half + 8, x - half - 12, x + 46];
  const [left, right] = [x - stateWidth / 2, x + stateWidth / 2];
  return [
    ...state(column, x, stateY),
    text(readX, contextY, tokenLabel(column.read), { size: 13 }),
    arrow([readX, contextY - 10], [readX, stateY + 12], [left - 2, stateY + 12]),
    arrow([x, contextY - 13], [x, stateY + stateHeight / 2 + 2]),
    arrow([x + 26, contextY], [joinX, contextY], [joinX, joinY], [x + 34, joinY]),
    arrow([x, stateY - stateHeight / 2], [x, joinY + 16]),
    arrow([right, stateY], [x + 2 * half + space - stateWidth / 2 - 2, stateY]),
    styledArrow({ isDashed: true }, [askX, stateY], [askX, weightsY + 38], [x - half - 1, weightsY + 38]),
    text(askX - 3, stateY + 17, phrase("query s{0}", subscript(number - 1)), { size: 10, align: "end" }),
  ];
}

/** What a state before the first step hands over. */
function handover({ x, half, number }: Column, placement: "luong" | "bahdanau"): Shape[] {
  const { stateY } = rows[placement];
  const end = (placement === "luong" ? x - half - 10 : x) - stateWidth / 2 - 2;
  const start = Math.min(end - 22, x - half - 12);
  return [
    arrow([start, stateY], [end, stateY]),
    text(start - 3, stateY, `s${subscript(number - 1)}`, { size: 11, align: "end" }),
  ];
}

/** What stands in the upper rows. */
const names = (placement: "luong" | "bahdanau"): Shape[] =>
  (
    [
      [outputY, phrase("writes, and how likely")],
      [joinY, phrase("both joined")],
      ["contextY", phrase("context c = Σ α h")],
      ["stateY", phrase("state s")],
    ] as const
  ).map(([y, words]) =>
    text(0, typeof y === "number" ? y : rows[placement][y], words, { size: 11, align: "start" }),
  );

function legend({ placement, showsFeeding }: PlacementDiagramOptions): Shape[] {
  const y = rows[placement].legendY;
  const item = (x: number, words: string, colour?: string): Shape[] => [
    styledArrow({ isDashed: true, ...(colour && { colour }) }, [x, y], [x + 30, y]),
    text(x + 36, y, words, { align: "start", size: 11 }),
  ];
  return [
    stateLegend(0, y),
    ...item(290, phrase("asks")),
    ...(showsFeeding
      ? item(370, phrase("only with input feeding: what was joined goes on, too"), feedingColour)
      : []),
  ];
}

/** Numbers of a state, and its name. */
function state({ number, state: units }: Column, x: number, y: number): Shape[] {
  const place = { x, y, width: stateWidth, height: stateHeight };
  const what = (unit: number) => phrase("decoder, step {0}: unit {1} of s", number, unit);
  return [
    stateColumn(place, units, { what }),
    box({ ...place, colour: decoderColour }),
    text(x + stateWidth / 2 + 3, y + stateHeight / 2 - 4, `s${subscript(number)}`, {
      size: 11,
      align: "start",
    }),
  ];
}

/** Context and state joined, and what comes of it. */
function writing({ x, number, wrote, probability }: Column): Shape[] {
  const sub = subscript(number);
  const place = { x, y: joinY, width: 64, height: 28, colour: joinedColour };
  return [
    box({ ...place, tip: `s̃${sub} = tanh([c${sub} ; s${sub}] W)` }, bold(`[c${sub} ; s${sub}]`, 11)),
    arrow([x, joinY - 15], [x, outputY + 10]),
    text(x, outputY, tokenLabel(wrote), { size: 14, isBold: true }),
    text(x + 12, outputY, probability.toFixed(2), { size: 10, align: "start" }),
  ];
}

/** What was joined goes into the next step, with the token that it reads. */
function feeding({ x }: Column, next: Column): Shape {
  const [gap, stateX] = [next.x - next.half - 30, next.x - next.half - 10];
  const { stateY } = rows.luong;
  const corners: Point[] = [[x + 32, joinY], [gap, joinY], [gap, stateY + 16], [stateX - stateWidth / 2 - 2, stateY + 16]]; // prettier-ignore
  return styledArrow({ isDashed: true, colour: feedingColour }, ...corners);
}

const subscript = (number: number): string =>
  [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

function inWords({ placement, source, steps }: PlacementDiagramOptions): string {
  const looks = steps.map(({ number, read, wrote, weights }) => {
    const tokens = [read, source[weights.indexOf(Math.max(...weights))]!, wrote].map(tokenLabel);
    return phrase("step {0} reads {1}, looks most at {2}, writes {3}", number, ...tokens);
  });
  const parts = [source.map(tokenLabel).join(" "), looks.join("; ")];
  return placement === "luong"
    ? phrase("The decoder looks after its step at {0}: {1}.", ...parts)
    : phrase("The decoder looks before its step at {0}: {1}.", ...parts);
}

function check(options: PlacementDiagramOptions): void {
  const plot = "placementDiagram";
  const { placement, source, states, steps, showsFeeding } = checkGiven(plot, "options", options);
  checkChoice(plot, "placement", placement, ["luong", "bahdanau"]);
  if (placement === "bahdanau" && showsFeeding)
    throw new PlotError(`${plot}: showsFeeding should be false with placement "bahdanau", got true`);
  checkLabels(plot, "source", source);
  checkLength(plot, "states", states, source.length);
  states.forEach((units, s) => checkState(plot, `states[${s}]`, units, states[0]?.length));
  checkFilled(plot, "steps", steps);
  const { state: first } = checkGiven(plot, "steps[0]", steps[0]!);
  steps.forEach((step, t) => {
    const { number, read, state: units, weights, wrote, probability } = checkGiven(plot, `steps[${t}]`, step);
    checkNumber(plot, `steps[${t}].number`, number, 1);
    checkText(plot, `steps[${t}].read`, read);
    checkText(plot, `steps[${t}].wrote`, wrote);
    checkState(plot, `steps[${t}].state`, units, first?.length);
    checkLength(plot, `steps[${t}].weights`, weights, source.length);
    checkNumbers(plot, `steps[${t}].weights`, weights, 0, 1 + 1e-5);
    checkNumber(plot, `steps[${t}].probability`, probability, 0, 1 + 1e-5);
  });
}
