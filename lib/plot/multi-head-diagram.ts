/** Attention with several heads as a flow of matrices: cut into heads, attended each by itself, joined, mapped back. */
import { phrase } from "../jupyter/language.cjs";
import { box, cell, decimals, styledArrow, text, type Diagram, type Point, type Shape } from "./diagram";
import { checkFilled, checkGiven, checkGrid, checkLabels, type Titled } from "./plot-input";
import { labelWidth, seriesColours, tokenLabel } from "./plot-style";

type Matrix = readonly (readonly number[])[];

/** What one head makes of its part of the width. */
export interface HeadFlow {
  /** [time, dHead] */
  readonly queries: Matrix;
  /** [time, dHead] */
  readonly keys: Matrix;
  /** [time, dHead] */
  readonly values: Matrix;
  /** [time, time] */
  readonly weights: Matrix;
  /** [time, dHead] */
  readonly output: Matrix;
}

export interface MultiHeadDiagramOptions extends Titled {
  readonly tokens: readonly string[];
  /** [time, dModel] */
  readonly inputs: Matrix;
  readonly heads: readonly HeadFlow[];
  /** [time, dModel] */
  readonly output: Matrix;
}

const [cellSize, narrowest, roomForWidth] = [13, 6, 104];
const [lanePitch, gap, blockGap] = [124, 48, 5];
const headColours = [1, 4, 2, 3, 5, 0].map((index) => seriesColours[index % seriesColours.length]!);
const colourOf = (head: number): string => headColours[head % headColours.length]!;

/** Matrices side by side, those of one head each in its colour. */
interface Drawn {
  readonly name: string;
  readonly blocks: readonly Matrix[];
  /** Which head each block belongs to; omit where the width is whole. */
  readonly heads?: readonly number[];
  /** How wide a column is; as wide as a row is high unless said otherwise. */
  readonly column?: number;
}

/**
 * Draws the flow from left to right: inputs; queries, keys and values, cut into heads; a lane for each head; what the heads
 * found, joined; the output. What belongs to one head has one colour.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no tokens, no heads, matrices that do not fit
 *
 * Taught in notebook 07.
 * @source Vaswani et al. 2017, "Attention Is All You Need", figure 2 (right). https://arxiv.org/abs/1706.03762
 */
export function multiHeadDiagram(options: MultiHeadDiagramOptions): Diagram {
  check(options);
  const { tokens, title = phrase("Several heads: cut, attend, join") } = options;
  const names = tokens.map(tokenLabel);
  const labels = Math.max(...names.map((name) => labelWidth(name, 11))) + 6;
  const rowNames = names.map((name, row) =>
    text(labels - 5, cellSize * (row + 0.5 - names.length / 2), name, { size: 10, align: "end" }),
  );
  return { title, description: inWords(options), shapes: [...rowNames, ...flowShapes(options, labels)] };
}

/** The middle of a lane, among `count` of them around y = 0. */
const lane = (index: number, count: number): number => (index - (count - 1) / 2) * lanePitch;

function flowShapes({ tokens, inputs, heads, output }: MultiHeadDiagramOptions, left: number): Shape[] {
  const column = Math.max(narrowest, Math.min(cellSize, roomForWidth / inputs[0]!.length));
  const whole = widthOf([inputs], column);
  const cut = widthOf(
    heads.map(({ queries }) => queries),
    column,
  );
  const maps = left + whole + gap + cut + gap;
  const found = maps + cellSize * tokens.length + gap;
  const joined = found + widthOf([heads[0]!.output], column) + gap;
  const end = joined + cut + gap;
  const all = heads.map((_, head) => head);
  return [
    ...matrices([left, 0], { name: "X", blocks: [inputs], column }),
    ...projections(heads, { from: left + whole, to: maps - gap, column }),
    ...heads.flatMap((head, index) =>
      headLane(head, index, { count: heads.length, maps, found, joined, column }),
    ),
    ...matrices([joined, 0], {
      name: phrase("joined"),
      blocks: heads.map((head) => head.output),
      heads: all,
      column,
    }),
    ...flow([end - gap, 0], [end, 0], { words: "· W^O" }),
    ...matrices([end, 0], { name: phrase("output"), blocks: [output], column }),
  ];
}

const widthOf = (blocks: readonly Matrix[], column: number): number =>
  blocks.reduce((sum, block) => sum + column * block[0]!.length, blockGap * (blocks.length - 1));

/** Queries, keys and values below each other, the part of each head beside that of the next. */
function projections(
  heads: readonly HeadFlow[],
  { from, to, column }: { from: number; to: number; column: number },
): Shape[] {
  const parts = { Q: "queries", K: "keys", V: "values" } as const;
  return Object.entries(parts).flatMap(([name, part], index) => {
    const blocks = heads.map((head) => head[part]);
    const y = lane(index, 3);
    return [
      ...flow([from, 0], [from + gap, y], { words: `· W^${name}` }),
      ...matrices([to - widthOf(blocks, column), y], {
        name,
        blocks,
        heads: heads.map((_, head) => head),
        column,
      }),
    ];
  });
}

interface Lane {
  readonly count: number;
  /** Where its map, its output and the joined outputs begin. */
  readonly maps: number;
  readonly found: number;
  readonly joined: number;
  readonly column: number;
}

function headLane(
  { weights, output }: HeadFlow,
  head: number,
  { count, maps, found, joined, column }: Lane,
): Shape[] {
  const y = lane(head, count);
  const colour = colourOf(head);
  const mark = [...String(head + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]!).join("");
  return [
    ...[0, 1].flatMap((part) => flow([maps - gap, lane(part, 3)], [maps, y], { colour })),
    ...matrices([maps, y], { name: `α${mark}`, blocks: [weights], heads: [head] }),
    ...flow([found - gap, y], [found, y], { words: `· V${mark}`, colour }),
    ...matrices([found, y], { name: `head${mark}`, blocks: [output], heads: [head], column }),
    ...flow([joined - gap, y], [joined, 0], { colour }),
  ];
}

function flow(
  [fromX, fromY]: Point,
  [toX, toY]: Point,
  { words = "", colour }: { words?: string; colour?: string },
): Shape[] {
  const line = styledArrow({ ...(colour !== undefined && { colour }) }, [fromX + 7, fromY], [toX - 7, toY]);
  const besideIt = fromY === toY ? [0, -11] : [-20, toY > fromY ? 12 : -12];
  const place = [(fromX + toX) / 2 + besideIt[0]!, (fromY + toY) / 2 + besideIt[1]!] as const;
  return words === "" ? [line] : [line, text(...place, words, { size: 11 })];
}

/** From `left` on, around y: name and shape, then the blocks. */
function matrices([left, y]: Point, { name, blocks, heads, column = cellSize }: Drawn): Shape[] {
  const rows = blocks[0]!.length;
  const columns = blocks.reduce((sum, block) => sum + block[0]!.length, 0);
  const [centre, top] = [left + widthOf(blocks, column) / 2, y - (cellSize * rows) / 2];
  return [
    text(centre, top - 26, name, { isBold: true, size: 13 }),
    text(centre, top - 12, `[${rows}, ${columns}]`, { size: 10 }),
    ...blocks.flatMap((block, index) => {
      const place = { x: left + widthOf(blocks.slice(0, index), column) + (index > 0 ? blockGap : 0), y };
      return blockShapes(place, block, { name, head: heads?.[index], column });
    }),
  ];
}

function blockShapes(
  { x, y }: { x: number; y: number },
  block: Matrix,
  { name, head, column }: { name: string; head: number | undefined; column: number },
): Shape[] {
  const [width, height] = [column * block[0]!.length, cellSize * block.length];
  const largest = Math.max(...block.flat().map(Math.abs), 1e-9);
  const of = head === undefined ? name : phrase("{0}, head {1}", name, head + 1);
  const frame = { x: x + width / 2, y, width: width + 3, height: height + 3 };
  return [
    ...(head === undefined ? [] : [box({ ...frame, colour: colourOf(head) })]),
    ...block.flatMap((row, r) =>
      row.map((value, c) => {
        const place = { x: x + (c + 0.5) * column, y: y + (r + 0.5) * cellSize - height / 2, width: column, height: cellSize }; // prettier-ignore
        return cell(place, value / largest, { tip: phrase("{0}: row {1}, column {2}: {3}", of, r + 1, c + 1, decimals(value)) }); // prettier-ignore
      }),
    ),
  ];
}

function inWords({ tokens, inputs, heads }: MultiHeadDiagramOptions): string {
  const dModel = inputs[0]!.length;
  const dHead = heads[0]!.output[0]!.length;
  return phrase(
    "Inputs [{0}, {1}] become queries, keys and values, each cut into {2} heads of width {3}. Each head makes a map [{4}, {5}] and an output [{6}, {7}]; joined they are [{8}, {9}], and W^O makes the output of them.",
    tokens.length,
    dModel,
    heads.length,
    dHead,
    tokens.length,
    tokens.length,
    tokens.length,
    dHead,
    tokens.length,
    dHead * heads.length,
  );
}

function check(options: MultiHeadDiagramOptions): void {
  const plot = "multiHeadDiagram";
  const { tokens, inputs, heads, output } = checkGiven(plot, "options", options);
  checkLabels(plot, "tokens", tokens);
  checkFilled(plot, "heads", heads);
  const rows = tokens.length;
  const firstRow = (name: string, matrix: Matrix): number => {
    checkFilled(plot, name, matrix);
    checkFilled(plot, `${name}[0]`, matrix[0]!);
    return matrix[0]!.length;
  };
  const dModel = firstRow("inputs", inputs);
  for (const [name, matrix] of Object.entries({ inputs, output }))
    checkGrid(plot, name, matrix, { rows, columns: dModel });
  const dHead = firstRow("heads[0].queries", checkGiven(plot, "heads[0]", heads[0]!).queries);
  heads.forEach((head, index) => {
    const { queries, keys, values, weights, output: found } = checkGiven(plot, `heads[${index}]`, head);
    for (const [name, matrix] of Object.entries({ queries, keys, values, output: found }))
      checkGrid(plot, `heads[${index}].${name}`, matrix, { rows, columns: dHead });
    checkGrid(plot, `heads[${index}].weights`, weights, { rows, columns: rows, low: 0, high: 1 + 1e-5 });
  });
}
