/** One step of an LSTM, with the numbers of one unit: what is forgotten, what is written, what is shown. */
import type { TopLevelSpec } from "vega-lite";
import { arrowLayers, boxLayer, diagram, wordLayer, type Arrow, type Box, type Word } from "./diagram";
import { checkGiven, checkNumber } from "./plot-input";
import { seriesColours } from "./plot-style";

/** One unit at one time step. */
export interface LstmUnit {
  /** σ(f), in [0, 1]. */
  readonly forgetGate: number;
  /** σ(i), in [0, 1]. */
  readonly inputGate: number;
  /** tanh(g), in [-1, 1]. */
  readonly candidate: number;
  /** σ(o), in [0, 1]. */
  readonly outputGate: number;
  readonly cellBefore: number;
  readonly cell: number;
  readonly hidden: number;
}

export interface CellDiagramOptions {
  readonly unit: LstmUnit;
  /** The finding, as a sentence. */
  readonly title?: string;
}

const [blue, orange, green, pink] = seriesColours as [string, string, string, string];
const [cellY, productY, gateY, inputY] = [40, 96, 152, 204];
const [boxWidth, boxHeight, knob] = [92, 40, 22];
const at = { start: 50, forget: 150, write: 290, add: 340, candidate: 390, show: 510, end: 600 };

/**
 * Draws the path of the cell state from left to right, and the gates that act on it.
 *
 *     c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g)      h' = σ(o) ⊙ tanh(c')
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} a gate outside [0, 1], a candidate outside [-1, 1], a state that is not finite
 *
 * Taught in notebook 02.
 * @source Hochreiter & Schmidhuber 1997, figure 1. https://doi.org/10.1162/neco.1997.9.8.1735
 */
export function cellDiagram(options: CellDiagramOptions): TopLevelSpec {
  check(options);
  const { unit, title = "One step of one LSTM unit" } = options;
  return diagram({
    title,
    description: inWords(title, unit),
    width: 650,
    height: inputY + 14,
    layer: [
      boxLayer("boxes", [...gates(unit), ...operations]),
      ...arrowLayers("arrows", arrows),
      wordLayer("words", words(unit)),
    ],
  });
}

const round = (value: number): string => value.toFixed(2).replace("-", "−");

const boxAt = (x: number, y: number, width: number, height: number, colour: string, tip?: string): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
  colour,
  ...(tip !== undefined && { tip }),
});

function gates(unit: LstmUnit): Box[] {
  const gate = (x: number, colour: string, tip: string) => boxAt(x, gateY, boxWidth, boxHeight, colour, tip);
  return [
    gate(
      at.forget,
      pink,
      `forget gate ${round(unit.forgetGate)}: the share of the old cell state that is kept`,
    ),
    gate(
      at.write - 8,
      green,
      `input gate ${round(unit.inputGate)}: the share of the candidate that is written`,
    ),
    gate(at.candidate + 8, green, `candidate ${round(unit.candidate)}: what would be written`),
    gate(at.show, orange, `output gate ${round(unit.outputGate)}: the share of tanh(c) that is shown`),
  ];
}

const operation = (x: number, y: number, colour: string): Box => boxAt(x, y, knob, knob, colour);
const operations: Box[] = [
  operation(at.forget, cellY, pink),
  operation(at.add, productY, green),
  operation(at.add, cellY, blue),
  operation(at.show, productY, orange),
];

const line = (...corners: [number, number][]): Arrow => ({ corners });
const half = knob / 2 + 2;
const gateTop = gateY - boxHeight / 2;
const gateBottom = gateY + boxHeight / 2 + 3;
const arrows: Arrow[] = [
  line([at.start, cellY], [at.forget - half, cellY]),
  line([at.forget + half, cellY], [at.add - half, cellY]),
  line([at.add + half, cellY], [at.end - 4, cellY]),
  line([at.forget, gateTop], [at.forget, cellY + half]),
  line([at.write - 8, gateTop], [at.write - 8, productY], [at.add - half, productY]),
  line([at.candidate + 8, gateTop], [at.candidate + 8, productY], [at.add + half, productY]),
  line([at.add, productY - half], [at.add, cellY + half]),
  line([at.show, cellY], [at.show, productY - half]),
  line([at.show, gateTop], [at.show, productY + half]),
  line([at.show + half, productY], [at.end - 4, productY]),
  ...[at.forget, at.write - 8, at.candidate + 8, at.show].map((x) =>
    line([at.start + 20, inputY], [x, inputY], [x, gateBottom]),
  ),
];

function words(unit: LstmUnit): Word[] {
  const gate = (x: number, name: string, symbol: string, value: number): Word[] => [
    { x, y: gateY - 9, text: `${name} ${symbol}`, fontSize: 11 },
    { x, y: gateY + 8, text: round(value), isBold: true },
  ];
  const sign = (x: number, y: number, text: string): Word => ({ x, y, text, fontSize: 16, isBold: true });
  const written = unit.inputGate * unit.candidate;
  return [
    { x: at.start - 8, y: cellY - 8, text: "c, before", fontSize: 11, align: "right" },
    { x: at.start - 8, y: cellY + 8, text: round(unit.cellBefore), isBold: true, align: "right" },
    { x: at.end + 2, y: cellY - 8, text: "c, after", fontSize: 11, align: "left" },
    { x: at.end + 2, y: cellY + 8, text: round(unit.cell), isBold: true, align: "left" },
    { x: at.end + 2, y: productY - 8, text: "h, shown", fontSize: 11, align: "left" },
    { x: at.end + 2, y: productY + 8, text: round(unit.hidden), isBold: true, align: "left" },
    {
      x: (at.forget + at.add) / 2,
      y: cellY - 10,
      text: `kept ${round(unit.forgetGate * unit.cellBefore)}`,
      fontSize: 11,
    },
    {
      x: at.add + 8,
      y: (cellY + productY) / 2,
      text: `written ${round(written)}`,
      fontSize: 11,
      align: "left",
    },
    {
      x: at.show + 6,
      y: (cellY + productY) / 2,
      text: `tanh ${round(Math.tanh(unit.cell))}`,
      fontSize: 11,
      align: "left",
    },
    { x: at.start + 14, y: inputY, text: "x, h before", fontSize: 11, align: "right" },
    ...gate(at.forget, "forget gate", "f", unit.forgetGate),
    ...gate(at.write - 8, "input gate", "i", unit.inputGate),
    ...gate(at.candidate + 8, "candidate", "g", unit.candidate),
    ...gate(at.show, "output gate", "o", unit.outputGate),
    sign(at.forget, cellY, "×"),
    sign(at.add, productY, "×"),
    sign(at.add, cellY, "+"),
    sign(at.show, productY, "×"),
  ];
}

function inWords(title: string, unit: LstmUnit): string {
  const { forgetGate, cellBefore, inputGate, candidate, outputGate, cell, hidden } = unit;
  return (
    `${title}. Cell after = forget gate ${round(forgetGate)} × cell before ${round(cellBefore)} + input gate ` +
    `${round(inputGate)} × candidate ${round(candidate)} = ${round(cell)}; hidden = output gate ` +
    `${round(outputGate)} × tanh(cell) = ${round(hidden)}.`
  );
}

function check(options: CellDiagramOptions): void {
  const plot = "cellDiagram";
  const unit = checkGiven(plot, "unit", checkGiven(plot, "options", options).unit);
  const { forgetGate, inputGate, outputGate, candidate, cellBefore, cell, hidden } = unit;
  for (const [name, gate] of Object.entries({ forgetGate, inputGate, outputGate }))
    checkNumber(plot, `unit.${name}`, gate, 0, 1);
  checkNumber(plot, "unit.candidate", candidate, -1, 1);
  for (const [name, state] of Object.entries({ cellBefore, cell, hidden }))
    checkNumber(plot, `unit.${name}`, state);
}
