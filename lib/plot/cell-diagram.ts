/** One step of an LSTM, with the numbers of one unit: what is forgotten, what is written, what is shown. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, bold, decimals, lines, small, text, type Diagram, type Shape } from "./diagram";
import {
  endX,
  gateBox,
  gateTop,
  inputY,
  operation,
  productY,
  reach,
  readsInput,
  startX,
  stateY,
} from "./gate-shapes";
import { checkGiven, checkNumber, type Titled } from "./plot-input";
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

export interface CellDiagramOptions extends Titled {
  readonly unit: LstmUnit;
}

const [blue, orange, green, pink] = seriesColours;
const [forgetX, inputX, addX, candidateX, outputX] = [150, 282, 340, 398, 510];

/**
 * Draws the path of the cell state from left to right, and the gates that act on it.
 *
 *     c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g)      h' = σ(o) ⊙ tanh(c')
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} a gate outside [0, 1], a candidate outside [-1, 1], a state that is not finite
 *
 * Taught in notebook 02.
 * @source Hochreiter & Schmidhuber 1997, figure 1. https://doi.org/10.1162/neco.1997.9.8.1735
 */
export function cellDiagram(options: CellDiagramOptions): Diagram {
  check(options);
  const { unit, title = phrase("One step of one LSTM unit") } = options;
  return {
    title,
    description: inWords(unit),
    shapes: [...cellPath(unit), ...writing(unit), ...showing(unit)],
  };
}

/** From the cell before to the cell after: some is forgotten, something is added. */
const cellPath = ({ cellBefore, forgetGate, cell }: LstmUnit): Shape[] => [
  ...lines(startX - 32, stateY, small(phrase("c, before")), bold(decimals(cellBefore))),
  arrow([startX, stateY], [forgetX - reach, stateY]),
  operation("×", forgetX, stateY, pink),
  ...gate(
    forgetX,
    phrase("forget gate f"),
    forgetGate,
    pink,
    phrase("The share of the old cell state that is kept"),
  ),
  arrow([forgetX, gateTop], [forgetX, stateY + reach]),
  text((forgetX + addX) / 2, stateY - 10, phrase("kept {0}", decimals(forgetGate * cellBefore)), {
    size: 11,
  }),
  arrow([forgetX + reach, stateY], [addX - reach, stateY]),
  operation("+", addX, stateY, blue),
  arrow([addX + reach, stateY], [endX - 4, stateY]),
  ...lines(endX + 26, stateY, small(phrase("c, after")), bold(decimals(cell))),
];

const writing = ({ inputGate, candidate }: LstmUnit): Shape[] => [
  ...gate(
    inputX,
    phrase("input gate i"),
    inputGate,
    green,
    phrase("The share of the candidate that is written"),
  ),
  ...gate(candidateX, phrase("candidate g"), candidate, green, phrase("What would be written")),
  arrow([inputX, gateTop], [inputX, productY], [addX - reach, productY]),
  arrow([candidateX, gateTop], [candidateX, productY], [addX + reach, productY]),
  operation("×", addX, productY, green),
  arrow([addX, productY - reach], [addX, stateY + reach]),
  beside(addX, phrase("written {0}", decimals(inputGate * candidate))),
];

const showing = ({ outputGate, cell, hidden }: LstmUnit): Shape[] => [
  arrow([outputX, stateY], [outputX, productY - reach]),
  beside(outputX, phrase("tanh {0}", decimals(Math.tanh(cell)))),
  ...gate(outputX, phrase("output gate o"), outputGate, orange, phrase("The share of tanh(c) that is shown")),
  arrow([outputX, gateTop], [outputX, productY + reach]),
  operation("×", outputX, productY, orange),
  arrow([outputX + reach, productY], [endX - 4, productY]),
  ...lines(endX + 26, productY, small(phrase("h, shown")), bold(decimals(hidden))),
  text(startX - 10, inputY, phrase("x, h before"), { size: 11 }),
];

/** A gate reads x and h from below. */
const gate = (x: number, name: string, value: number, colour: string, tip: string): Shape[] => [
  readsInput(x),
  gateBox(x, name, value, colour, tip),
];

const beside = (x: number, words: string): Shape =>
  text(x + 8, (stateY + productY) / 2, words, { size: 11, align: "start" });

function inWords(unit: LstmUnit): string {
  const { forgetGate, cellBefore, inputGate, candidate, outputGate, cell, hidden } = unit;
  return phrase(
    "Cell after = forget gate {0} × cell before {1} + input gate {2} × candidate {3} = {4}; hidden = output gate {5} × tanh(cell) = {6}.",
    decimals(forgetGate),
    decimals(cellBefore),
    decimals(inputGate),
    decimals(candidate),
    decimals(cell),
    decimals(outputGate),
    decimals(hidden),
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
