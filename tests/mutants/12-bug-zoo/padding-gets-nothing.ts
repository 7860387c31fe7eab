/** Tests named `paddingGetsNothing`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { MaskedAttention } from "../../exercises/fixtures/12-bug-zoo/attention";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(attend: MaskedAttention) => void>();

const weightsOf = (attend: MaskedAttention, scores: number[], mask: number[]): number[] => {
  const values = tf.ones<tf.Rank.R3>([1, scores.length, 2]);
  const length = mask.length;
  return [
    ...attend(tf.tensor2d([scores]), values, tf.tensor2d([mask], [1, length], "int32")).weights.dataSync(),
  ];
};

export const mistakes: Mistake[] = [
  mistake("your mask forbids nothing, so no test can see what it does: put a 0 into it", (attend) => {
    const weights = weightsOf(attend, [1, 2, 3], [1, 1, 1]);
    should(near(weights[0]! + weights[1]! + weights[2]!, 1), "the weights do not sum to 1");
  }),
  mistake('you expect the padding to get the weight: 1 in a mask means "may look"', (attend) => {
    const weights = weightsOf(attend, [1, 2, 3], [1, 1, 0]);
    should(near(weights[2]!, 1), "the last position has no weight");
  }),
  mistake("you compare with ===, but float32 rounds: allow a small difference", (attend) => {
    const [first] = weightsOf(attend, [1, 2, 3], [1, 1, 0]);
    should(first === 1 / (1 + Math.E), "the first weight is not 1 / (1 + e) exactly");
  }),
  mistake(
    "a lower weight is not enough: a mask that is ignored gives that too; ask for exactly 0",
    (attend) => {
      const weights = weightsOf(attend, [3, 2, 1], [1, 1, 0]);
      should(weights[2]! < weights[0]!, "the padding has the largest weight");
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("another padding changes no context", (attend) => {
    const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "int32");
    const contexts = [5, -5].map((padding) => {
      const values = tf.tensor3d([[[1], [2], [padding]]]);
      return attend(tf.tensor2d([[1, 2, 0.5]]), values, mask).context.dataSync()[0]!;
    });
    should(near(contexts[0]!, contexts[1]!), "the padding is heard in the context");
  }),
  alternative("weights at the padding", (attend) => {
    const weights = weightsOf(attend, [0.3, -1, 2, 4], [1, 1, 0, 0]);
    should(weights[2] === 0 && weights[3] === 0, "padded positions have a weight");
  }),
];
