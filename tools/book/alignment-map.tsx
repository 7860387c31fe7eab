/** An alignment map: a row for each token that is written, a column for each that is read. */
import type { Alignment } from "../../lib/alignment";

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

const letter = 13; // font size, px

/** Letters of Korean and the like are square, others about half as wide. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character > "\u1100" ? letter : 0.62 * letter), 0);

export function AlignmentMap(props: MapProps) {
  const { source, tokens, weights, row, step, gold, title, onRow, onStep } = props;
  const isLetters = source.every((token) => [...token].length === 1 || token === "<eos>");
  const cell = { width: isLetters ? 24 : 30, height: 24 };
  const left = 10 + Math.max(...tokens.map(widthOf));
  const top =
    12 +
    (isLetters
      ? 38
      : Math.max(...source.map((token) => Math.max(widthOf(token), letter * [...token].length))));
  const [width, height] = [left + source.length * cell.width + 2, top + tokens.length * cell.height + 2];
  const centre = (column: number): number => left + (column + 0.5) * cell.width;
  const link = (kind: "sure" | "possible") =>
    (gold?.[kind] ?? []).filter(({ target }) => target < tokens.length);
  const most = weights[row]!.indexOf(Math.max(...weights[row]!));
  return (
    <svg
      class="map"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      role="img"
      aria-label={`${title}: before “${tokens[row]!}” it looks most at “${source[most]!}”, weight ${weights[row]![most]!.toFixed(2)}`}
      onMouseLeave={() => onRow?.(undefined)}
    >
      {source.map((token, column) => (
        <text
          class={token.startsWith("<") || !isLetters ? "turned" : ""}
          x={centre(column)}
          y={top - 6}
          opacity={0.45 + 0.55 * weights[row]![column]!}
        >
          {token === " " ? "␣" : token}
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
          <circle class="gold" cx={centre(at)} cy={top + (target + 0.5) * cell.height} r={6} />
        ))}
      {link("sure").map(({ source: at, target }) => (
        <rect
          class="gold"
          x={centre(at) - 8}
          y={top + (target + 0.5) * cell.height - 8}
          width={16}
          height={16}
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
