/** How long a model must keep each token: from the step that reads it to the step that writes what it means. */
import type { TopLevelSpec } from "vega-lite";
import type { Link } from "../alignment";
import { diagram, wordLayer, type Word } from "./diagram";
import { checkFilled, checkGiven, checkNumbers } from "./plot-input";
import { type Layer, seriesColours, tokenLabel } from "./plot-style";

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

export interface DistanceDiagramOptions {
  readonly rows: readonly DistanceRow[];
  /** The finding, as a sentence. */
  readonly title?: string;
}

const readColour = seriesColours[0]!;
const writtenColour = seriesColours[1]!;
const pitch = 34;
const arcHeight = 84;
const rowGap = 62;
const left = 12;
const rowHeight = arcHeight + rowGap;
const pointsOfArc = 24;

/** Steps from reading a source token to writing its target token; the first decoder step follows the last encoder step. */
export function memoryDistance({ read }: Pick<DistanceRow, "read">, { source, target }: Link): number {
  return read.length - source + target;
}

/**
 * Draws one arc a link over the steps of encoder and decoder, one row an order.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no rows, a row without tokens or links, a link to a token that is not there
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, §3.3: the "minimal time lag". https://arxiv.org/abs/1409.3215
 */
export function distanceDiagram(options: DistanceDiagramOptions): TopLevelSpec {
  check(options);
  const { rows, title = "How many steps each token must be kept" } = options;
  const steps = Math.max(...rows.map(({ read, written }) => read.length + written.length));
  const longest = Math.max(...rows.flatMap(distancesOf));
  return diagram({
    title,
    description: inWords(title, rows),
    width: left + steps * pitch,
    height: rows.length * rowHeight - 12,
    layer: [arcLayer(rows, longest), wordLayer("words", rows.flatMap(rowWords))],
  });
}

const distancesOf = (row: DistanceRow): number[] => row.links.map((link) => memoryDistance(row, link));
const baseline = (row: number): number => row * rowHeight + arcHeight + 36;
const stepX = (step: number): number => left + (step + 0.5) * pitch;

/** Half an ellipse from the token read to the token written, as high as it is long. */
function arcLayer(rows: readonly DistanceRow[], longest: number): Layer {
  const arcs = rows.flatMap((row, index) => row.links.map((link) => arc(row, index, link, longest)));
  const shown = arcs.flatMap((points, id) => points.map((point) => ({ ...point, arc: id })));
  return {
    name: "arcs",
    data: { values: shown },
    mark: { type: "line", strokeWidth: 2, aria: false },
    encoding: {
      order: { field: "order" },
      detail: { field: "arc" },
      color: {
        field: "distance",
        type: "quantitative",
        scale: { domain: [1, longest], range: ["#8a74e0", "#d9730d"] },
        legend: { title: "steps in memory", gradientLength: 130, format: "d" },
      },
      tooltip: [
        { field: "token", title: "token" },
        { field: "distance", title: "steps in memory" },
      ],
    },
  };
}

function arc(row: DistanceRow, index: number, link: Link, longest: number): object[] {
  const distance = memoryDistance(row, link);
  const [from, to] = [stepX(link.source), stepX(row.read.length + link.target)];
  const height = (arcHeight * distance) / longest;
  return Array.from({ length: pointsOfArc }, (_, order) => {
    const angle = (Math.PI * order) / (pointsOfArc - 1);
    return {
      order,
      x: (from + to) / 2 - ((to - from) / 2) * Math.cos(angle),
      y: baseline(index) - 14 - height * Math.sin(angle),
      distance,
      token: tokenLabel(row.read[link.source]!),
    };
  });
}

function rowWords(row: DistanceRow, index: number): Word[] {
  const y = baseline(index);
  const distances = distancesOf(row);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const summary = `${row.name}: kept ${distances.join(", ")} steps; shortest ${Math.min(...distances)}, mean ${mean.toFixed(1)}`;
  return [
    { x: left, y: y - arcHeight - 28, text: summary, align: "left", isBold: true },
    ...row.read.map((token, s) => ({ x: stepX(s), y, text: tokenLabel(token), colour: readColour })),
    ...row.written.map((token, t) => ({
      x: stepX(row.read.length + t),
      y,
      text: tokenLabel(token),
      colour: writtenColour,
      isBold: true,
    })),
  ];
}

function inWords(title: string, rows: readonly DistanceRow[]): string {
  const each = rows.map(
    (row) =>
      `${row.name}: reads ${row.read.map(tokenLabel).join(" ")}, writes ${row.written.map(tokenLabel).join(" ")}, ` +
      `tokens are kept ${distancesOf(row).join(", ")} steps`,
  );
  return `${title}. ${each.join("; ")}.`;
}

function check(options: DistanceDiagramOptions): void {
  const plot = "distanceDiagram";
  const { rows } = checkGiven(plot, "options", options);
  checkFilled(plot, "rows", rows);
  rows.forEach(({ read, written, links }, i) => {
    checkFilled(plot, `rows[${i}].read`, read);
    checkFilled(plot, `rows[${i}].written`, written);
    checkFilled(plot, `rows[${i}].links`, links);
    const places = { source: read.length - 1, target: written.length - 1 };
    for (const end of ["source", "target"] as const) {
      const positions = links.map((link) => link[end]);
      checkNumbers(plot, `rows[${i}].links ${end}`, positions, 0, places[end]);
    }
  });
}
