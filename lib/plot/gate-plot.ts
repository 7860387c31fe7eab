/** What the gates of an LSTM or GRU do while it reads: one map a gate, time across, units down. */
import { phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { largest } from "../extremes";
import { checkGiven, checkGrid, checkLabels, PlotError, type Titled } from "./plot-input";
import { labelWidth, pictureWidth, signedRamp, specHead, tokenLabel } from "./plot-style";

export interface GatePlotOptions extends Titled {
  /** What was read, one token a time step. */
  readonly tokens: readonly string[];
  /** Activations in [-1, 1] by name: "input gate", "forget gate", …  [time, hidden] */
  readonly gates: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const roomAcross = pictureWidth - 60; // beside the title of y and half a label

/**
 * Draws the activation of every unit at every time step, one map a gate.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no gate, a gate whose length is not the number of tokens, an activation outside [-1, 1]
 *
 * Taught in notebook 02.
 * @source Karpathy, Johnson & Fei-Fei 2015, "Visualizing and Understanding Recurrent Networks", §4.2.
 *   https://arxiv.org/abs/1506.02078
 */
export function gatePlot(options: GatePlotOptions): TopLevelSpec {
  check(options);
  const { tokens, gates, title = phrase("What the gates do at each step") } = options;
  const names = Object.keys(gates);
  const largestStep = Math.max(24, largest(tokens.map((token) => labelWidth(tokenLabel(token), 12))) + 8);
  const numUnits = Object.values(gates)[0]![0]!.length;
  return {
    ...specHead(
      title,
      phrase(
        "{0}. {1}; {2} time steps, {3} units.",
        title,
        names.map(shownName).join(", "),
        tokens.length,
        numUnits,
      ),
    ),
    params: [{ name: "tokens", value: tokens.map(tokenLabel) }],
    data: { values: names.flatMap((gate) => gates[gate]!.map((units, time) => row(gate, time, units))) },
    transform: [
      { calculate: "sequence(length(datum.activations))", as: "units" },
      { flatten: ["activations", "units"], as: ["activation", "unit"] },
      { calculate: "tokens[datum.time]", as: "token" },
    ],
    facet: { field: "gate", type: "nominal", sort: names, title: null, header: { labelAnchor: "start" } },
    columns: 1,
    spec: {
      width: { step: Math.max(11, Math.min(largestStep, Math.floor(roomAcross / tokens.length))) },
      height: Math.max(60, Math.min(160, numUnits * 8)),
      mark: { type: "rect", aria: false },
      encoding: encoding(),
    },
  };
}

const row = (gate: string, time: number, units: readonly number[]): object => ({
  gate,
  time,
  activations: units.map((activation) => Number(activation.toFixed(3))),
});

type UnitEncoding = Extract<TopLevelSpec, { mark: unknown; encoding?: unknown }>["encoding"];

function encoding(): UnitEncoding {
  const labels = { labelExpr: "tokens[datum.value]", labelOverlap: false, labelAngle: 0 };
  return {
    x: { field: "time", type: "ordinal", title: phrase("time"), axis: { ...labels, ticks: false } },
    y: { field: "unit", type: "ordinal", title: phrase("unit"), axis: { labels: false, ticks: false } },
    color: {
      field: "activation",
      type: "quantitative",
      scale: { domain: [-1, 1], range: signedRamp },
      legend: { title: phrase("activation"), gradientLength: 130, values: [-1, 0, 1] },
    },
    tooltip: [
      { field: "gate", title: phrase("gate") },
      { field: "token", title: phrase("token") },
      { field: "unit", title: phrase("unit") },
      { field: "activation", type: "quantitative", format: ".3f", title: phrase("activation") },
    ],
  };
}

function check(options: GatePlotOptions): void {
  const plot = "gatePlot";
  const { tokens, gates } = checkGiven(plot, "options", options);
  checkLabels(plot, "tokens", tokens);
  checkGiven(plot, "gates", gates);
  const first = Object.values(gates)[0];
  if (first === undefined) throw new PlotError(`${plot}: gates should have at least one gate, got {}`);
  for (const [name, activations] of Object.entries(gates)) {
    const size = { rows: tokens.length, columns: first[0]?.length ?? 0, low: -1, high: 1 };
    checkGrid(plot, `gates["${name}"]`, activations, size);
  }
}
