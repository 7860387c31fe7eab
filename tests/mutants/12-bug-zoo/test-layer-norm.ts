/** Tests named `testLayerNorm`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Norm } from "../../exercises/fixtures/12-bug-zoo/layer";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(norm: Norm) => void>();

const normed = (norm: Norm, row: number[]): number[] => [...norm(tf.tensor2d([row])).dataSync()];
const largest = (row: number[]): number => Math.max(...row.map(Math.abs));

export const mistakes: Mistake[] = [
  mistake("your numbers are far apart, where ε hardly counts: take a row that is almost flat", (norm) => {
    should(Math.abs(normed(norm, [1, 2, 3, 4])[0]! + 1.3416) < 1e-3, "1 2 3 4 does not start with −1.34");
  }),
  mistake(
    "equal numbers are the simplest flat row, but not the only one: let them differ a little",
    (norm) => {
      should(largest(normed(norm, [7, 7, 7])) < 0.1, "equal numbers do not become 0");
    },
  ),
  mistake("you expect a variance of 1 from an almost flat row: what does ε do to it?", (norm) => {
    const row = normed(norm, [0.0001, 0.0003]);
    should(near(row[0]!, -1), "an almost flat row has no variance of 1");
  }),
  mistake("you expect the numbers as they were: a norm moves them to a mean of 0", (norm) => {
    should(near(normed(norm, [1, 2, 3, 4])[0]!, 1), "the first number has changed");
  }),
];

export const alternatives: Alternative[] = [
  alternative("almost flat, flat, and almost flat among large numbers", (norm) => {
    should(largest(normed(norm, [0.0001, 0.0003])) < 0.1, "tiny differences are blown up");
    should(largest(normed(norm, [2, 2])) < 0.1, "a flat row is not 0");
    should(
      largest(normed(norm, [3000, 3000.25, 3000.5])) < 1.3,
      "large numbers that are nearly equal are blown up",
    );
  }),
  alternative("the numbers by hand", (norm) => {
    const isRight = (mean: number, spread: number): boolean =>
      Math.abs(normed(norm, [mean - spread, mean + spread])[1]! - spread / Math.sqrt(spread ** 2 + 1e-5)) <
      1e-3;
    should(isRight(0.0001, 0.0001), "a small spread comes out too large or too small");
    should(isRight(3000, 0.25), "a small spread among large numbers comes out too large or too small");
  }),
];
