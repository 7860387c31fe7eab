import type { Schedule } from "../../lib/schedules";

interface RiseAndFall {
  /** The highest rate. */
  readonly peak: number;
  /** Steps until it is reached. */
  readonly riseSteps: number;
  readonly totalSteps: number;
  /** The lowest share of the peak, at the end. */
  readonly floor: number;
}

/** A learning rate that rises in a line to its peak, then falls in a line. */
export const riseAndFall =
  ({ peak, riseSteps, totalSteps, floor }: RiseAndFall): Schedule =>
  (step) =>
    peak * Math.min(step / riseSteps, Math.max(floor, 1 - (step - riseSteps) / (totalSteps - riseSteps)));
