/** Tests named `testHeadSplitter`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { HeadSplitter } from "../../exercises/fixtures/12-bug-zoo/attention";
import { should } from "./should";

const { mistake, alternative } = variantsOf<(split: HeadSplitter) => void>();

const numbered = (): tf.Tensor3D => tf.tensor3d([[[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]]]); // prettier-ignore

export const mistakes: Mistake[] = [
  mistake("you only look at the shape: look which numbers stand where", (split) => {
    should(split(numbered(), 2).shape.join() === "1,2,3,2", "the shape is not [1, 2, 3, 2]");
  }),
  mistake("with a single position nothing can be mixed up: take at least two", (split) => {
    const values = split(tf.tensor3d([[[11, 12, 13, 14]]]), 2).dataSync();
    should(values.join() === "11,12,13,14", "the columns are out of order");
  }),
  mistake("you expect [batch, time, head, dHead]: the head should come before the time", (split) => {
    should(split(numbered(), 2).shape.join() === "1,3,2,2", "the shape is not [1, 3, 2, 2]");
  }),
  mistake("you expect the numbers to stand as before: head and time should have changed places", (split) => {
    should(split(numbered(), 2).dataSync().join() === numbered().dataSync().join(), "numbers have moved");
  }),
];

/** Two sequences; the hundreds say which, the tens the position, the ones the column. */
const numberedTwice = (): tf.Tensor3D => tf.tensor3d([[[111, 112, 113, 114], [121, 122, 123, 124]], [[211, 212, 213, 214], [221, 222, 223, 224]]]); // prettier-ignore

export const alternatives: Alternative[] = [
  alternative("each head of each sequence holds its columns of all positions", (split) => {
    const heads = split(numberedTwice(), 2);
    const held = (b: number, h: number): string => heads.slice([b, h, 0, 0], [1, 1, 2, 2]).dataSync().join();
    should(held(0, 0) === "111,112,121,122", "the first head of the first sequence holds other numbers");
    should(held(1, 0) === "211,212,221,222", "the first head of the second sequence holds other numbers");
  }),
  alternative("all numbers as a list", (split) => {
    const heads = JSON.stringify(split(numberedTwice(), 2).arraySync());
    should(
      heads ===
        "[[[[111,112],[121,122]],[[113,114],[123,124]]],[[[211,212],[221,222]],[[213,214],[223,224]]]]",
      "heads hold wrong columns",
    );
  }),
];
