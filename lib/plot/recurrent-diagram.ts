/** A recurrent network, unrolled over its time steps: what each read, the numbers of its state, what it wrote. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, box, stateColumn, stateLegend, styledArrow, text, type Diagram, type Shape } from "./diagram";
import {
  checkFilled,
  checkGiven,
  checkLength,
  checkNumbers,
  checkState,
  checkText,
  type Titled,
} from "./plot-input";
import { goldColour, seriesColours, tokenLabel } from "./plot-style";

/** One time step. */
export interface RecurrentStep {
  /** The token it read; leave out where it reads nothing. */
  readonly read?: string;
  /** h_t, each number in [-1, 1]. */
  readonly state: readonly number[];
  /** The token it wrote; leave out where nobody asks. */
  readonly wrote?: string;
}

export interface RecurrentDiagramOptions extends Titled {
  readonly steps: readonly RecurrentStep[];
  /** What stands on the arrows: "W_x [5, 3]". */
  readonly labels?: { readonly input?: string; readonly hidden?: string; readonly output?: string };
  /** How long the gradient of the loss is at each state; drawn as it travels, from right to left. */
  readonly gradients?: readonly number[];
}

const [outputY, middleY, inputY, legendY] = [16, 100, 182, 210];
const cellHeight = 76;
const [cellTop, cellBottom] = [middleY - cellHeight / 2, middleY + cellHeight / 2];
const [forwardY, backwardY] = [middleY - 15, middleY + 9];
const firstX = 40; // room for the state before the first step

/** Where a step stands. */
interface Column {
  readonly x: number;
  readonly pitch: number;
  /** Half the width of its cell. */
  readonly half: number;
}

/**
 * Draws the steps from left to right, each with the numbers of its state as coloured cells.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no steps, states of different length, a number outside [-1, 1], not one gradient a step
 *
 * Taught in notebook 01.
 * @source Goodfellow, Bengio & Courville 2016, "Deep Learning", §10.1, figure 10.2. https://www.deeplearningbook.org
 */
export function recurrentDiagram(options: RecurrentDiagramOptions): Diagram {
  check(options);
  const { steps, gradients = [], title = phrase("The same cell at every time step") } = options;
  const pitch = Math.max(34, Math.min(100, 640 / steps.length));
  const columns = steps.map((_, t): Column => ({ x: firstX + (t + 0.5) * pitch, pitch, half: pitch * 0.28 }));
  return {
    title,
    description: inWords(options),
    shapes: [
      text(firstX - 26, forwardY, "h₀ = 0", { size: 11 }),
      ...steps.flatMap((step, t) => stepShapes(step, t, columns[t]!)),
      ...gradients.slice(0, -1).flatMap((length, t) => gradientShapes(length, columns[t]!)),
      ...labelShapes(options, columns),
      stateLegend(0, legendY),
    ],
  };
}

function stepShapes({ read, state, wrote }: RecurrentStep, t: number, column: Column): Shape[] {
  const { x, pitch, half } = column;
  const place = { x, y: middleY, width: 2 * half, height: cellHeight };
  const name = `h${subscript(t + 1)}`;
  const hasNumbers = cellHeight / state.length >= 14 && half >= 18;
  const before = t === 0 ? firstX - 5 : x - pitch + half;
  const style = { size: Math.min(14, pitch * 0.3), isBold: true, widest: pitch - 2 };
  return [
    arrow([before, forwardY], [x - half - 1, forwardY]),
    stateColumn(place, state, { what: (unit) => phrase("{0}, unit {1}", name, unit), hasNumbers }),
    box({ ...place, colour: seriesColours[0] }),
    text(wrote === undefined ? x : x - 12, cellTop - 8, name, { size: 11 }),
    ...(read === undefined ? [] : [text(x, inputY, tokenLabel(read), style)]),
    ...(read === undefined ? [] : [arrow([x, inputY - 11], [x, cellBottom + 2])]),
    ...(wrote === undefined ? [] : [text(x, outputY, tokenLabel(wrote), style)]),
    ...(wrote === undefined ? [] : [arrow([x, cellTop - 3], [x, outputY + 11])]),
  ];
}

/** Back from the step after this one. */
const gradientShapes = (length: number, { x, pitch, half }: Column): Shape[] => [
  styledArrow(
    { colour: goldColour, isDashed: true },
    [x + pitch - half, backwardY],
    [x + half + 1, backwardY],
  ),
  text(x + pitch / 2, backwardY + 14, String(Number(length.toPrecision(2))), {
    size: half >= 18 ? 11 : 9,
    colour: goldColour,
  }),
];

/** The names of the weights, each where they are used first; of the output where it is used last, with room to its right. */
function labelShapes({ steps, labels = {} }: RecurrentDiagramOptions, columns: readonly Column[]): Shape[] {
  const { input, hidden, output } = labels;
  const reader = columns[steps.findIndex(({ read }) => read !== undefined)];
  const writer = columns.filter((_, t) => steps[t]!.wrote !== undefined).at(-1);
  const [{ x, pitch }] = columns as [Column];
  const beside = { size: 11, align: "start" } as const;
  return [
    ...(hidden ? [text(x + pitch / 2, cellTop - 24, hidden, { size: 11 })] : []),
    ...(input && reader ? [text(reader.x + 6, inputY - 24, input, beside)] : []),
    ...(output && writer ? [text(writer.x + 6, outputY + 26, output, beside)] : []),
  ];
}

const subscript = (t: number): string => [...String(t)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

function inWords({ steps, gradients }: RecurrentDiagramOptions): string {
  const parts = steps.map(({ read, wrote }, t) => {
    const does = [
      ...(read === undefined ? [] : [phrase("reads {0}", tokenLabel(read))]),
      ...(wrote === undefined ? [] : [phrase("writes {0}", tokenLabel(wrote))]),
      ...(gradients === undefined ? [] : [phrase("gradient {0}", gradients[t]!.toPrecision(2))]),
    ];
    return phrase("step {0} {1}", t + 1, does.join(", ") || phrase("only passes its state on"));
  });
  return `${parts.join("; ")}.`;
}

function check(options: RecurrentDiagramOptions): void {
  const plot = "recurrentDiagram";
  const { steps, labels = {}, gradients } = checkGiven(plot, "options", options);
  checkFilled(plot, "steps", steps);
  steps.forEach((step, t) => {
    const { state, read = "", wrote = "" } = checkGiven(plot, `steps[${t}]`, step);
    checkState(plot, `steps[${t}].state`, state, steps[0]!.state?.length);
    checkText(plot, `steps[${t}].read`, read);
    checkText(plot, `steps[${t}].wrote`, wrote);
  });
  for (const [name, label = ""] of Object.entries(checkGiven(plot, "labels", labels)))
    checkText(plot, `labels.${name}`, label);
  if (gradients === undefined) return;
  checkLength(plot, "gradients", gradients, steps.length);
  checkNumbers(plot, "gradients", gradients);
}
