/** Tests named `sequencesStayApart`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Attention } from "../../exercises/fixtures/12-bug-zoo/attention";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(attend: Attention) => void>();

const weightsOf = (attend: Attention, scores: number[][]): number[] => {
  const values = tf.ones<tf.Rank.R3>([scores.length, scores[0]!.length, 2]);
  return [...attend(tf.tensor2d(scores), values).weights.dataSync()];
};

export const mistakes: Mistake[] = [
  mistake(
    "your batch is as large as your source is long, so all weights together say nothing: look at one row",
    (attend) => {
      const total = weightsOf(attend, [[1, 2], [3, 5]]).reduce((sum, weight) => sum + weight, 0); // prettier-ignore
      should(total > 0.9 && total < 2.1, "the weights do not sum to as many as there are sequences");
    },
  ),
  mistake("you expect the weights to sum to 1 over the batch: they should over the source", (attend) => {
    const [a, , c] = weightsOf(attend, [[1, 2], [3, 5]]); // prettier-ignore
    should(near(a! + c!, 1), "the first column does not sum to 1");
  }),
  mistake("you expect two different sequences to get the same weights", (attend) => {
    const [a, , c] = weightsOf(attend, [[1, 2], [3, 5]]); // prettier-ignore
    should(near(a!, c!), "two sequences have different weights");
  }),
  mistake(
    "a batch of one sequence cannot show what neighbours do: softmax over everything passes too",
    (attend) => {
      const [a, b, c] = weightsOf(attend, [[1, 2, 4]]);
      should(near(a! + b! + c!, 1), "the weights of one sequence do not sum to 1");
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("the same sequence, alone and with a neighbour", (attend) => {
    const alone = weightsOf(attend, [[1, 2, 4]]);
    const together = weightsOf(attend, [[1, 2, 4], [9, -3, 0]]); // prettier-ignore
    should(
      alone.every((weight, i) => near(weight, together[i]!)),
      "a neighbour changes the weights",
    );
  }),
  alternative("each row sums to 1", (attend) => {
    const weights = weightsOf(attend, [[1, 2, 4], [0, 3, 1]]); // prettier-ignore
    const rows = [weights.slice(0, 3), weights.slice(3)].map((row) =>
      row.reduce((sum, weight) => sum + weight, 0),
    );
    should(
      rows.every((total) => near(total, 1)),
      "a sequence's weights do not sum to 1",
    );
  }),
];
