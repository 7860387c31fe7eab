/** The checks of `precisionRecall`. */
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/precision-recall";

function precisionRecall(predicted: readonly number[], expected: readonly number[], label: number) {
  const isSet = predicted.map((one) => Number(one === label));
  const isThere = expected.map((one) => Number(one === label));
  const total = (flags: number[]): number => flags.reduce((sum, flag) => sum + flag, 0);
  const right = total(isSet.map((flag, i) => flag * isThere[i]!));
  const [precision, recall] = [right / Math.max(1, total(isSet)), right / Math.max(1, total(isThere))];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

const labels = (draw: Draw, length: number): number[] => Array.from({ length }, () => draw.integer(0, 2));

export const precisionRecallTask: Task = {
  name: "precisionRecall",
  reference: precisionRecall,
  ...variants,
  cases: [
    likeReference("three commas set, two of them right, of four: precision 2/3, recall 1/2, F1 4/7", {
      points: 2,
      calls: () => call([1, 1, 1, 0, 0, 0, 2], [1, 1, 0, 1, 1, 0, 0], 1),
    }),
    likeReference("nothing set, or nothing there: 0, not NaN", {
      points: 1,
      likely: "0 / 0 is NaN in JavaScript; it counts as 0 here",
      calls: () => [call([0, 0, 0], [1, 0, 1], 1), call([1, 1], [0, 0], 1), call([0, 2], [0, 2], 1)],
    }),
    likeReference("everything right is 1, everything wrong is 0", {
      points: 1,
      calls: () => [call([1, 0, 1], [1, 0, 1], 1), call([1, 0, 1], [0, 1, 0], 1)],
    }),
    likeReference("asks about the label that it is given, among several", {
      points: 1,
      calls: (draw) => [0, 1, 2].map((label) => call(labels(draw, 20), labels(draw, 20), label)),
    }),
    rejects("refuses lists of different length, and names itself", {
      points: 1,
      naming: ["precisionRecall"],
      calls: () => [call([1, 0], [1], 1), call([], [0], 0)],
    }),
    likeReference("scores what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [30, 50].map((length) => call(labels(draw, length), labels(draw, length), draw.integer(0, 2))),
    }),
  ],
};
