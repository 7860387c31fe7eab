/** The checks of `smoothTargets`. */
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { ints } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/08-transformer/smooth-targets";

const smoothTargets = (targets: tf.Tensor2D, vocabSize: number, epsilon: number): tf.Tensor =>
  tf.tidy(() =>
    tf.oneHot(targets, vocabSize, 1 - epsilon + epsilon / vocabSize, epsilon / vocabSize, "float32"),
  );

export const smoothTargetsTask: Task = {
  name: "smoothTargets",
  reference: smoothTargets,
  ...variants,
  cases: [
    likeReference("of ε = 0.1 and 5 words, the right one gets 0.92, each other one 0.02", {
      points: 1,
      calls: () => call(ints([[2, 0]]), 5, 0.1),
    }),
    likeReference("without smoothing it is 1 at the right token and 0 elsewhere", {
      points: 1,
      calls: () => call(ints([[1, 3], [0, 2]]), 4, 0), // prettier-ignore
    }),
    holds("every row is a distribution: it sums to 1", {
      points: 1,
      calls: (draw) => [0.05, 0.2, 0.9].map((epsilon) => call(draw.ids(7, 2, 3), 7, epsilon)),
      property: (values) => {
        const totals = values.flatMap((value) => rows(tensor(value)).map(sum));
        const wrong = totals.find((total) => !close([total], [1]));
        return wrong === undefined ? undefined : `a row sums to ${wrong.toPrecision(4)}`;
      },
    }),
    likeReference("works for any batch, time and vocabulary, as float32", {
      points: 1,
      calls: (draw) => [call(draw.ids(6, 1, 4), 6, 0.3), call(draw.ids(3, 4, 2), 3, 0.1)],
    }),
    likeReference("smooths what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [9, 11, 20].map((vocab) => call(draw.ids(vocab, 3, 4), vocab, draw.uniform(0.05, 0.5))),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: () => call(ints([[1, 2]]), 4, 0.1) }),
  ],
};
