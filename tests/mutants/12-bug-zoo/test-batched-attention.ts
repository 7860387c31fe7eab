/** Tests named `testBatchedAttention`: too weak, too strict, and right in other ways. */
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
  mistake("a batch of one sequence cannot show what neighbours do: put another one beside it", (attend) => {
    const [a, b, c] = weightsOf(attend, [[1, 2, 4]]);
    should(near(a! + b! + c!, 1), "the weights of one sequence do not sum to 1");
  }),
];

/** What a sentence of three words gets, alone or between neighbours. */
const contextsOf = (
  attend: Attention,
  rows: readonly (readonly [scores: number[], offered: number[]])[],
): number[] => {
  const scores = tf.tensor2d(rows.map(([row]) => row));
  const values = tf.tensor3d(rows.map(([, offered]) => offered.map((value) => [value])));
  return [...attend(scores, values).context.dataSync()];
};
const [short, other] = [[[1, 2, 4], [3, 1, 2]], [[9, -3, 0], [-5, 7, 8]]] as [[number[], number[]], [number[], number[]]]; // prettier-ignore

export const alternatives: Alternative[] = [
  alternative("the same sequence, alone, before a neighbour and behind one", (attend) => {
    const [alone] = contextsOf(attend, [short]);
    const [before] = contextsOf(attend, [short, other]);
    const [, behind] = contextsOf(attend, [other, short]);
    should(near(alone!, before!) && near(alone!, behind!), "a neighbour changes the context");
  }),
  alternative("each context by hand", (attend) => {
    const byHand = ([scores, offered]: [number[], number[]]): number => {
      const powers = scores.map(Math.exp);
      const total = powers.reduce((sum, power) => sum + power, 0);
      return powers.reduce((sum, power, i) => sum + (power / total) * offered[i]!, 0);
    };
    const contexts = contextsOf(attend, [short, other]);
    should(
      contexts.every((context, i) => near(context, byHand([short, other][i]!))),
      "a context is not what softmax over its own scores gives",
    );
  }),
];
