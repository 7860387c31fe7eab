/** Tests named `stateIgnoresPadding`: too weak, too strict, and right in other ways. */
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
  mistake(
    "you only change what stands at the padding: an encoder that reads on over zeroed padding passes too",
    (encode) => {
      const [one, other] = [[0, 0], padding!].map((last) => stateOf(encode, [first!, second!, last], 2)); // prettier-ignore
      should(isSame(one!, other!), "what stands at the padding is heard in the state");
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("the same sequence, with and without padding", (encode) => {
    const [short, long] = [
      stateOf(encode, [first!, second!], 2),
      stateOf(encode, [first!, second!, padding!], 2),
    ];
    should(isSame(short, long), "padding changes the state");
  }),
  alternative("three padded steps behind one real one", (encode) => {
    const long = stateOf(encode, [second!, padding!, first!, padding!], 1);
    should(isSame(stateOf(encode, [second!], 1), long), "the state is not that of the last real step");
  }),
];
