/** The checks of `dotScore`. */
import { dotScore } from "../../../lib/attention-scores";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, tensor } from "../../../tools/exercises/values";
import { oneStep, withoutTarget, sizes, scoreInputs } from "./inputs";
import * as variants from "../../mutants/06-attention/dot-score";

const scoresByHand = call(floats([[1, 2]]), floats([[[3, 4], [-2, 1]]])); // prettier-ignore

export const dotScoreTask: Task = {
  name: "dotScore",
  reference: dotScore,
  ...variants,
  cases: [
    holds("a query of [1, 2] against keys [3, 4] and [-2, 1] gives 11 and 0", {
      points: 1,
      calls: () => scoresByHand,
      likely: "the sum does not run over the hidden axis, or squeeze took the batch of 1 away too",
      property: ([value]) => {
        const { shape, values } = tensor(value);
        if (shape.join() !== "1,2")
          return `the shape of the scores is [${shape.join(", ")}], expected [1, 2]`;
        return close(values.map(Number), [11, 0]) ? undefined : `the scores are ${values.join(" and ")}`;
      },
    }),
    likePyTorch("gives PyTorch's scores, and its gradients to query and keys", {
      points: 1,
      given: oneStep("dot").map((example) => {
        const { query, value, gradients } = withoutTarget(example);
        return { call: call(query, example.inputs["keys"]!), value, gradients };
      }),
    }),
    likeReference("works for any number of sequences, source positions and hidden units", {
      points: 1,
      calls: (draw) =>
        sizes.map(([batch, source, hidden]) =>
          call(draw.normal(batch, hidden), draw.normal(batch, source, hidden)),
        ),
    }),
    likeReference("scores sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        scoreInputs(draw, (batch, source, hidden) =>
          call(draw.normal(batch, hidden), draw.normal(batch, source, hidden)),
        ),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3), draw.normal(2, 4, 3)),
    }),
  ],
};
