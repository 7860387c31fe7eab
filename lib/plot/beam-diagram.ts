/** What beam search followed and what it dropped, step by step, from the left to the right. */
import type { TopLevelSpec } from "vega-lite";
import { arrowLayers, boxLayer, diagram, wordLayer, type Arrow } from "./diagram";
import { checkFilled, checkGiven, checkLabels, checkNumbers, PlotError } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

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

export interface BeamDiagramOptions {
  /** The ways to go on at each step, the likeliest first, as `beamSearch({ onStep })` tells them. */
  readonly steps: readonly (readonly BeamNode[])[];
  /** The finding, as a sentence. */
  readonly title?: string;
}

/** A node at its place. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly node?: BeamNode;
}

const droppedColour = "#8d8d8d";
const [keptColour, doneColour] = [seriesColours[0]!, seriesColours[1]!];
const boxHeight = 34;
const rowPitch = 46;
const gap = 34;
const top = 22;

/**
 * Draws each way to go on as a box with its last token and its log probability, joined to the box that it continues.
 *
 * @returns a Vega-Lite 5 spec; what was dropped is grey and dashed, what ended has a colour of its own
 * @throws {PlotError} no steps, a step without ways to go on, or one that continues nothing that was kept
 *
 * Taught in notebook 11.
 */
export function beamDiagram(options: BeamDiagramOptions): TopLevelSpec {
  check(options);
  const { steps, title = "What beam search follows" } = options;
  const boxWidth = Math.max(58, ...steps.flat().map((node) => 16 + 7 * wordOf(node).length));
  const columns: Place[][] = [[{ x: 4, y: top }]];
  steps.forEach((nodes, index) => {
    const x = 4 + (index + 1) * (boxWidth + gap);
    columns.push(nodes.map((node, rank) => ({ x, y: top + rank * rowPitch, node })));
  });
  const places = columns.flat();
  const heading = (x: number, text: string) => ({ x: x + boxWidth / 2, y: 8, text, fontSize: 11 });
  return diagram({
    title,
    description: inWords(title, steps),
    width: columns.length * (boxWidth + gap) - gap + 8,
    height: Math.max(...places.map(({ y }) => y)) + boxHeight + 8,
    layer: [
      ...arrowLayers("continues", arrowsOf(columns, boxWidth)),
      boxLayer(
        "nodes",
        places.map((place) => boxOf(place, boxWidth)),
      ),
      wordLayer(
        "words",
        places.flatMap((place) => wordsOf(place, boxWidth)),
      ),
      wordLayer(
        "steps",
        columns.slice(1).map(([first], index) => heading(first!.x, `step ${index + 1}`)),
      ),
    ],
  });
}

const wordOf = (node?: BeamNode): string =>
  node === undefined ? "<sos>" : node.isDone ? "<eos>" : tokenLabel(node.tokens.at(-1)!);

const colourOf = (node?: BeamNode): string =>
  node?.isKept === false ? droppedColour : node?.isDone === true ? doneColour : keptColour;

const numberOf = ({ logProbability }: BeamNode): string => logProbability.toFixed(2).replace("-", "−");

/** Whether a node goes on where another one, or the start, has stopped. */
function continues({ tokens, isDone }: BeamNode, before?: BeamNode): boolean {
  const length = isDone ? tokens.length : tokens.length - 1;
  if (before === undefined) return length === 0;
  const isSame = before.tokens.every((token, t) => token === tokens[t]);
  return before.isKept && !before.isDone && before.tokens.length === length && isSame;
}

function arrowsOf(columns: readonly Place[][], boxWidth: number): Arrow[] {
  return columns.slice(1).flatMap((column, index) =>
    column.map(({ x, y, node }) => {
      const from = columns[index]!.find((before) => continues(node!, before.node))!;
      const start = [from.x + boxWidth, from.y + boxHeight / 2] as const;
      const isDashed = !node!.isKept;
      return { corners: [start, [x - 3, y + boxHeight / 2]], colour: colourOf(node), isDashed };
    }),
  );
}

const boxOf = ({ x, y, node }: Place, width: number) => ({
  ...{ x, y, width, height: boxHeight, colour: colourOf(node) },
  ...(node && {
    tip: `${[...node.tokens, ...(node.isDone ? ["<eos>"] : [])].join(" ")}: ${numberOf(node)} nats`,
  }),
});

function wordsOf({ x, y, node }: Place, boxWidth: number) {
  const middle = x + boxWidth / 2;
  if (node === undefined) return [{ x: middle, y: y + boxHeight / 2, text: wordOf() }];
  return [
    { x: middle, y: y + 12, text: wordOf(node), isBold: node.isKept },
    { x: middle, y: y + 26, text: numberOf(node), fontSize: 10 },
  ];
}

function inWords(title: string, steps: BeamDiagramOptions["steps"]): string {
  const each = steps.map((nodes, index) => {
    const said = (isKept: boolean): string =>
      nodes
        .filter((node) => node.isKept === isKept)
        .map((node) => `${wordOf(node)} ${numberOf(node)}`)
        .join(", ");
    return `Step ${index + 1}: keeps ${said(true) || "nothing"}; drops ${said(false) || "nothing"}`;
  });
  return `${title}. ${each.join(". ")}.`;
}

function check(options: BeamDiagramOptions): void {
  const plot = "beamDiagram";
  const { steps } = checkGiven(plot, "options", options);
  checkFilled(plot, "steps", steps);
  steps.forEach((nodes, index) => {
    checkFilled(plot, `steps[${index}]`, nodes);
    nodes.forEach((node, rank) => {
      const { tokens, isDone } = checkGiven(plot, `steps[${index}][${rank}]`, node);
      if (tokens.length > 0 || !isDone) checkLabels(plot, `steps[${index}][${rank}].tokens`, tokens);
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
