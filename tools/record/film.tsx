/** The README's moving picture: a recorded model writes one date, and where it looks appears row by row. */
import { fonts, goldColour, seriesColours } from "../../lib/plot/plot-style";
import { html, raw } from "../page/html";
import { pictureFile } from "../page/picture-file";
import { readWeights, type Recording } from "./recording";

const modelName = "LSTM, general attention";
const date = "천구백칠십이년 십일월 이십오일 토요일";

const cell = 24;
const [left, top] = [52, 66];
const stepSeconds = 0.9;
const restSeconds = 4; // the finished map, before it begins again
const numTimes = 3; // then it rests: a picture that never stops cannot be read around

interface Film {
  readonly source: readonly string[];
  readonly tokens: readonly string[];
  /** [token, source] */
  readonly weights: readonly (readonly number[])[];
  /** What a human would link, as [token, source]. */
  readonly gold: readonly (readonly [number, number])[];
}

/** @throws {Error} the recording has no such model or date */
export function film({ tasks }: Recording): string {
  const task = tasks.find(({ name }) => name === "Dates");
  const model = task?.models.find(({ name }) => name === modelName);
  const index = task?.examples.findIndex(({ source }) => source.slice(0, -1).join("") === date) ?? -1;
  if (task === undefined || model === undefined || index < 0)
    throw new Error(`film: expected "${date}", written by "${modelName}", in the recording of dates`);
  const { source, gold } = task.examples[index]!;
  const { tokens, maps } = model.outputs[index]!;
  const links = gold.possible.map((link) => [link.target, link.source] as const);
  return pictureFile(
    html(
      <Picture
        source={source}
        tokens={tokens}
        weights={readWeights(maps[0]!.weights, source.length)}
        gold={links}
      />,
    ),
  );
}

const shownToken = (token: string): string => (token === " " ? "␣" : token);
const centre = (index: number): number => (index + 0.5) * cell;

function Picture({ source, tokens, weights, gold }: Film) {
  const [width, height] = [left + source.length * cell + 8, top + tokens.length * cell + 44];
  const written = tokens.slice(0, -1);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      font-family={fonts}
      font-size="15"
      role="img"
      aria-label={`A model reads ${source.slice(0, -1).join("")} and writes ${written.join("")}, one character at a time`}
    >
      <style {...raw(motion(tokens.length))} />
      <text x={left} y={20} font-size="13" fill="currentColor">
        It reads
      </text>
      <g text-anchor="middle">
        {source.map((token, column) => (
          <Letter token={token} x={left + centre(column)} y={top - 12} />
        ))}
      </g>
      {tokens.map((token, row) => (
        <g class={`row r${row}`}>
          <text x={left - 10} y={top + centre(row) + 5} text-anchor="end" fill="currentColor">
            {token.startsWith("<") ? "end" : token}
          </text>
          {weights[row]!.map((weight, column) =>
            weight < 0.02 ? null : <Weight {...{ row, column, weight }} />,
          )}
          {gold
            .filter(([target]) => target === row)
            .map(([, column]) => (
              <Mark {...{ row, column }} />
            ))}
        </g>
      ))}
      {tokens.map((_, row) => (
        <rect
          class={`now n${row}`}
          x={left}
          y={top + row * cell}
          width={source.length * cell}
          height={cell}
          fill="none"
          stroke="currentColor"
        />
      ))}
      <text x={left} y={height - 14} font-size="13" fill="currentColor">
        It writes
      </text>
      <g font-size="20" text-anchor="middle" fill={seriesColours[0]} font-weight="600">
        {written.map((token, index) => (
          <text class={`row r${index}`} x={left + 78 + index * 15} y={height - 12}>
            {token}
          </text>
        ))}
      </g>
    </svg>
  );
}

const Letter = ({ token, x, y }: { token: string; x: number; y: number }) => (
  <text x={x} y={y} fill="currentColor" font-size={token.startsWith("<") ? 11 : 15}>
    {token.startsWith("<") ? "end" : shownToken(token)}
  </text>
);

interface At {
  readonly row: number;
  readonly column: number;
}

const Weight = ({ row, column, weight }: At & { readonly weight: number }) => (
  <rect
    x={left + column * cell + 1}
    y={top + row * cell + 1}
    width={cell - 2}
    height={cell - 2}
    rx="3"
    fill={seriesColours[0]}
    fill-opacity={weight.toFixed(2)}
  />
);

const Mark = ({ row, column }: At) => (
  <circle cx={left + centre(column)} cy={top + centre(row)} r="4" fill={goldColour} />
);

/** Row after row fades in, the one at hand in a frame; who asks for less motion sees the finished map. */
function motion(numRows: number): string {
  const seconds = numRows * stepSeconds + restSeconds;
  const percent = (row: number): string => ((100 * row * stepSeconds) / seconds).toFixed(2);
  const rules = Array.from(
    { length: numRows },
    (_, row) => `.r${row} { animation-name: r${row} } .n${row} { animation-name: n${row} }
@keyframes r${row} { 0%, ${percent(row)}% { opacity: 0 } ${percent(row + 0.5)}%, 100% { opacity: 1 } }
@keyframes n${row} { 0% { opacity: 0 } ${percent(row)}% { opacity: 0.6 } ${percent(row + 1)}%, 100% { opacity: 0 } }`,
  );
  return `.now { opacity: 0 }
@media (prefers-reduced-motion: no-preference) {
.row { animation: ${seconds.toFixed(1)}s linear ${numTimes} }
.now { animation: ${seconds.toFixed(1)}s step-end ${numTimes} }
${rules.join("\n")}
}`;
}
