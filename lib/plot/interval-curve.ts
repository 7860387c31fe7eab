/** A mean at each place with its interval, as a curve in its band. */
import type { Interval } from "../intervals";
import type { Curve } from "./curve-plot";

/**
 * What `curvePlot` draws of intervals: the means as a line, the intervals as the band around it. One value alone has an
 * endless interval: there the band has no width.
 *
 * @param x  the places, one an interval
 *
 * Taught in notebook 03.
 */
export function intervalCurve(name: string, x: readonly number[], intervals: readonly Interval[]): Curve {
  const orMean = (end: "low" | "high") =>
    intervals.map((one) => (Number.isFinite(one[end]) ? one[end] : one.mean));
  return { name, x, y: intervals.map(({ mean }) => mean), low: orMean("low"), high: orMean("high") };
}
