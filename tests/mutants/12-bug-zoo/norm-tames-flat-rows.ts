/** Tests named `normTamesFlatRows`: too weak, too strict, and right in other ways. */
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
    "equal numbers only tell whether there is an ε, not where it stands: let them differ a little",
    (norm) => {
      should(largest(normed(norm, [7, 7, 7])) < 0.1, "equal numbers do not become 0");
    },
  ),
  mistake("you expect a variance of 1 from an almost flat row: ε should keep it far below", (norm) => {
    const row = normed(norm, [0.0001, 0.0003]);
    should(near(row[0]!, -1), "an almost flat row has no variance of 1");
  }),
  mistake("you expect the numbers as they were: a norm moves them to a mean of 0", (norm) => {
    should(near(normed(norm, [1, 2, 3, 4])[0]!, 1), "the first number has changed");
  }),
];

export const alternatives: Alternative[] = [
  alternative("an almost flat row stays almost flat, and a flat one is 0", (norm) => {
    should(largest(normed(norm, [0.0001, 0.0003])) < 0.1, "tiny differences are blown up");
    should(largest(normed(norm, [2, 2])) < 0.1, "a flat row is not 0");
  }),
  alternative("the number by hand: 1e-4 / √(1e-8 + 1e-5)", (norm) => {
    const row = normed(norm, [0, 0.0002]);
    should(Math.abs(row[1]! - 1e-4 / Math.sqrt(1e-8 + 1e-5)) < 1e-3, "ε is not under the root");
  }),
];
