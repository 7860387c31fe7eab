/** Tests named `testKeyAttention`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { KeyAttention } from "../../exercises/fixtures/12-bug-zoo/attention";
import { should } from "./should";

const { mistake, alternative } = variantsOf<(attend: KeyAttention) => void>();

/** How much more a query of ones looks at a key of ones than at one of zeros. */
const ratio = (attend: KeyAttention, dKey: number): number => {
  const keys = tf.stack([tf.ones([dKey]), tf.zeros([dKey])]).expandDims<tf.Tensor3D>(0);
  const { weights } = attend(tf.ones([1, 1, dKey]), keys, tf.ones([1, 2, 1]));
  const [fits, other] = weights.dataSync();
  return fits! / other!;
};
const isAbout = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-3;

export const mistakes: Mistake[] = [
  mistake("your keys have a width of 1, and the root of 1 is 1: take wider ones", (attend) => {
    should(isAbout(ratio(attend, 1), Math.E), "the fitting key is not looked at e times as much");
  }),
  mistake("that no weight is extreme is too little: which number do you expect?", (attend) => {
    should(ratio(attend, 16) < 100, "one key gets nearly all the weight");
  }),
  mistake("you expect the scores to be divided by dKey: it is the root of dKey", (attend) => {
    should(isAbout(ratio(attend, 4), Math.E), "the ratio is not e");
  }),
  mistake("you expect both keys to get the same: one of them fits better", (attend) => {
    should(isAbout(ratio(attend, 4), 1), "two keys have different weights");
  }),
];

export const alternatives: Alternative[] = [
  alternative("a product of 4 at width 4: e² times as much", (attend) => {
    should(isAbout(ratio(attend, 4), Math.exp(2)), "the ratio is not e²");
  }),
  alternative(
    "two widths: the logarithm of the ratio doubles when the width is four times as large",
    (attend) => {
      const [narrow, wide] = [4, 16].map((dKey) => Math.log(ratio(attend, dKey)));
      should(isAbout(wide! / narrow!, 2), "scores do not grow with the root of the width");
    },
  ),
];
