/** The checks of `feedForward`. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, rows, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/08-transformer/feed-forward";
import type { FeedForwardWeights } from "../../mutants/08-transformer/feed-forward";

/** Position by position, as the words say it. */
function feedForward(inputs: tf.Tensor3D, weights: FeedForwardWeights): tf.Tensor {
  const { wide, wideBias, narrow, narrowBias } = weights;
  return tf.tidy(() => {
    const work = (position: tf.Tensor2D) =>
      position.matMul(wide).add<tf.Tensor2D>(wideBias).relu().matMul(narrow).add(narrowBias);
    return tf.stack(
      tf.unstack(inputs, 1).map((position) => work(position as tf.Tensor2D)),
      1,
    );
  });
}

const weights = (draw: Draw, dModel: number, dFeedForward: number) => ({
  wide: draw.normal(dModel, dFeedForward),
  wideBias: draw.normal(dFeedForward),
  narrow: draw.normal(dFeedForward, dModel),
  narrowBias: draw.normal(dModel),
});

export const feedForwardTask: Task = {
  name: "feedForward",
  reference: feedForward,
  ...variants,
  cases: [
    likeReference("by hand: what relu cuts to 0 is not heard; the last bias is added to all", {
      points: 1,
      calls: () =>
        call(floats([[[-2], [3]]]), {
          wide: floats([[1, 2]]),
          wideBias: floats([0, 1]),
          narrow: floats([[1], [-10]]),
          narrowBias: floats([-0.5]),
        }), // prettier-ignore
    }),
    likeReference("works for any batch, time and widths", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(2, 3, 4), weights(draw, 4, 6)),
        call(draw.normal(1, 5, 2), weights(draw, 2, 9)),
        call(draw.normal(3, 1, 5), weights(draw, 5, 2)),
      ],
    }),
    holds("no position hears of another: a change at the second moves only the second", {
      points: 1,
      calls: (draw) => {
        const [given, layer] = [draw.normal(1, 3, 2), weights(draw, 2, 5)];
        const changed = given.$tensor.values.map((x, i) => (i === 2 || i === 3 ? Number(x) + 1 : Number(x)));
        return [call(given, layer), call(floats(changed, [1, 3, 2]), layer)];
      },
      property: ([before, after], [first]) => {
        const [a, b] = [rows(tensor(before)), rows(tensor(after))];
        if (close(a.flat(), numbers(tensor(first!.args[0])))) return "the inputs come back as they were";
        if (close(a[1] ?? [], b[1] ?? [])) return "position 2 did not change with its input";
        const moved = a.findIndex((row, t) => t !== 1 && !close(row, b[t] ?? []));
        if (moved >= 0) return `position ${moved + 1} changed too`;
        return a.length === 3 ? undefined : `there are ${a.length} positions, expected 3`;
      },
    }),
    likeReference("passes a gradient to the inputs, both matrices and both biases", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1.wide", "1.wideBias", "1.narrow", "1.narrowBias"],
          draw.normal(1, 2, 3),
          weights(draw, 3, 4),
        ),
    }),
    likeReference("works on what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [2, 4].map((batch) => call(draw.normal(batch, draw.integer(5, 8), 3), weights(draw, 3, 12))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 4), weights(draw, 4, 5)),
    }),
  ],
};
