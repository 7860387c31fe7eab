/** Answers to `transformer`: wrong as learners are wrong, and right in other ways. */
import { causalMask } from "../../../lib/attention";
import type { PairBatch } from "../../../lib/batches";
import {
  feedForward,
  look,
  offer,
  type DecoderLayerWeights,
  type EncoderLayerWeights,
  type MultiHeadWeights,
  type TransformerWeights,
} from "../../../lib/functional";
import { layerNorm, type LayerNormWeights } from "../../../lib/layer-norm";
import { sinusoidalEncoding } from "../../../lib/positional-encoding";
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

type Run = (batch: PairBatch) => { logits: tf.Tensor3D; weights: tf.Tensor4D };
export interface Model {
  readonly run: Run;
  readonly train: Train<PairBatch>;
}
type Answer = (weights: TransformerWeights, numHeads: number) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** A model with the loop that a right answer has. */
export const trained = (run: Run, loop: LoopMistake["loop"] = rightLoop): Model => ({
  run,
  train: loop(lossOf((batch: PairBatch) => run(batch).logits)),
});

type Sublayer = (x: tf.Tensor3D) => tf.Tensor3D;
type Around = (x: tf.Tensor3D, norm: LayerNormWeights, sublayer: Sublayer) => tf.Tensor3D;

/** What an answer may do otherwise; the right way unless said. */
interface Steps {
  readonly read?: (tokens: tf.Tensor2D, table: tf.Tensor2D) => tf.Tensor3D;
  readonly around?: Around;
  readonly causal?: boolean;
  /** The source's padding is hidden from the encoder, from the decoder. */
  readonly padding?: readonly [boolean, boolean];
  readonly mask?: (sourceMask: tf.Tensor2D) => tf.Tensor2D;
  /** What a decoder layer looks at. */
  readonly memory?: (given: {
    states: tf.Tensor3D;
    x: tf.Tensor3D;
    layer: DecoderLayerWeights;
  }) => tf.Tensor3D;
  readonly lastNorms?: readonly [boolean, boolean];
  readonly layers?: <Layer>(layers: readonly Layer[]) => readonly Layer[];
  readonly scores?: (states: tf.Tensor3D, weights: TransformerWeights) => tf.Tensor3D;
}

const read = (tokens: tf.Tensor2D, table: tf.Tensor2D): tf.Tensor3D => {
  const [time, dModel] = [tokens.shape[1], table.shape[1]];
  return tf.gather<tf.Tensor>(table, tokens).mul(Math.sqrt(dModel)).add(sinusoidalEncoding(time, dModel));
};
const around: Around = (x, norm, sublayer) => x.add(sublayer(layerNorm(x, norm)));
const tied = (states: tf.Tensor3D, table: tf.Tensor2D): tf.Tensor3D => {
  const [batch, time, dModel] = states.shape;
  return states
    .reshape<tf.Tensor2D>([batch * time, dModel])
    .matMul(table, false, true)
    .reshape([batch, time, -1]);
};
const scores = (states: tf.Tensor3D, { decoder }: TransformerWeights): tf.Tensor3D =>
  tied(states, decoder.reader.embedding.table);

const runOf =
  (steps: Steps, weights: TransformerWeights, numHeads: number): Run =>
  ({ source, sourceMask, inputs }) => {
    const { encoder, decoder } = weights;
    const step = steps.around ?? around;
    const reading = steps.read ?? read;
    const chosen = steps.layers ?? ((layers) => layers);
    const [fromEncoder, fromDecoder] = steps.padding ?? [true, true];
    const [encoderNorm, decoderNorm] = steps.lastNorms ?? [true, true];
    const sourceKeys = (steps.mask?.(sourceMask) ?? sourceMask).expandDims<tf.Tensor3D>(1);
    const past = (steps.causal ?? true) ? causalMask(inputs.shape[1]).expandDims<tf.Tensor3D>(0) : undefined;
    const self = (x: tf.Tensor3D, attention: MultiHeadWeights, mask?: tf.Tensor3D) =>
      look(x, offer(x, attention, numHeads), attention, mask).output;
    const encoderLayer = (x: tf.Tensor3D, layer: EncoderLayerWeights) => {
      const seen = step(x, layer.attentionNorm, (given) =>
        self(given, layer.selfAttention, fromEncoder ? sourceKeys : undefined),
      );
      return step(seen, layer.feedForwardNorm, (given) => feedForward(given, layer.feedForward));
    };
    const last = chosen(encoder.layers).reduce(encoderLayer, reading(source, encoder.reader.embedding.table));
    const states = encoderNorm ? layerNorm(last, encoder.norm) : last;
    let looked!: tf.Tensor4D;
    const decoderLayer = (x: tf.Tensor3D, layer: DecoderLayerWeights) => {
      const written = step(x, layer.selfNorm, (given) => self(given, layer.selfAttention, past));
      const crossed = step(written, layer.crossNorm, (given) => {
        const memory = steps.memory?.({ states, x: given, layer }) ?? states;
        const mask = memory === given ? past : fromDecoder ? sourceKeys : undefined;
        const found = look(given, offer(memory, layer.crossAttention, numHeads), layer.crossAttention, mask);
        looked = found.weights;
        return found.output;
      });
      return step(crossed, layer.feedForwardNorm, (given) => feedForward(given, layer.feedForward));
    };
    const top = chosen(decoder.layers).reduce(decoderLayer, reading(inputs, decoder.reader.embedding.table));
    const normed = decoderNorm ? layerNorm(top, decoder.scores.norm) : top;
    return { logits: (steps.scores ?? scores)(normed, weights), weights: looked };
  };

const tidied =
  (run: Run): Run =>
  (batch) =>
    tf.tidy(() => run(batch));
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
    "the embeddings are not multiplied by the root of dModel",
    changed({
      read: (tokens, table) =>
        tf.gather<tf.Tensor>(table, tokens).add(sinusoidalEncoding(tokens.shape[1], table.shape[1])),
    }),
  ),
  mistake(
    "nothing says where a token stands: the positional encoding is missing",
    changed({ read: (tokens, table) => tf.gather<tf.Tensor>(table, tokens).mul(Math.sqrt(table.shape[1])) }),
  ),
  mistake(
    "the norm stands after the sum (post-norm): these layers are pre-norm, x + f(norm(x))",
    changed({ around: (x, norm, sublayer) => layerNorm(x.add<tf.Tensor3D>(sublayer(x)), norm) }),
  ),
  mistake(
    "the normalised x is passed around the sublayer: the residual connection carries x as it came",
    changed({
      around: (x, norm, sublayer) => {
        const normed = layerNorm(x, norm);
        return normed.add(sublayer(normed));
      },
    }),
  ),
  mistake(
    "the residual connection is missing: a sublayer only says what to add",
    changed({ around: (x, norm, sublayer) => sublayer(layerNorm(x, norm)) }),
  ),
  mistake("the decoder sees the future: its self-attention has no causal mask", changed({ causal: false })),
  mistake(
    "keys and values of the second look come from the decoder: they should come from the encoder's states",
    changed({ memory: ({ x }) => x }),
  ),
  mistake(
    "the encoder's states are normalised once more, by crossNorm: it is for the decoder's side, the queries",
    changed({ memory: ({ states, layer }) => layerNorm(states, layer.crossNorm) }),
  ),
  mistake("the encoder's last norm is missing", changed({ lastNorms: [false, true] })),
  mistake("the decoder's last norm, scores.norm, is missing", changed({ lastNorms: [true, false] })),
  mistake("only the first layer of each stack is run", changed({ layers: (layers) => layers.slice(0, 1) })),
  mistake(
    "the scores come from the encoder's table: the output layer is tied to the decoder's",
    changed({ scores: (states, { encoder }) => tied(states, encoder.reader.embedding.table) }),
  ),
  mistake(
    "the decoder looks at the source's padding: its second look needs sourceMask",
    changed({ padding: [true, false] }),
  ),
  mistake(
    "the encoder looks at the source's padding: it needs sourceMask too",
    changed({ padding: [false, true] }),
  ),
  mistake(
    "the states are flattened time first, [time, batch], but cut again as [batch, time]",
    changed({
      scores: (states, { decoder }) =>
        timeFirst(states, (flat) => flat.matMul(decoder.reader.embedding.table, false, true)),
    }),
  ),
  mistake(
    "the table is reshaped to [dModel, vocab]: that moves no number; transpose turns it over",
    changed({
      scores: (states, { decoder }) => {
        const { table } = decoder.reader.embedding;
        return tied(states, table.reshape<tf.Tensor2D>([table.shape[1], table.shape[0]]).transpose());
      },
    }),
  ),
  mistake(
    "the first sequence's mask is used for all",
    changed({ mask: (mask) => mask.slice([0, 0], [1, -1]) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, trainedBy(loop))),
  leak((weights, numHeads) => trained(runOf({}, weights, numHeads))),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", trainedBy(loopByHand)),
  alternative(
    "the scores by a product of three axes with two",
    changed({
      scores: (states, { decoder }) => tf.matMul(states, decoder.reader.embedding.table, false, true),
    }),
  ),
  alternative(
    "one-hot vectors times the table, scores by einsum",
    changed({
      read: (tokens, table) => {
        const [vocab, dModel] = table.shape;
        const oneHot = tf.oneHot(tokens, vocab, 1, 0, "float32").reshape<tf.Tensor2D>([-1, vocab]);
        const vectors = oneHot.matMul(table).reshape([...tokens.shape, dModel]);
        return tf.add(vectors.mul(dModel ** 0.5), sinusoidalEncoding(tokens.shape[1], dModel));
      },
      scores: (states, { decoder }) =>
        tf.einsum("btd,vd->btv", states, decoder.reader.embedding.table) as tf.Tensor3D,
    }),
  ),
];
