/** Two lines of tokens, what is read above what is written: arcs show where the chosen token looks, thick for much. */
import { labelWidth, tokenLabel } from "../../../lib/plot/plot-style";
import type { Looks } from "../alignment-map";

const fontSize = 13;
const gap = 12;
const height = 110;

/** Where the middle of each token stands. */
function placesOf(tokens: readonly string[]): number[] {
  let from = 0;
  return tokens.map((token) => {
    const middle = from + labelWidth(token, fontSize) / 2 + gap / 2;
    from += labelWidth(token, fontSize) + gap;
    return middle;
  });
}

export function Arcs({ source, tokens, weights, row, onRow, onStep }: Looks) {
  const [above, below] = [placesOf(source), placesOf(tokens)];
  const lengthOf = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + labelWidth(text, fontSize) + gap, 0);
  const width = Math.max(lengthOf(source), lengthOf(tokens));
  const [top, bottom] = [20, height - 18];
  const from = below[row]!;
  return (
    <svg
      class="arcs"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      font-size={fontSize}
      aria-hidden="true"
      onMouseLeave={() => onRow?.(undefined)}
    >
      {source.map((token, index) => (
        <text x={above[index]} y={top - 6} opacity={0.4 + 0.6 * weights[row]![index]!}>
          {tokenLabel(token)}
        </text>
      ))}
      {weights[row]!.map(
        (weight, index) =>
          weight > 0.02 && (
            <path
              d={`M ${from} ${bottom} C ${from} ${height / 2}, ${above[index]} ${height / 2}, ${above[index]} ${top}`}
              stroke-width={1 + 7 * weight}
              stroke-opacity={0.15 + 0.85 * weight}
            />
          ),
      )}
      {tokens.map((token, index) => (
        <text
          class={index === row ? "now" : "choice"}
          x={below[index]}
          y={bottom + 14}
          onMouseEnter={() => onRow?.(index)}
          onClick={() => onStep?.(index)}
        >
          {token}
        </text>
      ))}
    </svg>
  );
}
