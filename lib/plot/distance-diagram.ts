/** How long a model must keep each token: from the step that reads it to the step that writes what it means. */
import { phrase } from "../jupyter/language.cjs";
import type { Link } from "../alignment";
import { group, text, type Diagram, type Shape } from "./diagram";
import { checkFilled, checkGiven, checkLabels, checkNumber, checkText, type Titled } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

export interface DistanceRow {
  /** What this order is called: "source as it is". */
  readonly name: string;
  /** What the encoder reads, step by step, its last <eos> included. */
  readonly read: readonly string[];
  /** What the decoder writes, step by step. */
  readonly written: readonly string[];
  /** Which token that was read makes which one that is written. */
  readonly links: readonly Link[];
}

export interface DistanceDiagramOptions extends Titled {
  readonly rows: readonly DistanceRow[];
}

const [readColour, writtenColour] = seriesColours;
const pitch = 34;
const arcHeight = 84;
const rowHeight = arcHeight + 74;

/** Steps from reading a source token to writing its target token; the first decoder step follows the last encoder step. */
export function memoryDistance({ read }: Pick<DistanceRow, "read">, { source, target }: Link): number {
  return read.length - source + target;
}

/**
 * Draws one arc a link over the steps of encoder and decoder, one row an order.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no rows, a row without tokens or links, a link to a token that is not there
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, §3.3: the "minimal time lag". https://arxiv.org/abs/1409.3215
 */
export function distanceDiagram(options: DistanceDiagramOptions): Diagram {
  check(options);
  const { rows, title = phrase("How many steps each token must be kept") } = options;
  const longest = Math.max(...rows.flatMap(distancesOf));
  return {
    title,
    description: inWords(rows),
    shapes: rows.flatMap((row, index) => [
      ...rowWords(row, index * rowHeight),
      ...row.links.map((link) => arc(row, link, index * rowHeight, longest)),
    ]),
  };
}

const distancesOf = (row: DistanceRow): number[] => row.links.map((link) => memoryDistance(row, link));
const stepX = (step: number): number => (step + 0.5) * pitch;

/** Half an ellipse from the token read to the token written, as high as it is long. */
function arc(row: DistanceRow, link: Link, y: number, longest: number): Shape {
  const distance = memoryDistance(row, link);
  const [from, to] = [stepX(link.source), stepX(row.read.length + link.target)];
  const height = (arcHeight * distance) / longest;
  const d = `M${from} ${y - 14}A${(to - from) / 2} ${height} 0 0 1 ${to} ${y - 14}`;
  const look = { fill: "none", stroke: distanceColour(distance / longest), "stroke-width": 2 };
  const room = { left: from, top: y - 14 - height, right: to, bottom: y };
  const tip = phrase("{0}: {1} steps in memory", tokenLabel(row.read[link.source]!), distance);
  const hasRoom = (2 * arcHeight) / longest >= 11; // arcs around one middle differ by two steps
  const number = text((from + to) / 2, y - 21 - height, String(distance), { size: 10 });
  const line = { tag: "path", attributes: { d, ...look }, children: [], room };
  return group([line, ...(hasRoom ? [number] : [])], tip);
}

/** From violet for the shortest over pink to orange for the longest. */
const distanceColour = (share: number): string => `hsl(${Math.round(250 + 140 * share)}, 75%, 55%)`;

function rowWords(row: DistanceRow, y: number): Shape[] {
  const distances = distancesOf(row);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const summary = phrase(
    "{0}: kept {1} steps; shortest {2}, mean {3}",
    row.name,
    distances.join(", "),
    Math.min(...distances),
    mean.toFixed(1),
  );
  const word = (token: string, step: number, isBold: boolean, colour: string) =>
    text(stepX(step), y, tokenLabel(token), { isBold, colour, widest: pitch - 2 });
  return [
    text(0, y - arcHeight - 38, summary, { align: "start", isBold: true }),
    ...row.read.map((token, s) => word(token, s, false, readColour)),
    ...row.written.map((token, t) => word(token, row.read.length + t, true, writtenColour)),
  ];
}

function inWords(rows: readonly DistanceRow[]): string {
  const each = rows.map((row) =>
    phrase(
      "{0}: reads {1}, writes {2}, tokens are kept {3} steps",
      row.name,
      row.read.map(tokenLabel).join(" "),
      row.written.map(tokenLabel).join(" "),
      distancesOf(row).join(", "),
    ),
  );
  return `${each.join("; ")}.`;
}

function check(options: DistanceDiagramOptions): void {
  const plot = "distanceDiagram";
  const { rows } = checkGiven(plot, "options", options);
  checkFilled(plot, "rows", rows);
  rows.forEach((row, i) => {
    const { name, read, written, links } = checkGiven(plot, `rows[${i}]`, row);
    checkText(plot, `rows[${i}].name`, name);
    checkLabels(plot, `rows[${i}].read`, read);
    checkLabels(plot, `rows[${i}].written`, written);
    checkFilled(plot, `rows[${i}].links`, links);
    links.forEach((link, l) => {
      const { source, target } = checkGiven(plot, `rows[${i}].links[${l}]`, link);
      checkNumber(plot, `rows[${i}].links[${l}].source`, source, 0, read.length - 1);
      checkNumber(plot, `rows[${i}].links[${l}].target`, target, 0, written.length - 1);
    });
  });
}
