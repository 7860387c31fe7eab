/** Tests named `testEncoder`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Encoder } from "../../exercises/fixtures/12-bug-zoo/sequence";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(encode: Encoder) => void>();

const stateOf = (encode: Encoder, inputs: number[][], length: number): number[] => {
  const mask = inputs.map((_, t) => (t < length ? 1 : 0));
  return [...encode(tf.tensor3d([inputs]), tf.tensor2d([mask], [1, mask.length], "int32")).dataSync()];
};
const isSame = (a: number[], b: number[]): boolean => a.every((number, i) => near(number, b[i]!));
const [first, second, padding] = [[1, -1], [0.5, 2], [3, 3]]; // prettier-ignore

export const mistakes: Mistake[] = [
  mistake(
    "your sequences have no padding: only behind a last real step does it matter which is read",
    (encode) => {
      const [once, twice] = [0, 1].map(() => stateOf(encode, [first!, second!], 2));
      should(isSame(once!, twice!), "the same sequence has two states");
    },
  ),
  mistake("you expect padding to change the state: it should not", (encode) => {
    const [short, long] = [stateOf(encode, [first!], 1), stateOf(encode, [first!, padding!], 1)];
    should(!isSame(short, long), "padding leaves the state as it is");
  }),
  mistake("you compare with the numbers of one encoder: another right one has other numbers", (encode) => {
    const state = stateOf(encode, [first!, second!, padding!], 2);
    should(near(state[0]!, Math.tanh(0.5 * Math.tanh(1) + 0.5)), "the state is not tanh(0.5 tanh(1) + 0.5)");
  }),
  mistake("you only change what stands at the padding: change how much of it there is", (encode) => {
    const [one, other] = [[0, 0], padding!].map((last) => stateOf(encode, [first!, second!, last], 2)); // prettier-ignore
    should(isSame(one!, other!), "what stands at the padding is heard in the state");
  }),
];

const statesOf = (encode: Encoder, batch: number[][][], lengths: number[]): number[] => {
  const mask = batch.map((steps, b) => steps.map((_, t) => (t < lengths[b]! ? 1 : 0)));
  const shape: [number, number] = [batch.length, batch[0]!.length];
  return [...encode(tf.tensor3d(batch), tf.tensor2d(mask.flat(), shape, "int32")).dataSync()];
};

export const alternatives: Alternative[] = [
  alternative("a long and a short sequence, in a batch and alone", (encode) => {
    const long = [first!, second!, first!];
    const together = statesOf(encode, [long, [second!, padding!, padding!]], [3, 1]);
    const alone = [...stateOf(encode, long, 3), ...stateOf(encode, [second!], 1)];
    should(isSame(together, alone), "the neighbours change a sequence's state");
  }),
  alternative("behind a shorter neighbour, and with padding of its own", (encode) => {
    const batch = [[second!, padding!, padding!], [first!, second!, padding!]]; // prettier-ignore
    const [, , ...state] = statesOf(encode, batch, [1, 2]);
    should(
      isSame(state, stateOf(encode, [first!, second!], 2)),
      "the state is not that of the last real step",
    );
  }),
];
