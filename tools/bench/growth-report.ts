/** The growth of cost in numbers: slopes beside theory's, and where the two layers cross. */
import type { GrowthCurve } from "./growth";
import {
  crossing,
  crossingInTheory,
  slope,
  theory,
  type Axis,
  type Measure,
  type Place,
} from "./growth-theory";

/** What an axis counts. */
export const units: Record<Axis, string> = { length: "tokens", width: "numbers", batch: "sequences" };
export const measures: Record<Measure, string> = { ms: "time of a step (ms)", mb: "tensors at most (MB)" };

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

export const valuesOf = (curve: GrowthCurve, measure: Measure): number[] =>
  measure === "ms" ? curve.ms.map(({ median }) => median) : [...curve.mb];

export const theoryOf = ({ axis, layer, x }: GrowthCurve, measure: Measure, base: Place): number[] =>
  x.map((at) => theory[layer][measure]({ ...base, [axis]: at }));

export const bothMeasures = ["ms", "mb"] as const;

export const slopesOf = (curves: readonly GrowthCurve[], base: Place): Slope[] =>
  curves.flatMap((curve) =>
    bothMeasures.map((measure) => ({
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
    return bothMeasures.map((measure) => ({
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

/** Where the layers stay along the other axes. */
export const fixedText = (base: Place, axis?: Axis): string =>
  (Object.keys(base) as Axis[])
    .filter((other) => other !== axis)
    .map((other) => `${other} ${base[other]}`)
    .join(", ");

function crossingText({ axis, measured, theory }: Crossing, x: readonly number[]): string {
  const at = (value: number | null): string =>
    value === null ? "nowhere" : `at ${axis} ${value.toFixed(0)}`;
  return `they cross ${at(measured)} between ${x[0]} and ${x.at(-1)} (multiplications and numbers alone: ${at(theory)})`;
}
