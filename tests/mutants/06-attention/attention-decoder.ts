/** Answers to `attentionDecoder`: wrong as learners are wrong, and right in other ways. */
import { attend } from "../../../lib/attention";
import { generalScore } from "../../../lib/attention-scores";
import type { PairBatch } from "../../../lib/batches";
import { linear, type AttentionDecoderWeights, type LinearWeights } from "../../../lib/functional";
import { maskedCrossEntropy } from "../../../lib/losses";
import { lstmStep, type LstmState } from "../../../lib/lstm";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";
import {
  loopByHand,
  loopMistakes,
  rightLoop,
  type LoopMistake,
  type Train,
} from "../../exercises/fixtures/capstone-loops";

export interface Source {
  readonly hiddens: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}
type Read = (batch: PairBatch) => Source & { readonly state: LstmState };
interface Said {
  readonly logits: tf.Tensor2D;
  readonly state: LstmState;
  readonly weights: tf.Tensor2D;
}
export type Step = (tokens: tf.Tensor1D, state: LstmState, source: Source) => Said;
export interface Model {
  readonly step: Step;
  readonly train: Train<PairBatch>;
}
type Answer = (weights: AttentionDecoderWeights, read: Read) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** How the loss may be made otherwise. */
interface LossSteps {
  readonly reads?: "inputs" | "targets";
  readonly forgets?: boolean;
  readonly joined?: (logits: tf.Tensor3D) => tf.Tensor3D;
}

const lossOf = (step: Step, read: Read, batch: PairBatch, changes: LossSteps = {}): tf.Scalar => {
  const source = read(batch);
  let state = source.state;
  const logits = tf.unstack(batch[changes.reads ?? "inputs"], 1).map((tokens) => {
    const said = step(tokens as tf.Tensor1D, changes.forgets ? source.state : state, source);
    state = said.state;
    return said.logits;
  });
  const joined = tf.stack(logits, 1) as tf.Tensor3D;
  return maskedCrossEntropy(changes.joined?.(joined) ?? joined, batch.targets, batch.targetMask);
};

/** A decoder with the loop that a right answer has. */
export const trained = (
  step: Step,
  read: Read,
  loop: LoopMistake["loop"] = rightLoop,
  changes: LossSteps = {},
): Model => ({ step, train: loop((batch: PairBatch) => lossOf(step, read, batch, changes)) });

/** What a step may do otherwise; the right way unless said. */
interface Steps {
  readonly query?: (before: LstmState, after: LstmState) => tf.Tensor2D;
  readonly joined?: (context: tf.Tensor2D, hidden: tf.Tensor2D) => tf.Tensor2D;
  readonly mix?: (context: tf.Tensor2D, hidden: tf.Tensor2D, combine: LinearWeights) => tf.Tensor2D;
  readonly squash?: (x: tf.Tensor2D) => tf.Tensor2D;
  readonly said?: (attentional: tf.Tensor2D, hidden: tf.Tensor2D) => tf.Tensor2D;
  readonly keeps?: (after: LstmState, attentional: tf.Tensor2D, before: LstmState) => LstmState;
  readonly biasLast?: boolean;
  readonly usesMask?: boolean;
  readonly mask?: (mask: tf.Tensor2D) => tf.Tensor2D;
  readonly score?: typeof generalScore<tf.Tensor2D>;
}

const stepOf =
  (steps: Steps, { reader, score, combine, output }: AttentionDecoderWeights): Step =>
  (tokens, before, { hiddens, mask }) => {
    const vectors = tf.gather<tf.Tensor>(reader.embedding.table, tokens) as tf.Tensor2D;
    const after = lstmStep(vectors, before, reader.rnn);
    const query = steps.query?.(before, after) ?? after.hidden;
    const scores = (steps.score ?? generalScore<tf.Tensor2D>)(query, hiddens, score.weight);
    const real = steps.mask?.(mask) ?? mask;
    const { weights, context } = attend(scores, hiddens, (steps.usesMask ?? true) ? real : undefined);
    const joined = steps.joined?.(context, after.hidden) ?? tf.concat([context, after.hidden], 1);
    const mixed = steps.mix?.(context, after.hidden, combine) ?? linear(joined, combine);
    const squashed = steps.squash ? steps.squash(mixed) : mixed.tanh<tf.Tensor2D>();
    const attentional = steps.biasLast ? squashed.add<tf.Tensor2D>(combine.bias) : squashed;
    const logits = linear(steps.said?.(attentional, after.hidden) ?? attentional, output);
    return { logits, state: steps.keeps?.(after, attentional, before) ?? after, weights };
  };

const tidied =
  (step: Step): Step =>
  (tokens, state, source) =>
    tf.tidy(() => step(tokens, state, source) as never) as Said;
const changed =
  (steps: Steps): Answer =>
  (weights, read) =>
    trained(tidied(stepOf(steps, weights)), read);
const trainedBy =
  (loop: LoopMistake["loop"], changes: LossSteps = {}): Answer =>
  (weights, read) =>
    trained(tidied(stepOf({}, weights)), read, loop, changes);

export const mistakes: Mistake[] = [
  mistake(
    "the decoder looks with the state from before its step, as Bahdanau's does: here the LSTM steps first",
    changed({ query: (before) => before.hidden }),
  ),
  mistake(
    "state and context have changed places: the context comes first, [c ; s]",
    changed({ joined: (context, hidden) => tf.concat([hidden, context], 1) }),
  ),
  mistake("tanh is missing after combine", changed({ squash: (x) => x })),
  mistake(
    "combine's bias is added after tanh: it stands inside",
    changed({
      mix: (context, hidden, { inputToOutput, bias }) =>
        linear(tf.concat<tf.Tensor2D>([context, hidden], 1), { inputToOutput, bias: tf.zerosLike(bias) }),
      squash: (x) => x.tanh(),
      biasLast: true,
    }),
  ),
  mistake(
    "combine's matrix is cut in the middle: its first rows are the context's, as many as the context is wide",
    changed({
      mix: (context, hidden, { inputToOutput, bias }) => {
        const [forContext, forHidden] = tf.split(inputToOutput, 2, 0) as [tf.Tensor2D, tf.Tensor2D];
        return context.matMul(forContext).add(hidden.matMul(forHidden)).add(bias);
      },
    }),
  ),
  mistake(
    "the score's matrix is transposed: it maps the query's width to the keys' width",
    changed({
      score: ((query: tf.Tensor2D, keys: tf.Tensor3D, weight: tf.Tensor2D) =>
        generalScore(query, keys, weight.transpose())) as typeof generalScore<tf.Tensor2D>,
    }),
  ),
  mistake(
    "the logits of all steps are joined step by step, [time, batch], but cut again as [batch, time]",
    trainedBy(rightLoop, { joined: (logits) => timeFirst(logits, (flat) => flat) }),
  ),
  mistake(
    "the logits come from the LSTM's hidden state: what was seen is lost",
    changed({ said: (_attentional, hidden) => hidden }),
  ),
  mistake("the mask is ignored: the decoder looks at padding", changed({ usesMask: false })),
  mistake(
    "the first sequence's mask is used for all",
    changed({ mask: (mask) => mask.slice<tf.Tensor2D>([0, 0], [1, -1]).tile([mask.shape[0], 1]) }),
  ),
  // before the next one: in training, both give the same
  mistake(
    "in training every step starts from the source's state: hand each step's state to the next",
    trainedBy(rightLoop, { forgets: true }),
  ),
  mistake(
    "the next state is the one that was given: the decoder never moves on",
    changed({ keeps: (_after, _attentional, before) => before }),
  ),
  mistake(
    "the attentional state is handed on as the hidden state: the LSTM goes on from its own",
    changed({ keeps: (after, attentional) => ({ hidden: attentional, cell: after.cell }) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, trainedBy(loop))),
  mistake(
    "in training the decoder reads targets, the very tokens that it should say: it reads inputs",
    trainedBy(rightLoop, { reads: "targets" }),
  ),
  leak((weights, read) => trained(stepOf({}, weights), read)),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", trainedBy(loopByHand)),
  alternative(
    "the scores by einsum",
    changed({
      score: ((query: tf.Tensor2D, keys: tf.Tensor3D, weight: tf.Tensor2D) =>
        tf.einsum("bk,bsk->bs", query.matMul(weight), keys)) as typeof generalScore<tf.Tensor2D>,
    }),
  ),
];
