/** The checks of sheet 05: schedules of teacher forcing, mixed inputs, and where errors pile up. */
import type { Sheet } from "../../tools/exercises/sheet";
import { errorByPositionTask } from "./05-teacher-forcing/error-by-position";
import { inverseSigmoidTask } from "./05-teacher-forcing/inverse-sigmoid";
import { linearDecayTask } from "./05-teacher-forcing/linear-decay";
import { mixTokensTask } from "./05-teacher-forcing/mix-tokens";

export const sheet: Sheet = {
  slug: "05-teacher-forcing",
  tasks: [linearDecayTask, inverseSigmoidTask, mixTokensTask, errorByPositionTask],
};
