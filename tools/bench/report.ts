/** What a run of the benchmarks shows and keeps: a table, a JSON file and a plot. */
import { mkdirSync, readFileSync, existsSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { plotConfig, vegaLiteSchema } from "../../lib/plot-style";
import { renderSvg } from "../../lib/svg";
import { writeWhole } from "../grade/record/write-file";
import type { Comparison, Spread } from "./compare";
import type { SideName } from "./works";

const folder = join(__dirname, "results");
const labels: Record<SideName, string> = { ours: "ours", torch: "PyTorch", layers: "tf.layers" };

/** The machine that the numbers belong to. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
}

/** One line a side. */
export function table(comparison: Comparison): string {
  const { work, what, unit, ms, cpuMs, ratio, wanted } = comparison;
  const rows = (Object.keys(ms) as SideName[]).map((side) => {
    const time = `${shown(ms[side]!)} ms a ${unit}, ${cpuMs[side]!.median.toFixed(1)} ms of processor`;
    const share = ratio[side];
    if (share === undefined) return `  ${labels[side].padEnd(10)} ${time}`;
    const isReached = share.median <= wanted[side]!;
    return `  ${labels[side].padEnd(10)} ${time}; ours takes ${shown(share, 2)} of it, wanted ≤ ${wanted[side]}${isReached ? "" : ": NOT REACHED"}`;
  });
  return [`${work}: ${what}`, ...rows].join("\n");
}

const shown = ({ median, low, high }: Spread, digits = 1): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;

/** Keeps the comparisons; those of an earlier run that were not made now stay. */
export function keep(comparisons: readonly Comparison[]): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "comparison.json");
  const before: Kept[] = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Kept[]) : [];
  const made = comparisons.map((comparison) => ({ ...comparison, machine: machine() }));
  const isMadeNow = ({ work }: Kept) => made.some((comparison) => comparison.work === work);
  const all = [...before.filter((kept) => !isMadeNow(kept)), ...made];
  writeWhole(path, `${JSON.stringify(all, rounded, 2)}\n`);
  writeWhole(join(folder, "comparison.svg"), renderSvg(plot(all), "white"));
  return path;
}

type Kept = Comparison & { readonly machine: ReturnType<typeof machine> };

const rounded = (_: string, value: unknown) =>
  typeof value === "number" ? Number(value.toPrecision(4)) : value;

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
    config: plotConfig,
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
