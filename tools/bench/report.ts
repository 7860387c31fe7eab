/** What a comparison looks like: a table on the screen, a plot of all of them. */
import type { TopLevelSpec } from "vega-lite";
import { plotConfig, vegaLiteSchema } from "../../lib/plot/plot-style";
import type { Comparison, Spread } from "./compare";
import { keep, kept, machine, type Machine } from "./results";
import { works, type SideName } from "./works";

const labels: Record<SideName, string> = {
  ours: "ours",
  torch: "PyTorch",
  jax: "JAX",
  layers: "tf.layers",
  tslab: "tslab alone",
  ipykernel: "ipykernel with PyTorch",
  nbgrader: "nbgrader",
};

/** One line a side. */
export function table(comparison: Comparison): string {
  const { work, what, unit, ms, cpuMs, peakMb, ratio, wanted } = comparison;
  const sides = Object.keys(ms) as SideName[];
  const width = Math.max(...sides.map((side) => labels[side].length));
  const rows = sides.map((side) => {
    const facts = [
      `${shown(ms[side]!)} ms a ${unit}`,
      cpuMs[side] && `${cpuMs[side].median.toFixed(1)} ms of processor`,
      peakMb[side] && `${peakMb[side]} MB`,
    ];
    const time = `  ${labels[side].padEnd(width)}  ${facts.filter(Boolean).join(", ")}`;
    const share = ratio[side];
    if (share === undefined) return time;
    const isReached = share.median <= wanted[side]!;
    return `${time}; ours takes ${shown(share, 2)} of it, wanted ≤ ${wanted[side]}${isReached ? "" : ": NOT REACHED"}`;
  });
  return [`${work}: ${what}`, ...rows].join("\n");
}

const shown = ({ median, low, high }: Spread, digits = 1): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;

type Kept = Comparison & { readonly machine: Machine };

/** Keeps the comparisons in the order of the works; those of an earlier run that were not made now stay. */
export function keepComparisons(comparisons: readonly Comparison[]): string {
  const made = comparisons.map((comparison) => ({ ...comparison, machine: machine() }));
  const newestFirst = [...made, ...(kept<Kept[]>("comparison") ?? [])];
  const all = works.flatMap(({ name }) => newestFirst.find(({ work }) => work === name) ?? []);
  return keep("comparison", all, plot(all));
}

/** A dot for each ratio, a line for its quartiles, a tick for the one that is wanted. */
function plot(comparisons: readonly Kept[]): TopLevelSpec {
  const values = comparisons.flatMap(({ work, ratio, wanted }) =>
    (Object.keys(ratio) as SideName[]).map((side) => ({
      pair: `${work} / ${labels[side]}`,
      ...ratio[side]!,
      wanted: wanted[side],
    })),
  );
  const y = { field: "pair", type: "nominal", title: null, sort: null } as const;
  const x = (field: string) => ({ field, type: "quantitative", scale: { type: "log" } }) as const;
  return {
    $schema: vegaLiteSchema,
    config: { ...plotConfig, axis: { ...plotConfig.axis, labelLimit: 480 } },
    title: "Our time as a share of the peer's (dot: median, line: quartiles, tick: wanted)",
    width: 480,
    data: { values },
    layer: [
      { mark: "rule", encoding: { y, x: { ...x("low"), title: "ours / peer" }, x2: { field: "high" } } },
      { mark: { type: "point", filled: true, size: 70 }, encoding: { y, x: x("median") } },
      { mark: { type: "tick", color: "#b45309", thickness: 3 }, encoding: { y, x: x("wanted") } },
    ],
  };
}
