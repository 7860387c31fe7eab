/** An alignment map: a row for each token that is written, a column for each that is read. */
import type { Alignment } from "../../lib/alignment";
import { phrase } from "../../lib/jupyter/language.cjs";
import { alignmentGrid } from "../../lib/plot/alignment-grid";
import { labelWidth, tokenLabel } from "../../lib/plot/plot-style";

export interface Looks {
  readonly source: readonly string[];
  readonly tokens: readonly string[];
  /** [token, source] */
  readonly weights: readonly (readonly number[])[];
  /** The row that the reader looks at. */
  readonly row: number;
  /** The pointer is on a row, or has left it. */
  readonly onRow?: (row: number | undefined) => void;
  /** A row was chosen. */
  readonly onStep?: (row: number) => void;
}

interface MapProps extends Looks {
  readonly step: number;
  readonly gold?: Alignment;
  readonly title: string;
}

const roomAcross = 360; // for the cells: a side of the explorer is 440 pixels wide on a laptop, and tokens stand on the left

export function AlignmentMap(props: MapProps) {
  const { source, tokens, weights, row, step, gold, title, onRow, onStep } = props;
  const labels = source.map(tokenLabel);
  const grid = alignmentGrid(labels, tokens.length, roomAcross);
  const { fontSize, lines } = grid;
  const cell = { width: grid.cellWidth, height: grid.cellHeight };
  const left = 10 + Math.max(...tokens.map((token) => labelWidth(token, fontSize)));
  const [lineHeight, top] = [fontSize + 3, 12 + fontSize + Math.max(...lines) * (fontSize + 3)];
  const centre = (column: number): number => left + (column + 0.5) * cell.width;
  const ends = labels.map((label, column) => centre(column) + labelWidth(label, fontSize) / 2);
  const width = Math.max(left + source.length * cell.width, ...ends) + 2;
  const height = top + tokens.length * cell.height + 2;
  const mark = Math.min(16, cell.width - 4);
  const link = (kind: "sure" | "possible") =>
    (gold?.[kind] ?? []).filter(({ target }) => target < tokens.length);
  const most = weights[row]!.indexOf(Math.max(...weights[row]!));
  return (
    <svg
      class="map"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      font-size={fontSize}
      role="img"
      aria-label={phrase(
        "{0}: before “{1}” it looks most at “{2}”, weight {3}",
        title,
        tokens[row],
        source[most],
        weights[row]![most]!.toFixed(2),
      )}
      onMouseLeave={() => onRow?.(undefined)}
    >
      {labels.map((label, column) => (
        <text
          x={centre(column)}
          y={top - 6 - lines[column]! * lineHeight}
          opacity={0.45 + 0.55 * weights[row]![column]!}
        >
          {label}
        </text>
      ))}
      {tokens.map((token, index) => (
        <g
          class={index === row ? "row now" : index > step ? "row later" : "row"}
          onMouseEnter={() => onRow?.(index)}
          onClick={() => onStep?.(index)}
        >
          <rect class="hit" x={0} y={top + index * cell.height} width={width} height={cell.height} />
          <text class="end" x={left - 6} y={top + (index + 0.5) * cell.height}>
            {token}
          </text>
          {weights[index]!.map((weight, column) => (
            <rect
              class="weight"
              x={left + column * cell.width}
              y={top + index * cell.height}
              width={cell.width}
              height={cell.height}
              fill-opacity={weight}
            />
          ))}
        </g>
      ))}
      {link("possible")
        .filter(
          ({ source: at, target }) => !link("sure").some((one) => one.source === at && one.target === target),
        )
        .map(({ source: at, target }) => (
          <circle class="gold" cx={centre(at)} cy={top + (target + 0.5) * cell.height} r={0.36 * mark} />
        ))}
      {link("sure").map(({ source: at, target }) => (
        <rect
          class="gold"
          x={centre(at) - mark / 2}
          y={top + (target + 0.5) * cell.height - mark / 2}
          width={mark}
          height={mark}
        />
      ))}
      <rect
        class="frame"
        x={left}
        y={top + row * cell.height}
        width={source.length * cell.width}
        height={cell.height}
      />
    </svg>
  );
}
