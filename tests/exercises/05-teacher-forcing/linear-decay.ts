/** The checks of `linearDecay`. */
import { teacherForcing } from "../../../lib/schedules";
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/05-teacher-forcing/linear-decay";

export const linearDecayTask: Task = {
  name: "linearDecay",
  reference: (step: number, options: { start: number; end: number; steps: number }): number =>
    teacherForcing.linear(options)(step),
  ...variants,
  cases: [
    likeReference("from 1 to 0 in five steps: 1, 0.75, 0.5, 0.25, 0", {
      points: 1,
      calls: () => [1, 2, 3, 4, 5].map((step) => call(step, { start: 1, end: 0, steps: 5 })),
    }),
    likeReference("stays at the end after the last step", {
      points: 1,
      calls: () => [6, 7, 500].map((step) => call(step, { start: 1, end: 0.2, steps: 5 })),
    }),
    likeReference("falls from any start to any end, and rises too", {
      points: 1,
      calls: (draw) => [
        ...[3, 10, 20].map((steps) =>
          call(draw.integer(1, steps), { start: draw.uniform(), end: draw.uniform(), steps }),
        ),
        ...[1, 3, 9].map((step) => call(step, { start: 0.25, end: 0.75, steps: 5 })),
      ],
    }),
    rejects("refuses a step below 1 with an error that names linearDecay", {
      points: 1,
      naming: ["linearDecay"],
      calls: () => [0, -3].map((step) => call(step, { start: 1, end: 0, steps: 5 })),
    }),
    likeReference("falls where nobody has looked", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [4, 9, 40].map((steps) =>
          call(draw.integer(2, steps + 5), { start: draw.uniform(), end: draw.uniform(), steps }),
        ),
    }),
  ],
};
