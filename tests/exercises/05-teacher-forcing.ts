/** The checks of sheet 05: a schedule of teacher forcing, mixed inputs, where errors pile up, and the loop of it all. */
import type { Sheet } from "../../tools/exercises/sheet";
import { errorByPositionTask } from "./05-teacher-forcing/error-by-position";
import { linearDecayTask } from "./05-teacher-forcing/linear-decay";
import { mixTokensTask } from "./05-teacher-forcing/mix-tokens";
import { scheduledSamplingTask } from "./05-teacher-forcing/scheduled-sampling";

export const sheet: Sheet = {
  slug: "05-teacher-forcing",
  tasks: [linearDecayTask, mixTokensTask, errorByPositionTask, scheduledSamplingTask],
};
