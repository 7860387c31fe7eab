/** Tests named `testSequenceLoss`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Loss } from "../../exercises/fixtures/12-bug-zoo/sequence";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(loss: Loss) => void>();

/** The loss of one sequence over 3 words, all of whose targets are word 1. */
const lossOf = (loss: Loss, logits: number[][], mask: number[]): number => {
  const targets = tf.ones<tf.Rank.R2>([1, mask.length], "int32");
  return loss(tf.tensor3d([logits]), targets, tf.tensor2d([mask], [1, mask.length], "int32")).dataSync()[0]!;
};
const [real, wild] = [[1, 2, 0], [9, -9, 0]]; // prettier-ignore

export const mistakes: Mistake[] = [
  mistake("your mask has no 0: without padding there is nothing to ignore", (loss) => {
    const value = lossOf(loss, [real!, real!], [1, 1]);
    should(near(value, lossOf(loss, [real!], [1])), "the loss is no mean over the tokens");
  }),
  mistake("you expect padding to count: more padding should leave the loss as it is", (loss) => {
    const [short, long] = [lossOf(loss, [real!], [1]), lossOf(loss, [real!, wild!], [1, 0])];
    should(!near(short, long), "padding does not change the loss");
  }),
  mistake("you expect a loss of 0: only a sure and right model has that", (loss) => {
    should(near(lossOf(loss, [real!, wild!], [1, 0]), 0), "the loss is not 0");
  }),
  mistake("you only change what stands at the padding: change how much of it there is", (loss) => {
    const [one, other] = [[0, 0, 0], wild!].map((padding) => lossOf(loss, [real!, padding], [1, 0])); // prettier-ignore
    should(near(one!, other!), "the logits at the padding are heard in the loss");
  }),
];

export const alternatives: Alternative[] = [
  alternative("one more padded position", (loss) => {
    const [short, long] = [lossOf(loss, [real!], [1]), lossOf(loss, [real!, wild!, wild!], [1, 0, 0])];
    should(near(short, long), "padding changes the loss");
  }),
  alternative("by hand: equal logits cost ln 3, whatever the padding says", (loss) => {
    const value = lossOf(loss, [[0, 0, 0], [0, 0, 0], [5, 0, 0]], [1, 1, 0]); // prettier-ignore
    should(near(value, Math.log(3)), "the loss of equal logits is not ln 3");
  }),
];
