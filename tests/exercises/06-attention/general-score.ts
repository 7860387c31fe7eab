/** The checks of `generalScore`. */
import { generalScore } from "../../../lib/attention-scores";
import { call, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { oneStep, withoutTarget, scoreInputs } from "./inputs";
import * as variants from "../../mutants/06-attention/general-score";

const generalInputs = (draw: Draw, batch: number, source: number, hidden: number, keyHidden: number) =>
  [
    draw.normal(batch, hidden),
    draw.normal(batch, source, keyHidden),
    draw.normal(hidden, keyHidden),
  ] as const;

export const generalScoreTask: Task = {
  name: "generalScore",
  reference: generalScore,
  ...variants,
  cases: [
    likePyTorch("gives PyTorch's scores, and its gradients to query, keys and weight", {
      points: 2,
      given: oneStep("general").map((example) => {
        const { query, value, gradients } = withoutTarget(example);
        const { keys, weight } = example.inputs as Record<string, (typeof example.inputs)[string]>;
        return {
          call: call(query, keys!, weight!),
          value,
          gradients: { ...gradients, "2": example.gradients["weight"]! },
        };
      }),
    }),
    likeReference("takes a query and keys of different widths", {
      points: 1,
      calls: (draw) => [call(...generalInputs(draw, 2, 4, 3, 5)), call(...generalInputs(draw, 3, 2, 6, 1))],
    }),
    likeReference("with the identity as its matrix it is the dot score", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3), draw.normal(2, 4, 3), floats([[1, 0, 0], [0, 1, 0], [0, 0, 1]])), // prettier-ignore
    }),
    likeReference("scores sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        scoreInputs(draw, (batch, source, hidden) =>
          call(...generalInputs(draw, batch, source, hidden, hidden)),
        ),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...generalInputs(draw, 2, 4, 3, 5)),
    }),
  ],
};
