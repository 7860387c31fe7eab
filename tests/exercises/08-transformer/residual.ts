/** The checks of `residual`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, lib } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/08-transformer/residual";

type Step = (inputs: tf.Tensor3D) => tf.Tensor3D;

/** As lib's Residual does it, without dropout. */
const residual = (inputs: tf.Tensor3D, sublayer: Step, norm: Step, placement: string): tf.Tensor =>
  tf.tidy(() => {
    const output = sublayer(placement === "pre" ? norm(inputs) : inputs);
    const total: tf.Tensor3D = inputs.add(output);
    return placement === "pre" ? total : norm(total);
  });

const fixture = (name: string) => lib(`tests/exercises/fixtures/08-transformer#${name}`);
const [half, squared, tenth, centred] = ["halfPlusOne", "squared", "tenth", "centred"].map(fixture);

export const residualTask: Task = {
  name: "residual",
  reference: residual,
  ...variants,
  cases: [
    likeReference(
      "with a norm that divides by ten, 20 becomes 20 + 2 · 0.5 + 1 = 22 (pre) or 31 / 10 (post)",
      {
        points: 2,
        calls: () => ["pre", "post"].map((placement) => call(floats([[[20, 40]]]), half!, tenth!, placement)),
      },
    ),
    likeReference("works with any sublayer, norm and shape", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(2, 3, 4), squared!, centred!, "pre"),
        call(draw.normal(1, 5, 2), squared!, centred!, "post"),
      ],
    }),
    likeReference("the gradient takes both ways: past the sublayer and through it", {
      points: 1,
      calls: (draw) =>
        ["pre", "post"].map((placement) =>
          callWithGradients(["0"], draw.normal(1, 2, 3), squared!, centred!, placement),
        ),
    }),
    likeReference("adds what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        ["pre", "post"].map((placement) =>
          call(draw.normal(2, draw.integer(4, 6), 7), half!, centred!, placement),
        ),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) =>
        ["pre", "post"].map((placement) => call(draw.normal(2, 3, 2), squared!, centred!, placement)),
    }),
  ],
};
