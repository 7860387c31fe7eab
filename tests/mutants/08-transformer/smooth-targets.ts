/** Answers to `smoothTargets`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (targets: tf.Tensor2D, vocabSize: number, epsilon: number) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const right = (targets: tf.Tensor2D, vocabSize: number): tf.Tensor =>
  tf.oneHot(targets, vocabSize, 1, 0, "float32");

export const mistakes: Mistake[] = [
  mistake("nothing is smoothed: ε is not used", (targets, vocabSize) => right(targets, vocabSize)),
  mistake(
    "ε is not divided among the words: every one of them gets all of it",
    (targets, vocabSize, epsilon) =>
      right(targets, vocabSize)
        .mul(1 - epsilon)
        .add(epsilon),
  ),
  mistake("the right token keeps all of its 1: it should give ε away", (targets, vocabSize, epsilon) =>
    right(targets, vocabSize).add(epsilon / vocabSize),
  ),
  mistake(
    "only the right token's share is lowered: nobody gets the ε that it gave away",
    (targets, vocabSize, epsilon) => right(targets, vocabSize).mul(1 - epsilon),
  ),
  mistake(
    "ε is spread over the other words only; here the right one gets its share too",
    (targets, vocabSize, epsilon) => {
      const one = right(targets, vocabSize);
      return one.mul(1 - epsilon).add(tf.sub(1, one).mul(epsilon / (vocabSize - 1)));
    },
  ),
  mistake("ε and 1 − ε have changed places", (targets, vocabSize, epsilon) =>
    right(targets, vocabSize)
      .mul(epsilon)
      .add((1 - epsilon) / vocabSize),
  ),
  leak((targets, vocabSize, epsilon) =>
    right(targets, vocabSize)
      .mul(1 - epsilon)
      .add(epsilon / vocabSize),
  ),
];

export const alternatives: Alternative[] = [
  alternative(
    "where, with a number for the right token and one for the others",
    (targets, vocabSize, epsilon) => {
      const rest = epsilon / vocabSize;
      return tf.where(
        tf.oneHot(targets, vocabSize).cast("bool"),
        tf.scalar(1 - epsilon + rest),
        tf.scalar(rest),
      );
    },
  ),
  alternative("both values given to oneHot", (targets, vocabSize, epsilon) =>
    tf.oneHot(targets, vocabSize, 1 - epsilon + epsilon / vocabSize, epsilon / vocabSize, "float32"),
  ),
  alternative("a mixture with the uniform distribution", (targets, vocabSize, epsilon) => {
    const [batch, time] = targets.shape;
    const uniform = tf.fill([batch, time, vocabSize], 1 / vocabSize);
    return tf.oneHot(targets, vocabSize).cast("float32").mul(1 - epsilon).add(uniform.mul(epsilon)); // prettier-ignore
  }),
];
