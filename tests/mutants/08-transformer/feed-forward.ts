/** Answers to `feedForward`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface FeedForwardWeights {
  readonly wide: tf.Tensor2D;
  readonly wideBias: tf.Tensor1D;
  readonly narrow: tf.Tensor2D;
  readonly narrowBias: tf.Tensor1D;
}
const { mistake, leak, alternative } =
  variantsOf<(inputs: tf.Tensor3D, weights: FeedForwardWeights) => tf.Tensor>();

const flat = (x: tf.Tensor3D): tf.Tensor2D => x.reshape([x.shape[0] * x.shape[1], x.shape[2]]);
const wider = (x: tf.Tensor3D, { wide, wideBias }: FeedForwardWeights): tf.Tensor2D =>
  flat(x).matMul(wide).add(wideBias);
const back = (x: tf.Tensor3D, inner: tf.Tensor2D, { narrow, narrowBias }: FeedForwardWeights): tf.Tensor =>
  inner.matMul(narrow).add(narrowBias).reshape(x.shape);

export const mistakes: Mistake[] = [
  mistake("relu is missing: two matrices in a row are no more than one", (x, weights) =>
    back(x, wider(x, weights), weights),
  ),
  mistake("relu comes at the end, not between the two matrices", (x, weights) =>
    back(x, wider(x, weights), weights).relu(),
  ),
  mistake("relu comes twice: the last one cuts off negative results", (x, weights) =>
    back(x, wider(x, weights).relu(), weights).relu(),
  ),
  mistake("tanh stands where relu belongs", (x, weights) => back(x, wider(x, weights).tanh(), weights)),
  mistake("the first bias is missing", (x, weights) => back(x, flat(x).matMul(weights.wide).relu(), weights)),
  mistake("the first bias is added after relu", (x, weights) =>
    back(x, flat(x).matMul(weights.wide).relu().add(weights.wideBias), weights),
  ),
  mistake("the last bias is missing", (x, weights) =>
    wider(x, weights).relu().matMul(weights.narrow).reshape(x.shape),
  ),
  mistake(
    "the inputs are added: the residual connection stands around this sublayer, not in it",
    (x, weights) => back(x, wider(x, weights).relu(), weights).add(x),
  ),
  leak((x, weights) => back(x, wider(x, weights).relu(), weights)),
];

export const alternatives: Alternative[] = [
  alternative("einsum", (x, { wide, wideBias, narrow, narrowBias }) => {
    const inner = tf.einsum("btm,mf->btf", x, wide).add(wideBias).relu();
    return tf.einsum("btf,fm->btm", inner, narrow).add(narrowBias);
  }),
  alternative("a loop over the batch, and maximum", (x, { wide, wideBias, narrow, narrowBias }) =>
    tf.stack(
      tf
        .unstack(x)
        .map((one) =>
          (one as tf.Tensor2D)
            .matMul(wide)
            .add(wideBias)
            .maximum<tf.Tensor2D>(0)
            .matMul(narrow)
            .add(narrowBias),
        ),
    ),
  ),
];
