/** Answers to `multiHeadSelfAttention`: wrong as learners are wrong, and right in other ways. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { linear, type MultiHeadWeights } from "../../../lib/functional";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import {
  loopByHand,
  loopMistakes,
  lossOf,
  rightLoop,
  type LoopMistake,
} from "../../exercises/fixtures/capstone-loops";
import { variantsOf } from "../../../tools/exercises/variant";

interface Batch {
  readonly inputs: tf.Tensor3D;
  readonly targets: tf.Tensor2D;
  readonly targetMask: tf.Tensor2D;
}
type Run = (inputs: tf.Tensor3D, mask?: tf.Tensor3D) => { output: tf.Tensor3D; weights: tf.Tensor4D };
export interface Layer {
  readonly run: Run;
  readonly train: (batches: readonly Batch[], optimizer: tf.Optimizer) => number[];
}
type Answer = (weights: MultiHeadWeights, numHeads: number) => Layer;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** A layer with the loop that a right answer has. */
export const trained = (run: Run, loop: LoopMistake["loop"] = rightLoop): Layer => ({
  run,
  train: loop(lossOf(({ inputs }: Batch) => run(inputs).output)),
});

/** What an answer may do otherwise; the right way unless said. */
interface Steps {
  readonly split?: (x: tf.Tensor3D, numHeads: number) => tf.Tensor4D;
  readonly join?: (found: tf.Tensor4D) => tf.Tensor3D;
  readonly divisor?: (dModel: number, numHeads: number) => number;
  readonly keysFirst?: boolean;
  /** Keys and values of all heads. */
  readonly offer?: (both: tf.Tensor3D, numHeads: number) => readonly [tf.Tensor4D, tf.Tensor4D];
  readonly swaps?: boolean;
  readonly output?: (joined: tf.Tensor3D, weights: MultiHeadWeights) => tf.Tensor3D;
  readonly hide?: (scores: tf.Tensor4D, mask?: tf.Tensor3D) => tf.Tensor4D;
}

const split = (x: tf.Tensor3D, numHeads: number): tf.Tensor4D => {
  const [batch, time, dModel] = x.shape;
  return x.reshape([batch, time, numHeads, dModel / numHeads]).transpose([0, 2, 1, 3]);
};
const join = (found: tf.Tensor4D): tf.Tensor3D => {
  const [batch, head, time, dHead] = found.shape;
  return found.transpose([0, 2, 1, 3]).reshape([batch, time, head * dHead]);
};
/** The numbers of the heads take turns: those of one stand numHeads apart. */
const woven = (x: tf.Tensor3D, numHeads: number): tf.Tensor4D => {
  const [batch, time, dModel] = x.shape;
  return x.reshape([batch, time, dModel / numHeads, numHeads]).transpose([0, 3, 1, 2]);
};
const unwoven = (found: tf.Tensor4D): tf.Tensor3D => {
  const [batch, head, time, dHead] = found.shape;
  return found.transpose([0, 2, 3, 1]).reshape([batch, time, dHead * head]);
};
const hide = (scores: tf.Tensor4D, mask?: tf.Tensor3D): tf.Tensor4D =>
  mask ? scores.add(mask.cast("float32").sub(1).mul(1e9).expandDims(1)) : scores;
const refuse = (dModel: number, numHeads: number): void => {
  if (dModel % numHeads !== 0) throw new RangeError(`multiHeadSelfAttention: ${numHeads} heads, ${dModel}`);
};

const runOf = (steps: Steps, weights: MultiHeadWeights, numHeads: number): Run => {
  const dModel = weights.queries.bias.size;
  refuse(dModel, numHeads);
  const cut = (x: tf.Tensor3D) => (steps.split ?? split)(x, numHeads);
  const divisor = steps.divisor?.(dModel, numHeads) ?? Math.sqrt(dModel / numHeads);
  return (inputs, mask) => {
    const queries = cut(linear(inputs, weights.queries));
    const both = linear(inputs, weights.keysValues);
    const halves = steps.offer?.(both, numHeads) ?? tf.split(both, 2, 2).map((x) => cut(x as tf.Tensor3D));
    const [keys, values] = (steps.keysFirst ?? true) ? halves : [...halves].reverse();
    const [asking, asked] = steps.swaps ? [keys!, queries] : [queries, keys!];
    const scores: tf.Tensor4D = tf.matMul(asking, asked, false, true).div(divisor);
    const looked: tf.Tensor4D = (steps.hide ?? hide)(scores, mask).softmax();
    const joined = (steps.join ?? join)(tf.matMul(looked, values!));
    return {
      output: steps.output ? steps.output(joined, weights) : linear(joined, weights.output),
      weights: looked,
    };
  };
};
const tidied =
  (run: Run): Run =>
  (inputs, mask) =>
    tf.tidy(() => run(inputs, mask));

const changed =
  (steps: Steps): Answer =>
  (weights, numHeads) =>
    trained(tidied(runOf(steps, weights, numHeads)));
const trainedBy =
  (loop: LoopMistake["loop"]): Answer =>
  (weights, numHeads) =>
    trained(tidied(runOf({}, weights, numHeads)), loop);

export const mistakes: Mistake[] = [
  mistake(
    "the scores are divided by the root of dModel: each head compares vectors of width dHead",
    changed({ divisor: Math.sqrt }),
  ),
  mistake("W^O is missing: the heads are only joined", changed({ output: (joined) => joined })),
  mistake(
    "the bias of W^O is missing",
    changed({
      output: (joined, { output }) => linear(joined, { ...output, bias: tf.zerosLike(output.bias) }),
    }),
  ),
  mistake(
    "keys and values have changed places: the first half of keysValues makes the keys",
    changed({ keysFirst: false }),
  ),
  mistake(
    "heads are cut by a reshape alone: head and time must change places by transpose",
    changed({
      split: (x, numHeads) => {
        const [batch, time, dModel] = x.shape;
        return x.reshape([batch, numHeads, time, dModel / numHeads]);
      },
    }),
  ),
  mistake(
    "the heads are joined by a reshape alone: head and time must change places again first",
    changed({
      join: (found) => {
        const [batch, head, time, dHead] = found.shape;
        return found.reshape([batch, time, head * dHead]);
      },
    }),
  ),
  mistake(
    "W^O is transposed: what the heads found is multiplied by the matrix as it is",
    changed({
      output: (joined, { output }) =>
        linear(joined, { ...output, inputToOutput: output.inputToOutput.transpose() }),
    }),
  ),
  mistake(
    "queries and keys have changed places: a row of weights belongs to a query, row t says where t looks",
    changed({ swaps: true }),
  ),
  mistake(
    "keys and values are cut head by head: the first dModel columns are the keys of all heads, the others the values",
    changed({
      offer: (both, numHeads) => tf.split(split(both, numHeads), 2, 3) as [tf.Tensor4D, tf.Tensor4D],
    }),
  ),
  mistake(
    "each head gets every numHeads-th number: it should get dHead numbers that stand side by side",
    changed({ split: woven, join: unwoven }),
  ),
  mistake(
    "the heads take turns number by number when they are joined: the first head's numbers stand first, side by side",
    changed({ join: unwoven }),
  ),
  mistake(
    "what the heads found is flattened time first, [time, batch], but cut again as [batch, time]",
    changed({
      join: (found) => {
        const [batch, head, time, dHead] = found.shape;
        return found.transpose([2, 0, 1, 3]).reshape([batch, time, head * dHead]);
      },
    }),
  ),
  mistake(
    "the first sequence's mask is used for all",
    changed({ hide: (scores, mask) => hide(scores, mask?.slice<tf.Tensor3D>([0, 0, 0], [1, -1, -1])) }),
  ),
  mistake("the mask is ignored", changed({ hide: (scores) => scores })),
  mistake(
    "the scores are multiplied by the mask: a score of 0 still gets a weight of e⁰ before softmax divides",
    changed({ hide: (scores, mask) => (mask ? scores.mul(mask.expandDims(1)) : scores) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, trainedBy(loop))),
  leak((weights, numHeads) => trained(runOf({}, weights, numHeads))),
];

/** One head after the other, each with its columns of the weights. */
const headByHead: Answer = (weights, numHeads) => {
  const dModel = weights.queries.bias.size;
  refuse(dModel, numHeads);
  const width = dModel / numHeads;
  const columns = (x: tf.Tensor3D, start: number) => x.slice<tf.Tensor3D>([0, 0, start], [-1, -1, width]);
  const run: Run = (inputs, mask) => {
    const queries = linear(inputs, weights.queries);
    const both = linear(inputs, weights.keysValues);
    const heads = Array.from({ length: numHeads }, (_, h) =>
      scaledDotProductAttention(
        columns(queries, h * width),
        columns(both, h * width),
        columns(both, dModel + h * width),
        { mask },
      ),
    );
    const joined = tf.concat(
      heads.map(({ output }) => output),
      2,
    );
    return {
      output: linear(joined, weights.output),
      weights: tf.stack(
        heads.map((head) => head.weights),
        1,
      ) as tf.Tensor4D,
    };
  };
  return trained(tidied(run));
};

export const alternatives: Alternative[] = [
  alternative("one head after the other, by scaledDotProductAttention", headByHead),
  alternative("gradients by hand: variableGrads and applyGradients", trainedBy(loopByHand)),
];
