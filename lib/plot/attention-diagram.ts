/** One decoding step of an attention decoder, from the encoder's states to the next token, with its own numbers. */
import type { TopLevelSpec } from "vega-lite";
import {
  arrowLayers,
  boxLayer,
  cellLayer,
  diagram,
  stateLayer,
  stripesOf,
  wordLayer,
  type Arrow,
  type Box,
  type Word,
} from "./diagram";
import { checkFilled, checkGrid, checkLength, checkNumbers } from "./plot-input";
import { type Layer, seriesColours, tokenLabel, weightRamp } from "./plot-style";

export interface AttentionDiagramOptions {
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
  /** The finding, as a sentence. */
  readonly title?: string;
}

const encoderColour = seriesColours[0]!;
const decoderColour = seriesColours[1]!;
const joinedColour = seriesColours[2]!;
const matrixWidth = 370;
const labelWidth = 74;
const rightStart = 486; // where the decoder's side begins
const contextY = 58;
const weightsY = 118;
const statesY = 158;
const statesHeight = 88;
const tokensY = 262;
const contextX = labelWidth + matrixWidth / 2;

/**
 * Draws the step from the bottom to the top: the states as one matrix, their weights, the context; beside it the
 * decoder's state, both joined, and the likeliest next tokens.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no source, states or weights of another number, a number out of its range
 *
 * Taught in notebook 06.
 * @source Luong et al. 2015, figure 2. https://arxiv.org/abs/1508.04025
 */
export function attentionDiagram(options: AttentionDiagramOptions): TopLevelSpec {
  check(options);
  const { title = "One decoding step with attention" } = options;
  return diagram({
    title,
    description: inWords(title, options),
    width: rightStart + 206,
    height: tokensY + 14,
    layer: [
      stateLayer(stripes(options), { hasLegend: false }),
      weightLayer(options),
      boxLayer("boxes", boxes(options)),
      ...arrowLayers("arrows", [...weighted(options), ...joining()]),
      wordLayer("words", words(options)),
    ],
  });
}

const pitchOf = ({ source }: AttentionDiagramOptions): number => Math.min(26, matrixWidth / source.length);
const sourceX = (options: AttentionDiagramOptions, s: number): number =>
  labelWidth + (matrixWidth - pitchOf(options) * options.source.length) / 2 + (s + 0.5) * pitchOf(options);

function stripes(options: AttentionDiagramOptions) {
  const column = { half: pitchOf(options) / 2 - 0.5, top: statesY, height: statesHeight };
  return options.states.flatMap((state, s) => {
    const token = tokenLabel(options.source[s]!);
    return stripesOf(
      state,
      { ...column, middle: sourceX(options, s) },
      (unit) => `encoder, of ${token}: unit ${unit}`,
    );
  });
}

function weightLayer(options: AttentionDiagramOptions): Layer {
  const half = pitchOf(options) / 2 - 0.5;
  const cells = options.weights.map((weight, s) => ({
    x: sourceX(options, s) - half,
    right: sourceX(options, s) + half,
    y: weightsY,
    bottom: weightsY + 22,
    value: Number(weight.toFixed(4)),
    token: tokenLabel(options.source[s]!),
  }));
  const colour = { scale: { domain: [0, 1], range: weightRamp }, legend: null };
  return {
    resolve: { scale: { color: "independent" } },
    layer: [
      cellLayer("weights", cells, colour, [
        { field: "token", title: "source token" },
        { field: "value", title: "weight α", format: ".3f" },
      ]),
    ],
  } as Layer;
}

function boxes({ widths }: AttentionDiagramOptions): Box[] {
  const tall = { y: contextY - 18, height: 36 };
  return [
    { ...tall, x: contextX - 60, width: 120, colour: encoderColour, tip: "c = Σ α h" },
    { x: rightStart, y: 178, width: 120, height: 36, colour: decoderColour, tip: "s, after its LSTM step" },
    {
      ...tall,
      x: rightStart,
      width: 120,
      colour: joinedColour,
      tip: `tanh(W [c ; s]): ${widths.encoder} + ${widths.decoder} numbers in, ${widths.decoder} out`,
    },
  ];
}

/** From each state that has a share of it into the context, the stronger the more. */
function weighted(options: AttentionDiagramOptions): Arrow[] {
  return options.weights
    .map((weight, s) => ({ weight, s }))
    .filter(({ weight }) => weight >= 0.01)
    .map(({ weight, s }) => ({
      corners: [
        [sourceX(options, s), weightsY - 2],
        [contextX + (sourceX(options, s) - contextX) * 0.25, contextY + 22],
      ],
      colour: `rgba(33,140,225,${Math.max(0.25, weight).toFixed(2)})`,
    }));
}

const joining = (): Arrow[] => {
  const middle = rightStart + 60;
  return [
    { corners: [[contextX + 60, contextY], [rightStart - 4, contextY]] }, // prettier-ignore
    { corners: [[middle, 176], [middle, contextY + 22]] }, // prettier-ignore
    { corners: [[middle, tokensY - 12], [middle, 218]] }, // prettier-ignore
    { corners: [[rightStart + 120, contextY], [rightStart + 144, contextY]] }, // prettier-ignore
    { corners: [[rightStart - 4, 196], [labelWidth + matrixWidth + 8, 196]], isDashed: true }, // prettier-ignore
  ];
};

function words(options: AttentionDiagramOptions): Word[] {
  const { source, weights, written, next, widths } = options;
  const fontSize = Math.min(13, pitchOf(options) * 0.8);
  const left = (y: number, text: string): Word => ({ x: 0, y, text, align: "left", fontSize: 11 });
  const centred = (x: number, y: number, text: string, isBold = false): Word => ({ x, y, text, isBold });
  const middle = rightStart + 60;
  const strong = weights.flatMap((weight, s) =>
    weight >= 0.1 && pitchOf(options) >= 14
      ? [{ x: sourceX(options, s), y: weightsY + 11, text: weight.toFixed(2).slice(1), fontSize: 10 }]
      : [],
  );
  return [
    left(tokensY, "source"),
    left(statesY + statesHeight / 2 - 7, "1 states h"),
    left(statesY + statesHeight / 2 + 8, `[${source.length}, ${widths.encoder}]`),
    left(weightsY + 11, "2 weights α"),
    left(contextY, "3 average"),
    centred(contextX, contextY - 6, "context c", true),
    centred(contextX, contextY + 9, `${widths.encoder} numbers`),
    centred(middle, 190, "state s", true),
    centred(middle, 205, `${widths.decoder} numbers`),
    centred(middle, contextY - 6, "4 join [c ; s]", true),
    centred(middle, contextY + 9, "tanh(W [c ; s])"),
    centred(middle, tokensY, `written: ${written.map(tokenLabel).join("") || "<sos>"}`),
    { x: (rightStart + labelWidth + matrixWidth) / 2 + 2, y: 184, text: "query", fontSize: 10 },
    { x: rightStart + 150, y: contextY - 34, text: "5 next", align: "left", fontSize: 11 },
    ...next.map(({ token, probability }, i): Word => ({
      x: rightStart + 150,
      y: contextY - 16 + 17 * i,
      text: `${tokenLabel(token)}  ${probability.toFixed(2)}`,
      align: "left",
      isBold: i === 0,
      fontSize: i === 0 ? 14 : 12,
    })),
    ...source.map((token, s) => ({ x: sourceX(options, s), y: tokensY, text: shortLabel(token), fontSize })),
    ...strong,
  ];
}

/** A special token is too wide for its column. */
const shortLabel = (token: string): string => (token === "<eos>" ? "⏎" : tokenLabel(token));

function inWords(title: string, { source, weights, written, next }: AttentionDiagramOptions): string {
  const looks = source.map((token, s) => `${tokenLabel(token)} ${weights[s]!.toFixed(2)}`).join(", ");
  const likely = next.map(({ token, probability }) => `${tokenLabel(token)} ${probability.toFixed(2)}`);
  return `${title}. Written so far: ${written.map(tokenLabel).join("")}. Weights: ${looks}. Next: ${likely.join(", ")}.`;
}

function check({ source, states, weights, next }: AttentionDiagramOptions): void {
  const plot = "attentionDiagram";
  checkFilled(plot, "source", source);
  checkFilled(plot, "states", states);
  checkFilled(plot, "states[0]", states[0]!);
  checkGrid(plot, "states", states, { rows: source.length, columns: states[0]!.length, low: -1, high: 1 });
  checkLength(plot, "weights", weights, source.length);
  checkNumbers(plot, "weights", weights, 0, 1 + 1e-5);
  checkFilled(plot, "next", next);
}
