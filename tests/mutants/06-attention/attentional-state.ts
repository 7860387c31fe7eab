/** Answers to `attentionalState`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (
  context: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

export const mistakes: Mistake[] = [
  mistake(
    "state and context are joined in the wrong order: context comes first",
    (context, hidden, weight, bias) => tf.concat([hidden, context], 1).matMul(weight).add(bias).tanh(),
  ),
  mistake("tanh is missing", (context, hidden, weight, bias) =>
    tf.concat([context, hidden], 1).matMul(weight).add(bias),
  ),
  mistake("the bias is missing", (context, hidden, weight) =>
    tf.concat([context, hidden], 1).matMul(weight).tanh(),
  ),
  mistake("the bias is added after tanh", (context, hidden, weight, bias) =>
    tf.concat([context, hidden], 1).matMul(weight).tanh().add(bias),
  ),
  mistake("the state is joined with itself: the context is not used", (_context, hidden, weight, bias) =>
    tf.concat([hidden, hidden], 1).matMul(weight).add(bias).tanh(),
  ),
  leak((context, hidden, weight, bias) => tf.concat([context, hidden], 1).matMul(weight).add(bias).tanh()),
];

export const alternatives: Alternative[] = [
  alternative("the matrix cut in two", (context, hidden, weight, bias) => {
    const [forContext, forHidden] = tf.split(weight, [context.shape[1], hidden.shape[1]], 0) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return context.matMul(forContext).add(hidden.matMul(forHidden)).add(bias).tanh();
  }),
  alternative("a column of ones for the bias", (context, hidden, weight, bias) => {
    const ones = tf.ones<tf.Rank.R2>([context.shape[0], 1]);
    return tf
      .concat([context, hidden, ones], 1)
      .matMul(tf.concat([weight, bias.expandDims<tf.Tensor2D>(0)], 0))
      .tanh();
  }),
];
