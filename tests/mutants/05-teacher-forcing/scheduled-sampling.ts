/** Answers to `scheduledSampling`: wrong as learners are wrong, and right in other ways. */
import type { PairBatch } from "../../../lib/batches";
import { linear, type DecoderWeights } from "../../../lib/functional";
import { lstmStep, type LstmState } from "../../../lib/lstm";
import { maskedCrossEntropy } from "../../../lib/losses";
import type { RandomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";
import {
  loopByHand,
  loopMistakes,
  rightLoop,
  type LoopMistake,
} from "../../exercises/fixtures/capstone-loops";

export type Read = (batch: PairBatch) => LstmState;
export interface Mixing {
  /** Of the right token, in [0, 1]. */
  readonly probability: number;
  readonly random: RandomGenerator;
}
type Run = (batch: PairBatch, mixing: Mixing) => tf.Tensor3D;
export interface Model {
  readonly run: Run;
  readonly train: (batches: readonly PairBatch[], optimizer: tf.Optimizer, mixing: Mixing) => number[];
}
type Answer = (weights: DecoderWeights, read: Read) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** A decoder with the loop that a right answer has. */
export const trained = (run: Run, loop: LoopMistake["loop"] = rightLoop): Model => ({
  run,
  train: (batches, optimizer, mixing) =>
    loop((batch: PairBatch) => maskedCrossEntropy(run(batch, mixing), batch.targets, batch.targetMask))(
      batches,
      optimizer,
    ),
});

/** What a run may do otherwise; the right way unless said. */
interface Steps {
  /** What a step reads. */
  readonly mix?: (right: readonly number[], own: readonly number[], mixing: Mixing) => readonly number[];
  /** The right tokens to read at step t. */
  readonly right?: (batch: PairBatch, t: number) => readonly number[];
  readonly mixesFirst?: boolean;
  readonly handsOn?: (after: LstmState, first: LstmState) => LstmState;
  readonly choose?: (logits: tf.Tensor2D) => tf.Tensor;
  readonly joined?: (logits: tf.Tensor3D) => tf.Tensor3D;
  /** Where a step's own tokens come from, if not from the step before. */
  readonly own?: (run: (probability: number) => tf.Tensor3D) => number[][];
}

const mix: Steps["mix"] = (right, own, { probability, random }) =>
  right.map((token, i) => (random.uniform() < probability ? token : own[i]!));
const columnOf = (tokens: tf.Tensor2D, t: number): number[] => tokens.arraySync().map((row) => row[t]!);

const runOf =
  (steps: Steps, weights: DecoderWeights, read: Read): Run =>
  (batch, mixing) => {
    const { reader, output } = weights;
    const first = read(batch);
    const ready = steps.own?.((probability) => runOf({}, weights, read)(batch, { ...mixing, probability }));
    let state = first;
    let own: number[] = [];
    const logits = Array.from({ length: batch.inputs.shape[1] }, (_, t) => {
      const right = steps.right?.(batch, t) ?? columnOf(batch.inputs, t);
      const said = ready ? ready.map((row) => row[t - 1]!) : own;
      const reads =
        t > 0 || steps.mixesFirst ? (steps.mix ?? mix!)(right, t > 0 ? said : right, mixing) : right;
      const ids = tf.tensor1d([...reads], "int32");
      const after = lstmStep(tf.gather(reader.embedding.table, ids), state, reader.rnn);
      state = steps.handsOn?.(after, first) ?? after;
      const scores = linear(after.hidden, output);
      own = [...((steps.choose?.(scores) ?? scores.argMax(1)) as tf.Tensor1D).dataSync()];
      return scores;
    });
    const joined = tf.stack(logits, 1) as tf.Tensor3D;
    return steps.joined?.(joined) ?? joined;
  };

const tidied =
  (run: Run): Run =>
  (batch, mixing) =>
    tf.tidy(() => run(batch, mixing));
const changed =
  (steps: Steps, loop?: LoopMistake["loop"]): Answer =>
  (weights, read) =>
    trained(tidied(runOf(steps, weights, read)), loop);
const fixed = (tensor: tf.Tensor2D): tf.Tensor2D => tf.tensor2d(tensor.arraySync());

export const mistakes: Mistake[] = [
  // before the next one: where the probability is 0, both give the same
  mistake(
    "the right tokens are always read: this is teacher forcing, whatever the probability",
    changed({ mix: (right) => right }),
  ),
  mistake(
    "the coin is turned round: with `probability` the right token is read, otherwise the own one",
    changed({ mix: (right, own, mixing) => mix!(own, right, mixing) }),
  ),
  mistake(
    "a draw of exactly 0 reads the right token even where the probability is 0: use `<`, not `<=`",
    changed({
      mix: (right, own, { probability, random }) =>
        right.map((token, i) => (random.uniform() <= probability ? token : own[i]!)),
    }),
  ),
  mistake(
    "one coin decides for the whole batch: each example has a draw of its own",
    changed({
      mix: (right, own, { probability, random }) => (random.uniform() < probability ? right : own),
    }),
  ),
  mistake(
    "there is a draw at the first step too: everybody reads <sos> there, and the dice wait",
    changed({ mixesFirst: true }),
  ),
  mistake(
    "the right token is one step too new: step t would read what it should say, targets are not inputs",
    changed({ right: (batch, t) => columnOf(t > 0 ? batch.targets : batch.inputs, t) }),
  ),
  mistake(
    "the own tokens come from a run with the right ones: they must come from this very run, mistakes and all",
    changed({ own: (run) => run(1).argMax(2).arraySync() as number[][] }),
  ),
  mistake(
    "the least likely token is taken for the own one: argmax, not argmin",
    changed({ choose: (logits) => logits.argMin(1) }),
  ),
  mistake(
    "every step starts from the first state: hand each step's state to the next",
    changed({ handsOn: (_after, first) => first }),
  ),
  mistake(
    "no gradient passes from step to step: the state became plain numbers in between",
    changed({ handsOn: ({ hidden, cell }) => ({ hidden: fixed(hidden), cell: fixed(cell) }) }),
  ),
  mistake(
    "the logits of all steps are joined step by step, [time, batch], but cut again as [batch, time]",
    changed({ joined: (logits) => timeFirst(logits, (flat) => flat) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, changed({}, loop))),
  leak((weights, read) => trained(runOf({}, weights, read))),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", changed({}, loopByHand)),
  alternative("coins as a tensor of zeros and ones", (weights, read) =>
    trained((batch, { probability, random }) =>
      tf.tidy(() => {
        const { reader, output } = weights;
        let state = read(batch);
        let own = batch.inputs.slice([0, 0], [-1, 1]).reshape<tf.Tensor1D>([-1]);
        const logits = tf.unstack(batch.inputs, 1).map((column, t) => {
          const coins = batch.inputs.arraySync().map(() => t === 0 || random.uniform() < probability);
          const reads = tf.where(tf.tensor1d(coins, "bool"), column, own) as tf.Tensor1D;
          state = lstmStep(tf.gather(reader.embedding.table, reads), state, reader.rnn);
          const scores = linear(state.hidden, output);
          own = scores.argMax(1).cast("int32");
          return scores;
        });
        return tf.stack(logits, 1) as tf.Tensor3D;
      }),
    ),
  ),
];
