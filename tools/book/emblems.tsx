/** A small drawing for each notebook, in the page's own colours; what it shows is what the notebook is about. */
import type { ComponentChildren } from "preact";

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
  readonly kind?: "" | "full" | "gold";
}
const Box = ({ x, y, width = 22, height = 16, kind = "" }: BoxProps) => (
  <rect class={kind} x={x} y={y} width={width} height={height} rx={3} />
);
/** A line with a head at its end. */
const Arrow = ({ d }: { readonly d: string }) => <path d={d} marker-end="url(#tip)" />;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Cells of a table, each as full as the function says. */
const Cells = ({
  rows,
  columns,
  of,
}: {
  rows: number;
  columns: number;
  of: (row: number, column: number) => number;
}) =>
  numbers(rows).flatMap((row) =>
    numbers(columns).map((column) => (
      <>
        <rect x={50 + 16 * column} y={4 + 16 * row} width={16} height={16} />
        <rect
          class="full"
          x={50 + 16 * column}
          y={4 + 16 * row}
          width={16}
          height={16}
          opacity={of(row, column)}
        />
      </>
    )),
  );

/** Three steps of a network in time. */
const Chain = () =>
  numbers(4).map((t) => (
    <>
      <Box x={14 + 46 * t} y={32} kind={t === 3 ? "full" : ""} />
      <Arrow d={`M ${25 + 46 * t} 70 V 52`} />
      {t < 3 && <Arrow d={`M ${36 + 46 * t} 40 H ${56 + 46 * t}`} />}
    </>
  ));

const emblems: Readonly<Record<string, ComponentChildren>> = {
  "00": <Cells rows={4} columns={6} of={(row, column) => ((3 * row + 5 * column) % 7) / 8} />,
  "01": <Chain />,
  "02": (
    <>
      <Arrow d="M 20 24 H 176" />
      {numbers(3).map((gate) => (
        <>
          <circle class={gate === 0 ? "gold" : "full"} cx={60 + 42 * gate} cy={24} r={9} />
          <Arrow d={`M ${60 + 42 * gate} 68 V 35`} />
        </>
      ))}
    </>
  ),
  "03": numbers(6).map((word) => {
    const height = [52, 30, 20, 12, 7, 4][word]!;
    return (
      <Box
        x={34 + 24 * word}
        y={66 - height}
        width={16}
        height={height}
        kind={word === 0 ? "gold" : "full"}
      />
    );
  }),
  "04": (
    <>
      {numbers(6).map((t) => (
        <Box x={8 + 32 * t} y={t < 3 ? 44 : 14} kind={t < 3 ? "" : "full"} />
      ))}
      <Arrow d="M 94 52 C 106 52, 92 22, 102 22" />
      <circle class="gold" cx={98} cy={37} r={5} />
    </>
  ),
  "05": (
    <>
      <Box x={24} y={30} />
      <Arrow d="M 46 38 C 80 38, 80 16, 110 16" />
      <Arrow d="M 46 38 C 80 38, 80 60, 110 60" />
      <Box x={114} y={8} width={50} kind="gold" />
      <Box x={114} y={52} width={50} kind="full" />
    </>
  ),
  "06": (
    <Cells
      rows={4}
      columns={6}
      of={(row, column) => Math.max(0, 1 - 0.6 * Math.abs(column - [1, 0, 4, 3][row]!))}
    />
  ),
  "07": (
    <>
      {numbers(5).map((t) => (
        <>
          <Box x={14 + 36 * t} y={52} kind={t === 2 ? "gold" : ""} />
          {t !== 2 && (
            <Arrow
              d={`M 97 50 C 97 ${24 - 4 * Math.abs(t - 2)}, ${25 + 36 * t} ${24 - 4 * Math.abs(t - 2)}, ${25 + 36 * t} 48`}
            />
          )}
        </>
      ))}
    </>
  ),
  "08": [0, 1].map((side) => (
    <>
      {numbers(3).map((layer) => (
        <Box x={30 + 84 * side} y={8 + 21 * layer} width={54} kind={side === 1 ? "full" : ""} />
      ))}
      {side === 1 && <Arrow d="M 84 16 C 98 16, 98 37, 111 37" />}
    </>
  )),
  "09": (
    <>
      <Box x={56} y={50} width={84} height={20} kind="full" />
      {numbers(3).map((head) => (
        <>
          <Arrow d={`M ${80 + 18 * head} 50 L ${44 + 54 * head} 28`} />
          <Box x={32 + 54 * head} y={8} kind="gold" />
        </>
      ))}
    </>
  ),
  "10": <Cells rows={4} columns={4} of={(row, column) => (column <= row ? 0.9 - 0.2 * (row - column) : 0)} />,
  "11": (
    <>
      <text x={46} y={47}>
        한국어
      </text>
      <Arrow d="M 82 38 H 112" />
      <text x={150} y={47}>
        English
      </text>
    </>
  ),
};

/** The head of every arrow, once a page. */
export const ArrowHead = () => (
  <svg class="emblem parts" width={0} height={0} aria-hidden="true">
    <marker id="tip" viewBox="0 0 6 6" refX={5} refY={3} markerWidth={6} markerHeight={6} orient="auto">
      <path class="tip" d="M 0 0 L 6 3 L 0 6 Z" />
    </marker>
  </svg>
);

/** @param number  of a notebook: "06" */
export const Emblem = ({ number }: { readonly number: string }) => (
  <svg class="emblem" viewBox="0 0 196 76" aria-hidden="true">
    {emblems[number]}
  </svg>
);
