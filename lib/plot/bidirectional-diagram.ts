/** A bidirectional network over one sequence: one row of states goes right, one goes left, and each place has both. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, box, stateColumn, stateLegend, text, type Diagram, type Shape } from "./diagram";
import { checkFilled, checkGiven, checkState, checkText, type Titled } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

/** One place of the sequence. */
export interface BidirectionalStep {
  /** The token that stands there. */
  readonly read: string;
  /** Some numbers of the state of the forward reader after this token, each in [-1, 1]. */
  readonly forwards: readonly number[];
  /** Those of the backward reader, which comes from the end. */
  readonly backwards: readonly number[];
  /** What is said there; leave out where nobody asks. */
  readonly wrote?: string;
}

export interface BidirectionalDiagramOptions extends Titled {
  readonly steps: readonly BidirectionalStep[];
}

const [forwardColour, backwardColour] = seriesColours;
const [outputY, backwardY, forwardY, inputY, legendY] = [10, 76, 156, 226, 256];
const cellHeight = 56;
const firstX = 96; // room for the names of the rows
const widest = 760;

/** Where a place stands. */
interface Column {
  readonly x: number;
  readonly pitch: number;
  /** Half the width of its cells. */
  readonly half: number;
}

/**
 * Draws both readers, one above the other, over the tokens that they read.
 *
 *     h_t = [h→_t ; h←_t]
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no steps, states of one reader of different length, a number outside [-1, 1]
 *
 * Taught in notebook 02.
 * @source Schuster & Paliwal 1997, figure 3. https://doi.org/10.1109/78.650093
 */
export function bidirectionalDiagram(options: BidirectionalDiagramOptions): Diagram {
  check(options);
  const { steps, title = phrase("Each place knows what stands before it and what stands behind it") } =
    options;
  const pitch = Math.min(76, (widest - firstX) / steps.length);
  const columns = steps.map((_, t): Column => ({
    x: firstX + (t + 0.5) * pitch,
    pitch,
    half: pitch * 0.22,
  }));
  return {
    title,
    description: inWords(options),
    shapes: [
      text(firstX - 8, backwardY, phrase("backwards"), {
        colour: backwardColour,
        isBold: true,
        align: "end",
      }),
      text(firstX - 8, forwardY, phrase("forwards"), { colour: forwardColour, isBold: true, align: "end" }),
      ...columns.slice(1).flatMap((column, t) => acrossTo(columns[t]!, column)),
      ...steps.flatMap((step, t) => placeShapes(step, columns[t]!)),
      stateLegend(firstX, legendY),
    ],
  };
}

/** The forward reader goes from `left` to `right`, the backward one the other way. */
const acrossTo = (left: Column, right: Column): Shape[] => [
  arrow([left.x + left.half, forwardY], [right.x - right.half - 1, forwardY]),
  arrow([right.x - right.half, backwardY], [left.x + left.half + 1, backwardY]),
];

/** The token goes into both cells, and out of both comes what is said. */
function placeShapes({ read, forwards, backwards, wrote }: BidirectionalStep, column: Column): Shape[] {
  const { x, pitch, half } = column;
  const left = x - half - 5; // the way past the forward cell
  const right = x + half + 5; // the way past the backward cell
  const [forwardTop, backwardBottom] = [forwardY - cellHeight / 2, backwardY + cellHeight / 2];
  const style = { size: Math.min(13, pitch * 0.3), isBold: true, widest: pitch - 4 };
  return [
    text(x, inputY, tokenLabel(read), style),
    arrow([x, inputY - 10], [x, forwardY + cellHeight / 2 + 2]),
    arrow(
      [x - 3, inputY - 10],
      [left, inputY - 20],
      [left, backwardBottom + 14],
      [x - 4, backwardBottom + 2],
    ),
    ...stateOf(
      forwards,
      column,
      forwardY,
      forwardColour,
      phrase("forwards, after reading {0}", tokenLabel(read)),
    ),
    ...stateOf(
      backwards,
      column,
      backwardY,
      backwardColour,
      phrase("backwards, after reading {0}", tokenLabel(read)),
    ),
    ...(wrote === undefined
      ? []
      : [
          arrow([x, backwardY - cellHeight / 2 - 2], [x, outputY + 10]),
          arrow(
            [x + 4, forwardTop - 2],
            [right, forwardTop - 14],
            [right, backwardY - cellHeight / 2 - 12],
            [x + 4, outputY + 10],
          ),
          text(x, outputY, tokenLabel(wrote), style),
        ]),
  ];
}

function stateOf(
  state: readonly number[],
  { x, half }: Column,
  y: number,
  colour: string,
  what: string,
): Shape[] {
  const place = { x, y, width: 2 * half, height: cellHeight };
  return [
    stateColumn(place, state, { what: (unit) => phrase("{0}: unit {1}", what, unit) }),
    box({ ...place, colour }),
  ];
}

function inWords({ steps }: BidirectionalDiagramOptions): string {
  const tokens = steps.map(({ read }) => tokenLabel(read));
  const said = steps
    .filter(({ wrote }) => wrote !== undefined)
    .map(({ read, wrote }) => `${tokenLabel(read)}: ${tokenLabel(wrote!)}`);
  const answers =
    said.length === 0
      ? ""
      : phrase(" From both states of each place comes what is said: {0}.", said.join("; "));
  return phrase(
    "One reader goes from {0} to {1}, one from {2} to {3}.{4}",
    tokens[0],
    tokens.at(-1),
    tokens.at(-1),
    tokens[0],
    answers,
  );
}

function check(options: BidirectionalDiagramOptions): void {
  const plot = "bidirectionalDiagram";
  const { steps } = checkGiven(plot, "options", options);
  checkFilled(plot, "steps", steps);
  steps.forEach((step, t) => {
    const { read, forwards, backwards, wrote = "" } = checkGiven(plot, `steps[${t}]`, step);
    checkText(plot, `steps[${t}].read`, read);
    checkText(plot, `steps[${t}].wrote`, wrote);
    checkState(plot, `steps[${t}].forwards`, forwards, steps[0]!.forwards?.length);
    checkState(plot, `steps[${t}].backwards`, backwards, steps[0]!.backwards?.length);
  });
}
