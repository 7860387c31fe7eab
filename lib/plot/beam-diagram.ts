/** What beam search followed and what it dropped, step by step, from the left to the right. */
import { phrase } from "../jupyter/language.cjs";
import { bold, box, decimals, styledArrow, text, type Diagram, type Shape } from "./diagram";
import { checkFilled, checkGiven, checkLabels, checkNumbers, PlotError, type Titled } from "./plot-input";
import { labelWidth, seriesColours, tokenLabel } from "./plot-style";

export interface BeamNode {
  /** What has been written up to here, without <eos>. */
  readonly tokens: readonly string[];
  /** In nats, ≤ 0. */
  readonly logProbability: number;
  /** Whether <eos> follows here. */
  readonly isDone: boolean;
  /** Whether it is followed further or, if it is done, set aside. */
  readonly isKept: boolean;
}

export interface BeamDiagramOptions extends Titled {
  /** The ways to go on at each step, the likeliest first, as `beamSearch({ onStep })` tells them. */
  readonly steps: readonly (readonly BeamNode[])[];
}

/** A node at its place, or the start. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly node?: BeamNode;
}

const droppedColour = "#8d8d8d";
const [keptColour, doneColour] = seriesColours;
const boxHeight = 34;
const rowPitch = 46;
const gap = 34;

/**
 * Draws each way to go on as a box with its last token and its log probability, joined to the box that it continues.
 *
 * @returns a diagram, for `show`; what was dropped is grey and dashed, what ended has a colour of its own
 * @throws {PlotError} no steps, a step without ways to go on, or one that continues nothing that was kept
 *
 * Taught in notebook 11.
 */
export function beamDiagram(options: BeamDiagramOptions): Diagram {
  check(options);
  const { steps, title = phrase("What beam search follows") } = options;
  const width = Math.max(58, ...steps.flat().map((node) => 14 + labelWidth(wordOf(node), 12)));
  const placesOf = (nodes: readonly BeamNode[], step: number): Place[] =>
    nodes.map((node, rank) => ({ x: (step + 1) * (width + gap), y: rank * rowPitch, node }));
  const columns = [[{ x: 0, y: 0 }], ...steps.map(placesOf)];
  const arrows = columns
    .slice(1)
    .flatMap((column, step) => column.map((place) => link(place, columns[step]!, width)));
  const headings = columns
    .slice(1)
    .map(([first], step) => text(first!.x, -30, phrase("step {0}", step + 1), { size: 11 }));
  return {
    title,
    description: inWords(steps),
    shapes: [...headings, ...arrows, ...columns.flat().map((place) => nodeBox(place, width))],
  };
}

const wordOf = (node?: BeamNode): string =>
  node === undefined ? "<sos>" : node.isDone ? "<eos>" : tokenLabel(node.tokens.at(-1)!);

const colourOf = (node?: BeamNode): string =>
  node?.isKept === false ? droppedColour : node?.isDone === true ? doneColour : keptColour;

/** Whether a node goes on where another one, or the start, has stopped. */
function continues({ tokens, isDone }: BeamNode, before?: BeamNode): boolean {
  const length = isDone ? tokens.length : tokens.length - 1;
  if (before === undefined) return length === 0;
  const isSame = before.tokens.every((token, t) => token === tokens[t]);
  return before.isKept && !before.isDone && before.tokens.length === length && isSame;
}

function link({ x, y, node }: Place, columnBefore: readonly Place[], width: number): Shape {
  const from = columnBefore.find((before) => continues(node!, before.node))!;
  const style = { colour: colourOf(node), isDashed: !node!.isKept };
  return styledArrow(style, [from.x + width / 2, from.y], [x - width / 2 - 1, y]);
}

function nodeBox({ x, y, node }: Place, width: number): Shape {
  const place = { x, y, width, height: boxHeight, colour: colourOf(node) };
  if (node === undefined) return box(place, wordOf());
  const [word, number] = [wordOf(node), decimals(node.logProbability)];
  const sentence = [...node.tokens, ...(node.isDone ? ["<eos>"] : [])].join(" ");
  return box({ ...place, tip: phrase("{0}: {1} nats", sentence, number) }, node.isKept ? bold(word) : word, {
    text: number,
    size: 10,
  });
}

function inWords(steps: BeamDiagramOptions["steps"]): string {
  const each = steps.map((nodes, index) => {
    const said = (isKept: boolean): string =>
      nodes
        .filter((node) => node.isKept === isKept)
        .map((node) => `${wordOf(node)} ${decimals(node.logProbability)}`)
        .join(", ");
    return phrase(
      "Step {0}: keeps {1}; drops {2}",
      index + 1,
      said(true) || phrase("nothing"),
      said(false) || phrase("nothing"),
    );
  });
  return `${each.join(". ")}.`;
}

function check(options: BeamDiagramOptions): void {
  const plot = "beamDiagram";
  const { steps } = checkGiven(plot, "options", options);
  checkFilled(plot, "steps", steps);
  steps.forEach((nodes, index) => {
    checkFilled(plot, `steps[${index}]`, nodes);
    nodes.forEach((node, rank) => {
      const { tokens, isDone } = checkGiven(plot, `steps[${index}][${rank}]`, node);
      if (tokens?.length !== 0 || !isDone) checkLabels(plot, `steps[${index}][${rank}].tokens`, tokens);
      const before = index === 0 ? [undefined] : steps[index - 1]!;
      if (before.some((earlier) => continues(node, earlier))) return;
      throw new PlotError(
        `${plot}: steps[${index}][${rank}] should continue a way that was kept, got ${tokens.join(" ")}`,
      );
    });
    const numbers = nodes.map(({ logProbability }) => logProbability);
    checkNumbers(plot, `steps[${index}] logProbability`, numbers);
  });
}
