/** The checks of sheet 01: one step, many steps, the way back by hand, and clipping. */
import type { Sheet } from "../../tools/exercises/sheet";
import { clipGradientsTask } from "./01-recurrent-networks/clip-gradients";
import { numericSlopeTask } from "./01-recurrent-networks/numeric-slope";
import { rnnStepTask } from "./01-recurrent-networks/rnn-step";
import { rnnStepBackwardTask } from "./01-recurrent-networks/rnn-step-backward";
import { unrollTask } from "./01-recurrent-networks/unroll";

export const sheet: Sheet = {
  slug: "01-recurrent-networks",
  tasks: [rnnStepTask, unrollTask, numericSlopeTask, rnnStepBackwardTask, clipGradientsTask],
};
