/** How large the cells of an alignment map are, and which way its labels stand, so that it fits on a laptop. */
import { largest } from "../extremes";
import { labelWidth, stagger } from "./plot-style";

export interface AlignmentGrid {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly fontSize: number;
  /** For each source label, how many lines above the map it stands, so that it does not meet its neighbours. */
  readonly lines: readonly number[];
  /** Whether source labels are turned by 90°, since even three lines have too little room for them. */
  readonly isTurned: boolean;
}

const labRoom = 660; // what is left of 1280 pixels beside the lab's file browser, labels and margins
const roomDown = 380;
const largestCell = 28;

/**
 * Letters get square cells, words wider ones. Labels stay upright: words that do not fit stand on two or three lines in
 * turn, and among letters only the few that are long, such as `<eos>`, stand higher.
 *
 * @param roomAcross  for all cells of a row, in pixels
 */
export function alignmentGrid(
  sourceLabels: readonly string[],
  numTargets: number,
  roomAcross = labRoom,
): AlignmentGrid {
  const acrossEach = Math.floor(roomAcross / sourceLabels.length);
  const square = Math.max(11, Math.min(largestCell, acrossEach, Math.floor(roomDown / numTargets)));
  const fontSize = Math.min(13, square - 2);
  const widths = sourceLabels.map((label) => labelWidth(label, fontSize));
  const long = widths.flatMap((width, i) => (width > square ? [i] : []));
  const grid = { cellWidth: square, cellHeight: square, fontSize, isTurned: false };
  const turned = { ...grid, isTurned: true, lines: widths.map(() => 0) };
  if (long.length <= widths.length / 3) {
    const numLines = [1, 2, 3].find((lines) =>
      long.every((at, k) => {
        const next = long[k + lines];
        return next === undefined || (next - at) * square >= (widths[at]! + widths[next]!) / 2;
      }),
    );
    if (numLines === undefined) return turned;
    return {
      ...grid,
      lines: widths.map((_, i) => (long.includes(i) ? 1 + (long.indexOf(i) % numLines) : 0)),
    };
  }
  const cellWidth = Math.max(square, Math.min(Math.ceil(largest(widths)) + 8, acrossEach));
  const numLines = [1, 2, 3].find((lines) => stagger(widths, lines, cellWidth));
  if (numLines === undefined) return turned;
  return { ...grid, cellWidth, lines: widths.map((_, i) => i % numLines) };
}
