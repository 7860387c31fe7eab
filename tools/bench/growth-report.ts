/** What the growth of cost looks like: slopes and crossings in words, and a plot beside theory. */
import type { TopLevelSpec } from "vega-lite";
import { plotConfig, seriesColours, vegaLiteSchema } from "../../lib/plot-style";
import type { GrowthCurve, GrowthSettings } from "./growth";
import {
  crossing,
  crossingInTheory,
  slope,
  theory,
  type Axis,
  type Measure,
  type Place,
} from "./growth-theory";

const units: Record<Axis, string> = { length: "tokens", width: "wide", batch: "sequences" };
const measures: Record<Measure, string> = { ms: "time of a step (ms)", mb: "tensors at most (MB)" };

export interface Slope {
  readonly axis: Axis;
  readonly layer: string;
  readonly measure: Measure;
  readonly measured: number;
  readonly theory: number;
}

/** Where the LSTM stops being the dearer or the cheaper one; null: nowhere between the ends of what was measured. */
export interface Crossing {
  readonly axis: Axis;
  readonly measure: Measure;
  readonly measured: number | null;
  readonly theory: number | null;
}

const valuesOf = (curve: GrowthCurve, measure: Measure): number[] =>
  measure === "ms" ? curve.ms.map(({ median }) => median) : [...curve.mb];

const theoryOf = ({ axis, layer, x }: GrowthCurve, measure: Measure, base: Place): number[] =>
  x.map((at) => theory[layer][measure]({ ...base, [axis]: at }));

const each = ["ms", "mb"] as const;

export const slopesOf = (curves: readonly GrowthCurve[], base: Place): Slope[] =>
  curves.flatMap((curve) =>
    each.map((measure) => ({
      axis: curve.axis,
      layer: curve.layer,
      measure,
      measured: slope(curve.x, valuesOf(curve, measure)),
      theory: slope(curve.x, theoryOf(curve, measure, base)),
    })),
  );

export function crossingsOf(curves: readonly GrowthCurve[], base: Place): Crossing[] {
  const axes = [...new Set(curves.map(({ axis }) => axis))];
  return axes.flatMap((axis) => {
    const [lstm, attention] = curves.filter((curve) => curve.axis === axis) as [GrowthCurve, GrowthCurve];
    return each.map((measure) => ({
      axis,
      measure,
      measured: crossing(lstm.x, valuesOf(lstm, measure), valuesOf(attention, measure)) ?? null,
      theory: crossingInTheory(axis, measure, base, lstm.x) ?? null,
    }));
  });
}

/** A table an axis: measured values, slopes beside theory's, and where the layers cross. */
export function growthTable(curves: readonly GrowthCurve[], base: Place): string {
  const slopes = slopesOf(curves, base);
  const lines = crossingsOf(curves, base).flatMap((found) => {
    const { axis, measure } = found;
    const along = curves.filter((curve) => curve.axis === axis);
    return [
      `growth with ${axis}, ${measures[measure]}; ${fixedText(base, axis)}`,
      `  ${"".padEnd(14)} ${along[0]!.x.map((x) => String(x).padStart(7)).join("")}   slope (theory)`,
      ...along.map((curve) => {
        const { measured, theory } = slopes.find(
          (one) => one.axis === axis && one.measure === measure && one.layer === curve.layer,
        )!;
        const numbers = valuesOf(curve, measure).map((value) => short(value).padStart(7));
        return `  ${curve.layer.padEnd(14)} ${numbers.join("")}   ${measured.toFixed(2)} (${theory.toFixed(2)})`;
      }),
      `  ${crossingText(found, along[0]!.x)}\n`,
    ];
  });
  return lines.join("\n");
}

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

const fixedText = (base: Place, axis: Axis): string =>
  (Object.keys(base) as Axis[])
    .filter((other) => other !== axis)
    .map((other) => `${other} ${base[other]}`)
    .join(", ");

function crossingText({ axis, measured, theory }: Crossing, x: readonly number[]): string {
  const at = (value: number | null): string =>
    value === null ? "nowhere" : `at ${value.toFixed(0)} ${units[axis]}`;
  return `they cross ${at(measured)} between ${x[0]} and ${x.at(-1)} (multiplications and numbers alone: ${at(theory)})`;
}

/** One panel an axis and a measure, log-log: points measured, dashes in theory's slope through the last point. */
export function growthPlot(curves: readonly GrowthCurve[], { base }: GrowthSettings): TopLevelSpec {
  const axes = [...new Set(curves.map(({ axis }) => axis))];
  const rows = each.map((measure) => ({
    hconcat: axes.map((axis) => panel(curves, axis, measure, base)),
  }));
  return {
    $schema: vegaLiteSchema,
    config: plotConfig,
    title: {
      text: "How a training step of one layer grows: LSTM and self-attention of the same width",
      subtitle: `Points: measured. Dashes: theory's slope, through the last point. Where not on the axis: ${fixedText(base, "" as Axis)}.`,
    },
    vconcat: rows,
  };
}

function panel(curves: readonly GrowthCurve[], axis: Axis, measure: Measure, base: Place) {
  const along = curves.filter((curve) => curve.axis === axis);
  const values = along.flatMap((curve) => {
    const [measured, expected] = [valuesOf(curve, measure), theoryOf(curve, measure, base)];
    const scale = measured.at(-1)! / expected.at(-1)!;
    return curve.x.map((x, i) => ({
      layer: curve.layer,
      x,
      measured: measured[i],
      theory: expected[i]! * scale,
    }));
  });
  const cross = crossing(along[0]!.x, valuesOf(along[0]!, measure), valuesOf(along[1]!, measure));
  const x = {
    field: "x",
    type: "quantitative",
    title: `${axis} (${units[axis]})`,
    scale: log,
    axis: powers(along[0]!.x),
  } as const;
  const y = (field: string) =>
    ({ field, type: "quantitative", title: measures[measure], scale: log }) as const;
  const color = {
    field: "layer",
    type: "nominal",
    title: null,
    scale: { range: seriesColours.slice(0, 2) },
  } as const;
  const line = (field: string, mark: object) => ({
    mark: { type: "line" as const, ...mark },
    encoding: { x, y: y(field), color },
  });
  return {
    width: 230,
    height: 190,
    data: { values },
    layer: [
      line("theory", { strokeDash: [4, 4], opacity: 0.8 }),
      line("measured", { point: { filled: true, size: 40 } }),
      ...(cross === undefined ? [] : crossingLayers(cross)),
    ],
  };
}

const log = { type: "log" } as const;
/** Ticks where it was measured. */
const powers = (x: readonly number[]) => ({
  values: [...x],
  labelExpr: "datum.value",
  labelOverlap: true,
  grid: false,
});

function crossingLayers(at: number) {
  const data = { values: [{ at, text: `cross at ${at.toFixed(0)}` }] };
  const x = { field: "at", type: "quantitative" } as const;
  return [
    { data, mark: { type: "rule" as const, strokeDash: [1, 2] }, encoding: { x } },
    {
      data,
      mark: { type: "text" as const, align: "left" as const, dx: 4, y: 8 },
      encoding: { x, text: { field: "text", type: "nominal" as const } },
    },
  ];
}
