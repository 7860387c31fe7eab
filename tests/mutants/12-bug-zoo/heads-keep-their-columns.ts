/** Tests named `headsKeepTheirColumns`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { HeadSplitter } from "../../exercises/fixtures/12-bug-zoo/attention";
import { should } from "./should";

const { mistake, alternative } = variantsOf<(split: HeadSplitter) => void>();

const numbered = tf.tensor3d([[[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]]]); // prettier-ignore

export const mistakes: Mistake[] = [
  mistake(
    "you only look at the shape: a reshape alone has it, with the numbers in the wrong places",
    (split) => {
      should(split(numbered, 2).shape.join() === "1,2,3,2", "the shape is not [1, 2, 3, 2]");
    },
  ),
  mistake("with a single position nothing can be mixed up: take at least two", (split) => {
    const values = split(tf.tensor3d([[[11, 12, 13, 14]]]), 2).dataSync();
    should(values.join() === "11,12,13,14", "the columns are out of order");
  }),
  mistake("you expect [batch, time, head, dHead]: the head should come before the time", (split) => {
    should(split(numbered, 2).shape.join() === "1,3,2,2", "the shape is not [1, 3, 2, 2]");
  }),
  mistake("you expect the numbers to stand as before: head and time should have changed places", (split) => {
    should(split(numbered, 2).dataSync().join() === numbered.dataSync().join(), "numbers have moved");
  }),
];

export const alternatives: Alternative[] = [
  alternative("the first head holds the first columns of all positions", (split) => {
    const first = split(numbered, 2).slice([0, 0, 0, 0], [1, 1, 3, 2]).dataSync();
    should(first.join() === "11,12,21,22,31,32", "the first head holds other numbers");
  }),
  alternative("all numbers as a list", (split) => {
    const heads = JSON.stringify(split(numbered, 4).arraySync());
    should(
      heads === "[[[[11],[21],[31]],[[12],[22],[32]],[[13],[23],[33]],[[14],[24],[34]]]]",
      "heads hold wrong columns",
    );
  }),
];
