/** How surprised models are by each token of a text: the summands of the loss, one by one. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { largest } from "../extremes";
import { widthBesideNames } from "./named-rows";
import { checkFilled, checkGiven, checkLabels, checkLength, checkNumbers, type Titled } from "./plot-input";
import { seriesColours, specHead, styleScale, tokenLabel } from "./plot-style";

export interface SurprisePlotOptions extends Titled {
  /** One or more texts to pick from. */
  readonly texts: readonly {
    /** What is predicted, in order. */
    readonly tokens: readonly string[];
    /** −ln p of each token by model, ≥ 0; every text has the same models. */
    readonly surprises: Readonly<Record<string, readonly number[]>>;
  }[];
}

const longestName = 60;

/**
 * Draws a bar for each token and model, the text from top to bottom; a picker chooses among several texts.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no texts or tokens, another number of surprises than of tokens, a surprise below 0
 *
 * Taught in notebook 03.
 * @source Shannon 1951, "Prediction and Entropy of Printed English", §3: the same figure, with guesses.
 *   https://doi.org/10.1002/j.1538-7305.1951.tb01366.x
 */
export function surprisePlot(options: SurprisePlotOptions): TopLevelSpec {
  check(options);
  const { texts, title = phrase("How surprising each token is") } = options;
  const models = Object.keys(texts[0]!.surprises);
  const names = texts.map(({ tokens }, index) => `${index + 1}: ${shortened(tokens.join(" "))}`);
  const picker = {
    input: "select" as const,
    options: texts.map((_, index) => index),
    labels: names,
    name: phrase("sentence "),
  };
  return {
    ...specHead(title, inWords(title, options)),
    width: widthBesideNames(
      texts.flatMap(({ tokens }) => tokens.map(tokenLabel)),
      30,
    ),
    height: { step: 11 },
    params: [
      { name: "tokens", value: texts.map(({ tokens }) => tokens.map(tokenLabel)) },
      { name: "text", value: 0, ...(texts.length > 1 && { bind: picker }) },
    ],
    data: { values: texts.flatMap(rows) },
    transform: [
      { filter: "datum.text == text" },
      { calculate: "tokens[datum.text][datum.place]", as: "token" },
    ],
    mark: { type: "bar", aria: false },
    encoding: {
      y: {
        field: "place",
        type: "ordinal",
        title: null,
        axis: { labelExpr: "tokens[text][datum.value]", ticks: false, domain: false },
      },
      yOffset: { field: "model", sort: models },
      x: { field: "surprise", type: "quantitative", title: phrase("surprise, −ln p (nats)") },
      color: {
        field: "model",
        type: "nominal",
        scale: styleScale(models, seriesColours),
        legend: { title: null },
      },
      tooltip: [
        { field: "token", title: phrase("token") },
        { field: "model", title: phrase("model") },
        { field: "surprise", type: "quantitative", format: ".2f", title: phrase("surprise (nats)") },
        { field: "probability", type: "quantitative", format: ".2%", title: phrase("probability") },
      ],
    },
  };
}

function rows({ tokens, surprises }: SurprisePlotOptions["texts"][number], text: number): object[] {
  return Object.entries(surprises).flatMap(([model, nats]) =>
    tokens.map((_, place) => ({
      ...{ text, place, model },
      surprise: Number(nats[place]!.toFixed(3)),
      probability: Number(Math.exp(-nats[place]!).toPrecision(3)),
    })),
  );
}

const shortened = (text: string): string =>
  text.length > longestName ? `${text.slice(0, longestName)}…` : text;

function inWords(title: string, { texts }: SurprisePlotOptions): string {
  const [{ tokens, surprises }] = texts as [SurprisePlotOptions["texts"][number]];
  const parts = Object.entries(surprises).map(([model, nats]) => {
    const highest = nats.indexOf(largest(nats));
    return phrase(
      "{0}: most surprised by {1}, {2} nats",
      shownName(model),
      tokenLabel(tokens[highest]!),
      nats[highest]!.toFixed(1),
    );
  });
  return phrase("{0}. {1} tokens. {2}.", title, tokens.length, parts.join("; "));
}

function check(options: SurprisePlotOptions): void {
  const plot = "surprisePlot";
  const { texts } = checkGiven(plot, "options", options);
  checkFilled(plot, "texts", texts);
  texts.forEach((one, text) => {
    const { tokens, surprises } = checkGiven(plot, `texts[${text}]`, one);
    checkLabels(plot, `texts[${text}].tokens`, tokens);
    checkGiven(plot, `texts[${text}].surprises`, surprises);
    checkFilled(plot, `texts[${text}].surprises`, Object.keys(surprises));
    for (const [model, nats] of Object.entries(surprises)) {
      checkLength(plot, `texts[${text}].surprises["${model}"]`, nats, tokens.length);
      checkNumbers(plot, `texts[${text}].surprises["${model}"]`, nats, 0);
    }
  });
}
