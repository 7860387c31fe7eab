/** One decoding step of an attention decoder, from the encoder's states to the next token, with its own numbers. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, bold, box, cell, stateColumn, styledArrow, text, type Diagram, type Shape } from "./diagram";
import {
  checkFilled,
  checkGiven,
  checkLabels,
  checkLength,
  checkNumber,
  checkNumbers,
  checkState,
  checkText,
  type Titled,
} from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

export interface AttentionDiagramOptions extends Titled {
  readonly source: readonly string[];
  /** Some numbers of each encoder state, each in [-1, 1].  [source, unit] */
  readonly states: readonly (readonly number[])[];
  /** α of this step, one a source token, each in [0, 1]. */
  readonly weights: readonly number[];
  /** What the decoder has written so far. */
  readonly written: readonly string[];
  /** The likeliest next tokens. */
  readonly next: readonly { readonly token: string; readonly probability: number }[];
  /** How wide the states are. */
  readonly widths: { readonly encoder: number; readonly decoder: number };
}

const [encoderColour, decoderColour, joinedColour] = seriesColours;
const [contextY, weightsY, statesY, tokensY] = [58, 129, 202, 262];
const statesHeight = 88;
const labelSpace = 74;
const matrixWidth = 370;
const matrixEnd = labelSpace + matrixWidth;
const contextX = labelSpace + matrixWidth / 2;
const decoderX = matrixEnd + 102;

/**
 * Draws the step from the bottom to the top: the states as one matrix, their weights, the context; beside it the
 * decoder's state, both joined, and the likeliest next tokens.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no source, states or weights of another number, a number out of its range
 *
 * Taught in notebook 06.
 * @source Luong et al. 2015, figure 2. https://arxiv.org/abs/1508.04025
 */
export function attentionDiagram(options: AttentionDiagramOptions): Diagram {
  check(options);
  const { source, title = phrase("One decoding step with attention") } = options;
  const pitch = Math.min(26, matrixWidth / source.length);
  const columns = source.map((token, s): Column => ({
    token: tokenLabel(token),
    state: options.states[s]!,
    weight: options.weights[s]!,
    x: contextX + pitch * (s + 0.5 - source.length / 2),
    pitch,
  }));
  return {
    title,
    description: inWords(options),
    shapes: [...names(options), ...columns.flatMap(sourceColumn), ...boxes(options), ...nextTokens(options)],
  };
}

/** One source token: its state, its weight, and its share of the context. */
interface Column {
  readonly token: string;
  readonly state: readonly number[];
  readonly weight: number;
  readonly x: number;
  readonly pitch: number;
}

function sourceColumn({ token, state, weight, x, pitch }: Column): Shape[] {
  const place = { x, y: statesY, width: pitch - 1, height: statesHeight };
  const share = contextX + (x - contextX) * 0.25; // arrows meet below the context
  const colour = `rgba(33,140,225,${Math.max(0.25, weight).toFixed(2)})`;
  return [
    text(x, tokensY, token === "<eos>" ? "⏎" : token, { size: Math.min(13, pitch * 0.8), widest: pitch }),
    stateColumn(place, state, { what: (unit) => phrase("encoder, of {0}: unit {1}", token, unit) }),
    cell({ ...place, y: weightsY, height: 22 }, weight, {
      tip: phrase("weight α of {0}: {1}", token, weight.toFixed(3)),
      ...(weight >= 0.1 && pitch >= 14 && { label: weight.toFixed(2).replace(/^0/, "") }),
    }),
    ...(weight < 0.01 ? [] : [styledArrow({ colour }, [x, weightsY - 13], [share, contextY + 20])]),
  ];
}

/** The context, the decoder's state, and both joined. */
function boxes({ widths, written }: AttentionDiagramOptions): Shape[] {
  const place = { y: contextY, width: 120, height: 36 };
  const joined = phrase(
    "tanh(W [c ; s]): {0} + {1} numbers in, {2} out",
    widths.encoder,
    widths.decoder,
    widths.decoder,
  );
  const context = { ...place, x: contextX, colour: encoderColour, tip: "c = Σ α h" };
  const state = {
    ...place,
    x: decoderX,
    y: 196,
    colour: decoderColour,
    tip: phrase("s, after its LSTM step"),
  };
  return [
    box(context, bold(phrase("context c")), phrase("{0} numbers", widths.encoder)),
    arrow([contextX + 60, contextY], [decoderX - 62, contextY]),
    text(decoderX, tokensY, phrase("written: {0}", written.map(tokenLabel).join("") || "<sos>")),
    arrow([decoderX, tokensY - 12], [decoderX, 216]),
    box(state, bold(phrase("state s")), phrase("{0} numbers", widths.decoder)),
    styledArrow({ isDashed: true }, [decoderX - 62, 196], [matrixEnd + 4, 196]),
    text((decoderX - 60 + matrixEnd) / 2 + 2, 184, phrase("query"), { size: 10 }),
    arrow([decoderX, 177], [decoderX, contextY + 20]),
    box(
      { ...place, x: decoderX, colour: joinedColour, tip: joined },
      bold(phrase("4 join [c ; s]")),
      "tanh(W [c ; s])",
    ),
    arrow([decoderX + 60, contextY], [decoderX + 82, contextY]),
  ];
}

const nextTokens = ({ next }: AttentionDiagramOptions): Shape[] => [
  text(decoderX + 90, contextY - 34, phrase("5 next"), { size: 11, align: "start" }),
  ...next.map(({ token, probability }, rank) =>
    text(decoderX + 90, contextY - 16 + 17 * rank, `${tokenLabel(token)}  ${probability.toFixed(2)}`, {
      align: "start",
      ...(rank === 0 && { isBold: true, size: 14 }),
    }),
  ),
];

const names = ({ source, widths }: AttentionDiagramOptions): Shape[] =>
  (
    [
      [tokensY, phrase("source")],
      [statesY - 7, phrase("1 states h")],
      [statesY + 8, `[${source.length}, ${widths.encoder}]`],
      [weightsY, phrase("2 weights α")],
      [contextY, phrase("3 average")],
    ] as const
  ).map(([y, words]) => text(0, y, words, { size: 11, align: "start" }));

function inWords({ source, weights, written, next }: AttentionDiagramOptions): string {
  const looks = source.map((token, s) => `${tokenLabel(token)} ${weights[s]!.toFixed(2)}`).join(", ");
  const likely = next.map(({ token, probability }) => `${tokenLabel(token)} ${probability.toFixed(2)}`);
  return phrase(
    "Written so far: {0}. Weights: {1}. Next: {2}.",
    written.map(tokenLabel).join(""),
    looks,
    likely.join(", "),
  );
}

function check(options: AttentionDiagramOptions): void {
  const plot = "attentionDiagram";
  const { source, states, weights, written, next, widths } = checkGiven(plot, "options", options);
  checkLabels(plot, "source", source);
  checkLength(plot, "states", states, source.length);
  states.forEach((state, s) => checkState(plot, `states[${s}]`, state, states[0]?.length));
  checkLength(plot, "weights", weights, source.length);
  checkNumbers(plot, "weights", weights, 0, 1 + 1e-5);
  if (written?.length !== 0) checkLabels(plot, "written", written);
  checkFilled(plot, "next", next);
  next.forEach((one, rank) => {
    const { token, probability } = checkGiven(plot, `next[${rank}]`, one);
    checkText(plot, `next[${rank}].token`, token);
    checkNumber(plot, `next[${rank}].probability`, probability, 0, 1 + 1e-5);
  });
  const { encoder, decoder } = checkGiven(plot, "widths", widths);
  for (const [name, width] of Object.entries({ encoder, decoder }))
    checkNumber(plot, `widths.${name}`, width, Number.MIN_VALUE);
}
