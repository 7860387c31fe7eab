/** Answers to `dotScore`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (query: tf.Tensor2D, keys: tf.Tensor3D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

export const mistakes: Mistake[] = [
  mistake(
    "the product is not summed: there is a score for every hidden unit, not for every key",
    (query, keys) => keys.mul(query.expandDims(1)),
  ),
  mistake("the sum runs over the source, not over the hidden units", (query, keys) =>
    keys.mul(query.expandDims(1)).sum(1),
  ),
  mistake("the scores are a mean over the hidden units, not a sum", (query, keys) =>
    keys.mul(query.expandDims(1)).mean(2),
  ),
  mistake("the scores are divided by √hidden: that is the scaled dot score", (query, keys) =>
    keys.mul(query.expandDims(1)).sum(2).div(Math.sqrt(query.shape[1])),
  ),
  mistake("softmax is already applied: scores are what goes into it", (query, keys) =>
    keys.mul(query.expandDims(1)).sum<tf.Tensor2D>(2).softmax(),
  ),
  mistake("an axis of length 1 is left: take it away with squeeze", (query, keys) =>
    tf.matMul(query.expandDims<tf.Tensor3D>(1), keys, false, true),
  ),
  mistake("squeeze without an axis takes a batch or a source of 1 away too: name the axis", (query, keys) =>
    tf.matMul(query.expandDims<tf.Tensor3D>(1), keys, false, true).squeeze(),
  ),
  mistake("the first query is used for every sequence of the batch", (query, keys) =>
    keys.mul(query.slice([0, 0], [1, -1]).expandDims(1)).sum(2),
  ),
  leak((query, keys) => keys.mul(query.expandDims(1)).sum(2)),
];

export const alternatives: Alternative[] = [
  {
    name: "what lies between is disposed by hand, without tf.tidy",
    answer: (query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor => {
      const column = query.expandDims<tf.Tensor3D>(2);
      const products = tf.matMul(keys, column);
      const scores = products.squeeze([2]);
      column.dispose();
      products.dispose();
      return scores;
    },
  },
  alternative("multiply and sum", (query, keys) => keys.mul(query.expandDims(1)).sum(2)),
  alternative("einsum", (query, keys) => tf.einsum("bh,bsh->bs", query, keys)),
  alternative("a loop over the batch", (query, keys) =>
    tf.stack(
      tf
        .unstack(query)
        .map((one, b) => tf.unstack(keys)[b]!.matMul(one.expandDims<tf.Tensor2D>(1)).squeeze([1])),
    ),
  ),
];
