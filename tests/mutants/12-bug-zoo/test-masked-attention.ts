/** Tests named `testMaskedAttention`: too weak, too strict, and right in other ways. */
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
  mistake("that the padding has not the largest weight is too little: how much should it get?", (attend) => {
    const weights = weightsOf(attend, [3, 2, 1], [1, 1, 0]);
    should(weights[2]! < weights[0]!, "the padding has the largest weight");
  }),
];

export const alternatives: Alternative[] = [
  alternative("the same context, alone and padded", (attend) => {
    const contextOf = (length: number): number => {
      const scores = tf.tensor2d([[1, 2, 0.5, 3].slice(0, length)]);
      const values = tf.tensor3d([[[1], [2], [3], [99]].slice(0, length)]);
      const mask = tf.tensor2d([[1, 1, 1, 0].slice(0, length)], [1, length], "int32");
      return attend(scores, values, mask).context.dataSync()[0]!;
    };
    should(near(contextOf(3), contextOf(4)), "padding changes the context of a sentence");
  }),
  alternative("no weight at the padding, and all of it before", (attend) => {
    const weights = weightsOf(attend, [0.3, -1, 2, 4], [1, 1, 0, 0]);
    should(weights[2] === 0 && weights[3] === 0, "padded positions have a weight");
    should(near(weights[0]! + weights[1]!, 1), "the weights do not sum to 1");
  }),
];
