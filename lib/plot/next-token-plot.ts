/** What a model thinks comes next, with sliders for the temperature, top-k and the nucleus. */
import { percentage, phrase } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { widthBesideNames } from "./named-rows";
import { checkGiven, checkLabels, checkLength, checkNumber, checkNumbers, type Titled } from "./plot-input";
import { seriesColours, specHead, tokenLabel, type Layer } from "./plot-style";

export interface NextTokenPlotOptions extends Titled {
  /** The whole vocabulary, or its best part; at least one token. */
  readonly tokens: readonly string[];
  /** Scores z, one a token; finite. */
  readonly logits: readonly number[];
  /** How many of the best tokens have a bar; 15 unless said otherwise. */
  readonly numBars?: number;
}

/**
 * Draws the probability of the best tokens. Temperature, then top-k, then the nucleus change it as one moves the
 * sliders, in the order of `sampleToken`; a tick marks what it was without them.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no tokens, another number of logits, a logit that is not finite
 *
 * Taught in notebook 03.
 * @source Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", §3. https://arxiv.org/abs/1904.09751
 */
export function nextTokenPlot(options: NextTokenPlotOptions): TopLevelSpec {
  check(options);
  const { tokens, logits, numBars = 15, title = phrase("What the model thinks comes next") } = options;
  const order = logits.map((_, id) => id).sort((one, other) => logits[other]! - logits[one]!);
  const best = logits[order[0]!]!;
  const labels = order.map((id) => tokenLabel(tokens[id]!));
  const axis = { labelExpr: "bestTokens[datum.value - 1]", ticks: false, domain: false };
  const gaps = order.map((id) => Number((logits[id]! - best).toFixed(3))); // only differences count in softmax
  return {
    ...specHead(title, inWords(title, order, options)),
    width: widthBesideNames(labels.slice(0, numBars), 80), // for the numbers at the bars' ends
    height: { step: 20 },
    params: [...sliders(tokens.length), { name: "bestTokens", value: labels.slice(0, numBars) }],
    data: { values: [{ gap: gaps, token: labels }] },
    transform: [
      { flatten: ["gap", "token"] },
      ...steps,
      { filter: `datum.rank <= ${numBars}` },
      {
        calculate: `datum.probability > 0 ? '${phrase("can be drawn")}' : '${phrase("ruled out")}'`,
        as: "state",
      },
    ],
    encoding: {
      y: { field: "rank", type: "ordinal", title: null, axis }, // two tokens may have one label
      tooltip: [
        { field: "token", title: phrase("token") },
        { field: "probability", type: "quantitative", format: ".2%", title: phrase("probability") },
        { field: "original", type: "quantitative", format: ".2%", title: phrase("at temperature 1") },
        { field: "state", title: phrase("state") },
      ],
    },
    layer: [bars(), ticks(), numbers()],
  };
}

function sliders(vocabSize: number): NonNullable<TopLevelSpec["params"]> {
  const counts = [1, 2, 3, 5, 10, 20, 50].filter((count) => count < vocabSize);
  return [
    {
      name: "temperature",
      value: 1,
      bind: { input: "range", min: 0.1, max: 3, step: 0.1, name: phrase("temperature ") },
    },
    {
      name: "topK",
      value: vocabSize,
      bind: {
        input: "select",
        options: [...counts, vocabSize],
        labels: [...counts.map(String), phrase("all")],
        name: "top-k ",
      },
    },
    {
      name: "topP",
      value: 1,
      bind: { input: "range", min: 0.05, max: 1, step: 0.05, name: phrase("nucleus p ") },
    },
  ];
}

/** Rows come best first; `share` fields are probabilities on the way. */
const steps: NonNullable<TopLevelSpec["transform"]> = [
  { window: [{ op: "row_number", as: "rank" }] },
  { calculate: "exp(datum.gap)", as: "plain" },
  { calculate: "datum.rank <= topK ? exp(datum.gap / temperature) : 0", as: "heated" },
  {
    joinaggregate: [
      { op: "sum", field: "plain", as: "allPlain" },
      { op: "sum", field: "heated", as: "allHeated" },
    ],
  },
  { calculate: "datum.plain / datum.allPlain", as: "original" },
  { calculate: "datum.heated / datum.allHeated", as: "share" },
  { window: [{ op: "sum", field: "share", as: "upToHere" }], frame: [null, 0] },
  // A nucleus of 1 keeps everything, whatever the sums are rounded to.
  { calculate: "topP == 1 || datum.upToHere - datum.share < topP ? datum.share : 0", as: "kept" },
  { joinaggregate: [{ op: "sum", field: "kept", as: "allKept" }] },
  { calculate: "datum.kept / datum.allKept", as: "probability" },
];

const axisTitle = phrase("probability of coming next");
const bars = (): Layer => ({
  name: "bars",
  mark: { type: "bar", color: seriesColours[0], aria: false },
  encoding: {
    x: {
      field: "probability",
      type: "quantitative",
      title: axisTitle,
      scale: { domainMin: 0 },
      axis: { format: ".0%", tickCount: 5 },
    },
  },
});

const ticks = (): Layer => ({
  name: "without-sliders",
  mark: { type: "tick", color: seriesColours[1], thickness: 2, size: 15, aria: false },
  encoding: { x: { field: "original", type: "quantitative", title: axisTitle } },
});

const numbers = (): Layer => ({
  name: "numbers",
  mark: { type: "text", align: "left", dx: 5, aria: false },
  encoding: {
    x: { field: "farther", type: "quantitative", title: axisTitle },
    text: { field: "written", type: "nominal" },
  },
  transform: [
    { calculate: "max(datum.probability, datum.original)", as: "farther" },
    {
      calculate: `datum.probability > 0 ? format(datum.probability, '.1%') : '${phrase("ruled out")}'`,
      as: "written",
    },
  ],
});

function inWords(title: string, order: number[], { tokens, logits }: NextTokenPlotOptions): string {
  const best = logits[order[0]!]!;
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - best), 0);
  const parts = order
    .slice(0, 5)
    .map((id) => `${tokens[id]} ${percentage(Math.exp(logits[id]! - best) / total)}`);
  return phrase("{0}. The most probable: {1}.", title, parts.join("; "));
}

function check(options: NextTokenPlotOptions): void {
  const plot = "nextTokenPlot";
  const { tokens, logits, numBars = 1 } = checkGiven(plot, "options", options);
  checkLabels(plot, "tokens", tokens);
  checkNumber(plot, "numBars", numBars, 1);
  checkLength(plot, "logits", logits, tokens.length);
  checkNumbers(plot, "logits", logits);
}
