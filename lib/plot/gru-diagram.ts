/** One step of a GRU, with the numbers of one unit: what is kept, what is written, and what the candidate saw. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, bold, decimals, lines, small, text, type Diagram, type Shape } from "./diagram";
import {
  endX,
  gateBox,
  gateTop,
  gateY,
  halfGate,
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
export interface GruUnit {
  /** σ(r), in [0, 1]. */
  readonly resetGate: number;
  /** σ(z), in [0, 1]. */
  readonly updateGate: number;
  /** tanh(n), in [-1, 1]. */
  readonly candidate: number;
  readonly hiddenBefore: number;
  readonly hidden: number;
}

export interface GruDiagramOptions extends Titled {
  readonly unit: GruUnit;
}

const [blue, orange, green, pink] = seriesColours;
const [updateX, shareX, addX, candidateX, resetX] = [150, 282, 340, 398, 530];

/**
 * Draws the path of the state from left to right, and the gates that act on it.
 *
 *     h' = z ⊙ h + (1 − z) ⊙ n      n = tanh(… + r ⊙ (h W_hn + b_hn))
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} a gate outside [0, 1], a candidate outside [-1, 1], a state that is not finite
 *
 * Taught in notebook 02.
 * @source Cho et al. 2014, figure 2. https://arxiv.org/abs/1406.1078
 */
export function gruDiagram(options: GruDiagramOptions): Diagram {
  check(options);
  const { unit, title = phrase("One step of one GRU unit") } = options;
  return { title, description: inWords(unit), shapes: [...statePath(unit), ...writing(unit)] };
}

/** From the state before to the state after: a share is kept, the rest is filled up. */
const statePath = ({ hiddenBefore, updateGate, hidden }: GruUnit): Shape[] => [
  ...lines(startX - 32, stateY, small(phrase("h, before")), bold(decimals(hiddenBefore))),
  arrow([startX, stateY], [updateX - reach, stateY]),
  operation("×", updateX, stateY, pink),
  gateBox(
    updateX,
    phrase("update gate z"),
    updateGate,
    pink,
    phrase("The share of the old state that is kept"),
  ),
  readsInput(updateX),
  arrow([updateX, gateTop], [updateX, stateY + reach]),
  text((updateX + addX) / 2, stateY - 10, phrase("kept {0}", decimals(updateGate * hiddenBefore)), {
    size: 11,
  }),
  arrow([updateX + reach, stateY], [addX - reach, stateY]),
  operation("+", addX, stateY, blue),
  arrow([addX + reach, stateY], [endX - 4, stateY]),
  ...lines(endX + 26, stateY, small(phrase("h, after")), bold(decimals(hidden))),
];

const writing = ({ updateGate, candidate, resetGate }: GruUnit): Shape[] => [
  arrow([updateX + halfGate, gateY], [shareX - halfGate - 1, gateY]),
  gateBox(
    shareX,
    phrase("the rest 1 − z"),
    1 - updateGate,
    pink,
    phrase("What is not kept is written: no gate of its own"),
  ),
  gateBox(candidateX, phrase("candidate n"), candidate, green, phrase("What would be written")),
  readsInput(candidateX),
  arrow([shareX, gateTop], [shareX, productY], [addX - reach, productY]),
  arrow([candidateX, gateTop], [candidateX, productY], [addX + reach, productY]),
  operation("×", addX, productY, green),
  arrow([addX, productY - reach], [addX, stateY + reach]),
  text(addX + 8, (stateY + productY) / 2, phrase("written {0}", decimals((1 - updateGate) * candidate)), {
    size: 11,
    align: "start",
  }),
  gateBox(
    resetX,
    phrase("reset gate r"),
    resetGate,
    orange,
    phrase("How much of the old state the candidate may see"),
  ),
  readsInput(resetX),
  arrow([resetX - halfGate, gateY], [candidateX + halfGate + 1, gateY]),
  text(startX - 10, inputY, phrase("x, h before"), { size: 11 }),
];

function inWords({ resetGate, updateGate, candidate, hiddenBefore, hidden }: GruUnit): string {
  return phrase(
    "State after = update gate {0} × state before {1} + the rest {2} × candidate {3} = {4}; the candidate sees the state before through the reset gate, {5}.",
    decimals(updateGate),
    decimals(hiddenBefore),
    decimals(1 - updateGate),
    decimals(candidate),
    decimals(hidden),
    decimals(resetGate),
  );
}

function check(options: GruDiagramOptions): void {
  const plot = "gruDiagram";
  const unit = checkGiven(plot, "unit", checkGiven(plot, "options", options).unit);
  const { resetGate, updateGate, candidate, hiddenBefore, hidden } = unit;
  for (const [name, gate] of Object.entries({ resetGate, updateGate }))
    checkNumber(plot, `unit.${name}`, gate, 0, 1);
  checkNumber(plot, "unit.candidate", candidate, -1, 1);
  for (const [name, state] of Object.entries({ hiddenBefore, hidden }))
    checkNumber(plot, `unit.${name}`, state);
}
