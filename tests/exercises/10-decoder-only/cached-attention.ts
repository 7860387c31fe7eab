/** The checks of `cachedAttention`. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/10-decoder-only/cached-attention";
import type { Cache } from "../../mutants/10-decoder-only/cached-attention";

/** The last row of causal attention over the whole sequence. */
function cachedAttention(query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D, cache?: Cache) {
  return tf.tidy(() => {
    const keys = tf.concat(cache ? [cache.keys, key] : [key], 1);
    const values = tf.concat(cache ? [cache.values, value] : [value], 1);
    const { output } = scaledDotProductAttention(query, keys, values, { causal: true });
    return { output, cache: { keys, values } };
  });
}

const token = (draw: Draw, batch: number, dKey: number, dValue: number) =>
  [draw.normal(batch, 1, dKey), draw.normal(batch, 1, dKey), draw.normal(batch, 1, dValue)] as const;
const cache = (draw: Draw, batch: number, past: number, dKey: number, dValue: number) => ({
  keys: draw.normal(batch, past, dKey),
  values: draw.normal(batch, past, dValue),
});

export const cachedAttentionTask: Task = {
  name: "cachedAttention",
  reference: cachedAttention,
  ...variants,
  given: ["lib/attention#scaledDotProductAttention"],
  cases: [
    likeReference("the first token has no cache: it finds its own value, and is all the cache", {
      points: 1,
      calls: () => call(floats([[[1, 2]]]), floats([[[3, 4]]]), floats([[[5, 6, 7]]])),
    }),
    likeReference("a later one looks at all before it and at itself, and stands last in the cache", {
      points: 2,
      calls: (draw) => [
        call(...token(draw, 1, 2, 3), cache(draw, 1, 3, 2, 3)),
        call(...token(draw, 2, 4, 3), cache(draw, 2, 5, 4, 3)),
      ],
    }),
    likeReference("passes a gradient to the new token and to the cache", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1", "2", "3.keys", "3.values"],
          ...token(draw, 1, 2, 2),
          cache(draw, 1, 2, 2, 2),
        ),
    }),
    likeReference("remembers what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [2, 3].map((batch) =>
          call(...token(draw, batch, 5, 6), cache(draw, batch, draw.integer(6, 9), 5, 6)),
        ),
    }),
    leaksNothing("leaves no tensors behind but its three, and the old cache as it was", {
      points: 1,
      calls: (draw) => call(...token(draw, 1, 2, 3), cache(draw, 1, 3, 2, 3)),
    }),
  ],
};
