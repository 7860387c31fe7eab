/** How large the cells of an alignment map are, and which way its labels stand, so that it fits on a laptop. */
import { largest } from "../extremes";
import { labelWidth } from "./plot-style";

export interface AlignmentGrid {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly fontSize: number;
  /** For each source label, whether it stands upright or is turned by 90° because it is wider than its column. */
  readonly isTurned: readonly boolean[];
}

const roomAcross = 660; // what is left of 1280 pixels beside the lab's file browser, labels and margins
const roomDown = 380;
const largestCell = 28;

/**
 * Letters get square cells, words wider ones; where words do not fit, all of them turn, and among letters only the
 * few that are long, such as `<eos>`.
 */
export function alignmentGrid(sourceLabels: readonly string[], numTargets: number): AlignmentGrid {
  const acrossEach = Math.floor(roomAcross / sourceLabels.length);
  const square = Math.max(11, Math.min(largestCell, acrossEach, Math.floor(roomDown / numTargets)));
  const fontSize = Math.min(13, square - 2);
  const widths = sourceLabels.map((label) => labelWidth(label, fontSize));
  const isWords = widths.filter((width) => width > square).length > sourceLabels.length / 3;
  const widest = Math.ceil(largest(widths)) + 8;
  const cellWidth = isWords && widest <= acrossEach ? Math.max(square, widest) : square;
  const isTurned = widths.map((width) => cellWidth < widest && (isWords || width > cellWidth));
  return { cellWidth, cellHeight: square, fontSize, isTurned };
}
