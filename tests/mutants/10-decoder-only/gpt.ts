/** Answers to `gpt`: wrong as learners are wrong, and right in other ways. */
import { causalMask } from "../../../lib/attention";
import type { SequenceBatch } from "../../../lib/batches";
import { feedForward, look, offer, type EncoderLayerWeights, type GptWeights } from "../../../lib/functional";
import { layerNorm, type LayerNormWeights } from "../../../lib/layer-norm";
import type { KeysValues } from "../../../lib/multi-head-attention";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";
import {
  loopByHand,
  loopMistakes,
  lossOf,
  rightLoop,
  type LoopMistake,
  type Train,
} from "../../exercises/fixtures/capstone-loops";

type Run = (tokens: tf.Tensor2D, past?: KeysValues[]) => { logits: tf.Tensor3D; past: KeysValues[] };
export interface Model {
  readonly run: Run;
  readonly train: Train<SequenceBatch>;
}
type Answer = (weights: GptWeights, numHeads: number) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** A model with the loop that a right answer has. */
export const trained = (run: Run, loop: LoopMistake["loop"] = rightLoop): Model => ({
  run,
  train: loop(lossOf(({ inputs }: SequenceBatch) => run(inputs).logits)),
});

/** What an answer may do otherwise; the right way unless said. */
interface Steps {
  readonly start?: (past: number) => number;
  readonly scale?: (dModel: number) => number;
  readonly mask?: (time: number, past: number) => tf.Tensor2D | undefined;
  readonly join?: (past: tf.Tensor4D, next: tf.Tensor4D) => tf.Tensor4D;
  readonly remember?: (all: KeysValues, next: KeysValues) => KeysValues;
  readonly around?: (
    x: tf.Tensor3D,
    norm: LayerNormWeights,
    f: (x: tf.Tensor3D) => tf.Tensor3D,
  ) => tf.Tensor3D;
  /** Which layer's past a layer reads. */
  readonly layerOfPast?: (layer: number) => number;
  readonly lastNorm?: boolean;
  readonly scores?: (states: tf.Tensor3D, table: tf.Tensor2D) => tf.Tensor3D;
}

const join = (past: tf.Tensor4D, next: tf.Tensor4D): tf.Tensor4D => tf.concat([past, next], 2);
const scores = (states: tf.Tensor3D, table: tf.Tensor2D): tf.Tensor3D => {
  const [batch, time, dModel] = states.shape;
  const flat = states.reshape<tf.Tensor2D>([batch * time, dModel]);
  return flat.matMul(table, false, true).reshape([batch, time, table.shape[0]]);
};
const around: Steps["around"] = (x, norm, f) => x.add(f(layerNorm(x, norm)));

const runOf =
  (steps: Steps, weights: GptWeights, numHeads: number): Run =>
  (tokens, past = []) => {
    const { table } = weights.embedding;
    const [time, dModel] = [tokens.shape[1], table.shape[1]];
    const before = past[0]?.keys.shape[2] ?? 0;
    const start = (steps.start ?? ((length) => length))(before);
    const places = weights.positions.table.slice([start, 0], [time, dModel]);
    const mask = (steps.mask ?? causalMask)(time, before)?.expandDims<tf.Tensor3D>(0);
    const kept: KeysValues[] = [];
    const step = steps.around ?? around;
    const layerOf = (x: tf.Tensor3D, layer: EncoderLayerWeights, index: number): tf.Tensor3D => {
      const seen = step!(x, layer.attentionNorm, (given) => {
        const next = offer(given, layer.selfAttention, numHeads);
        const old = past[steps.layerOfPast?.(index) ?? index];
        const joined = steps.join ?? join;
        const all = old
          ? { keys: joined(old.keys, next.keys), values: joined(old.values, next.values) }
          : next;
        kept.push(steps.remember?.(all, next) ?? all);
        return look(given, all, layer.selfAttention, mask).output;
      });
      return step!(seen, layer.feedForwardNorm, (given) => feedForward(given, layer.feedForward));
    };
    const vectors = tf.gather<tf.Tensor>(table, tokens).mul(steps.scale?.(dModel) ?? 1);
    const top = weights.layers.reduce<tf.Tensor3D>(layerOf, vectors.add(places));
    const states = (steps.lastNorm ?? true) ? layerNorm(top, weights.scores.norm) : top;
    return { logits: (steps.scores ?? scores)(states, table), past: kept };
  };

const tidied =
  (run: Run): Run =>
  (tokens, past) =>
    tf.tidy(() => run(tokens, past));
const changed =
  (steps: Steps): Answer =>
  (weights, numHeads) =>
    trained(tidied(runOf(steps, weights, numHeads)));
const trainedBy =
  (loop: LoopMistake["loop"]): Answer =>
  (weights, numHeads) =>
    trained(tidied(runOf({}, weights, numHeads)), loop);

export const mistakes: Mistake[] = [
  // before the next one: with a past, both give the same
  mistake(
    "with a past, the new tokens see each other's future: the mask is needed as soon as two tokens come at once",
    changed({ mask: (time, past) => (past > 0 ? undefined : causalMask(time)) }),
  ),
  mistake("the model sees the future: the causal mask is missing", changed({ mask: () => undefined })),
  mistake(
    "the embeddings are multiplied by the root of dModel: a GPT reads them as they are",
    changed({ scale: Math.sqrt }),
  ),
  mistake("the last norm, scores.norm, is missing", changed({ lastNorm: false })),
  mistake(
    "the norm stands after the sum (post-norm): these layers are pre-norm, x + f(norm(x))",
    changed({ around: (x, norm, f) => layerNorm(x.add<tf.Tensor3D>(f(x)), norm) }),
  ),
  mistake(
    "the normalised x is passed around the sublayer: the residual connection carries x as it came",
    changed({
      around: (x, norm, f) => {
        const normed = layerNorm(x, norm);
        return normed.add(f(normed));
      },
    }),
  ),
  mistake(
    "positions start at 0 again: the first new token stands after those of the past",
    changed({ start: () => 0 }),
  ),
  mistake(
    "positions are off by one: after a past of n tokens the next stands at place n, counted from 0",
    changed({ start: (past) => Math.max(0, past - 1) }),
  ),
  mistake(
    "the past stands behind the new tokens: keys and values go on in the order of time",
    changed({ join: (past, next) => join(next, past) }),
  ),
  mistake(
    "the returned past has only the new tokens: the next call would have forgotten the others",
    changed({ remember: (_all, next) => next }),
  ),
  mistake("every layer reads the first layer's past: each has its own", changed({ layerOfPast: () => 0 })),
  mistake(
    "the states are flattened time first, [time, batch], but cut again as [batch, time]",
    changed({
      scores: (states, table) => timeFirst(states, (flat) => flat.matMul(table, false, true)),
    }),
  ),
  mistake(
    "the table is reshaped to [dModel, vocab]: that moves no number; transpose turns it over",
    changed({
      scores: (states, table) =>
        scores(states, table.reshape<tf.Tensor2D>([table.shape[1], table.shape[0]]).transpose()),
    }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, trainedBy(loop))),
  leak((weights, numHeads) => trained(runOf({}, weights, numHeads))),
];

export const alternatives: Alternative[] = [
  alternative(
    "three axes times the table turned over",
    changed({ scores: (states, table) => tf.matMul(states as tf.Tensor, table, false, true) as tf.Tensor3D }),
  ),
  alternative("gradients by hand: variableGrads and applyGradients", trainedBy(loopByHand)),
  alternative(
    "the mask by hand, from ones and a band",
    changed({
      mask: (time, past) =>
        tf.concat([tf.ones([time, past]), tf.linalg.bandPart(tf.ones([time, time]), -1, 0)], 1).cast("int32"),
    }),
  ),
];
