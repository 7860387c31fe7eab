/** The checks of `attentionEntropy`. */
import { attentionEntropy } from "../../../lib/metrics";
import { call, likeReference, rejects } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { sum } from "../../../tools/exercises/values";
import * as variants from "../../mutants/06-attention/attention-entropy";

const distribution = (draw: Draw, length: number): number[] => {
  const shares = Array.from({ length }, () => draw.uniform(0.01, 1));
  return shares.map((share) => share / sum(shares));
};

export const attentionEntropyTask: Task = {
  name: "attentionEntropy",
  reference: attentionEntropy,
  ...variants,
  cases: [
    likeReference("four equal weights have an entropy of ln 4 = 1.386 nats", {
      points: 1,
      calls: () => call([0.25, 0.25, 0.25, 0.25]),
    }),
    likeReference("one position with everything has 0, not NaN", {
      points: 1,
      needsValues: true,
      likely: "0 · ln 0 is NaN on a computer; it counts as 0",
      calls: () => [call([0, 1, 0]), call([1])],
    }),
    likeReference("fits any distribution", {
      points: 1,
      calls: (draw) => [3, 5, 9].map((length) => call(distribution(draw, length))),
    }),
    rejects("refuses a weight below 0, or one that is no number, and names it", {
      points: 1,
      naming: [["attentionEntropy", "-0.5"], ["attentionEntropy", "NaN"]], // prettier-ignore
      calls: () => [call([1.5, -0.5]), call([{ $number: "NaN" }, 1])],
    }),
    likeReference("fits distributions that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [4, 6, 8].map((length) => call(distribution(draw, length))),
    }),
  ],
};
