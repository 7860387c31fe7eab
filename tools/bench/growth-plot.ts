/** The growth of cost as a picture: what was measured, and theory's slope beside it. */
import type { TopLevelSpec } from "vega-lite";
import { numberAxis } from "../../lib/plot/number-axis";
import { plotConfig, seriesColours, vegaLiteSchema } from "../../lib/plot/plot-style";
import type { GrowthCurve } from "./growth";
import { bothMeasures, fixedText, measures, theoryOf, units, valuesOf } from "./growth-report";
import { crossing, type Axis, type Measure, type Place } from "./growth-theory";

/** One panel an axis and a measure, log-log: points measured, dashes in theory's slope through the last point. */
export function growthPlot(curves: readonly GrowthCurve[], base: Place): TopLevelSpec {
  const axes = [...new Set(curves.map(({ axis }) => axis))];
  return {
    $schema: vegaLiteSchema,
    config: plotConfig,
    title: {
      text: "How a training step of one layer grows: LSTM and self-attention of the same width",
      subtitle: `Points: measured. Dashes: theory's slope, through the last point. Where not on the axis: ${fixedText(base)}.`,
    },
    vconcat: bothMeasures.map((measure) => ({
      hconcat: axes.map((axis) =>
        panel(
          curves.filter((curve) => curve.axis === axis),
          measure,
          base,
        ),
      ),
    })),
  };
}

function panel(curves: readonly GrowthCurve[], measure: Measure, base: Place) {
  const [lstm, attention] = curves as [GrowthCurve, GrowthCurve];
  const { axis, x } = lstm;
  const values = curves.flatMap((curve) => rows(curve, measure, base));
  const y = numberAxis({ type: "log" }, values.flatMap(({ measured, theory }) => [measured, theory]), 5); // prettier-ignore
  const cross = crossing(x, valuesOf(lstm, measure), valuesOf(attention, measure));
  const line = (field: string, mark: object) => ({
    mark: { type: "line" as const, ...mark },
    encoding: {
      ...encoding(axis, x),
      y: { field, type: "quantitative" as const, title: measures[measure], ...y },
    },
  });
  return {
    width: 230,
    height: 190,
    data: { values },
    layer: [
      line("theory", { strokeDash: [4, 4], opacity: 0.8 }),
      line("measured", { point: { filled: true, size: 40 } }),
      ...(cross === undefined ? [] : crossingLayers(cross, x)),
    ],
  };
}

function rows(curve: GrowthCurve, measure: Measure, base: Place) {
  const [measured, expected] = [valuesOf(curve, measure), theoryOf(curve, measure, base)];
  const scale = measured.at(-1)! / expected.at(-1)!;
  const { layer } = curve;
  return curve.x.map((x, i) => ({ layer, x, measured: measured[i]!, theory: expected[i]! * scale }));
}

function encoding(axis: Axis, x: readonly number[]) {
  return {
    x: {
      field: "x",
      type: "quantitative",
      title: `${axis} (${units[axis]})`,
      scale: { type: "log", nice: false },
      // Ticks where it was measured.
      axis: {
        values: x.slice(),
        labelExpr: "datum.value",
        labelOverlap: true,
        labelFlush: false,
        grid: false,
      },
    },
    color: { field: "layer", type: "nominal", title: null, scale: { range: seriesColours.slice(0, 2) } },
  } as const;
}

function crossingLayers(at: number, x: readonly number[]) {
  const isLeft = at * at < x[0]! * x.at(-1)!; // of the middle: then there is room to the right
  const data = { values: [{ at, text: `cross at ${at.toFixed(0)}` }] };
  const place = { field: "at", type: "quantitative" } as const;
  const mark = isLeft ? ({ align: "left", dx: 4 } as const) : ({ align: "right", dx: -4 } as const);
  return [
    { data, mark: { type: "rule" as const, strokeDash: [1, 2] }, encoding: { x: place } },
    {
      data,
      mark: { type: "text" as const, y: 8, ...mark },
      encoding: { x: place, text: { field: "text", type: "nominal" as const } },
    },
  ];
}
