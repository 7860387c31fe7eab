/** The models that are recorded, trained on written dates as in notebook 06. */
import { load } from "../../datasets/dates/dates";
import type { SentencePair } from "../../lib/alignment";
import { bucketBatches, type EncodedPair } from "../../lib/batches";
import { progress } from "../../lib/jupyter/progress";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { train } from "../../lib/training";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { Vocabulary } from "../../lib/vocabulary";

export type Model = Seq2Seq | Transformer;

export interface Vocabularies {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
}

/** One attention map, and which part of a parameter carries what it found: without it the model cannot use the head. */
export interface Head {
  readonly name: string;
  readonly parameter: string;
  /** Rows of the parameter. */
  readonly from: number;
  readonly size: number;
}

export interface NamedModel {
  readonly name: string;
  readonly model: Model;
  /** Of an LSTM's attention. */
  readonly score?: "dot" | "general" | "concat";
  /** In the order of its maps. */
  readonly heads: readonly Head[];
  readonly peakRate: number;
  readonly epochs: number;
}

const trainingPairs = load({ split: "train", forms: "plain", limit: 10_000 });

export const vocabularies: Vocabularies = {
  source: Vocabulary.fromTokens(trainingPairs.flatMap(({ source }) => source)),
  target: Vocabulary.fromTokens(trainingPairs.flatMap(({ target }) => target)),
};

export const encodePairs = (pairs: readonly SentencePair[]): EncodedPair[] =>
  pairs.map(({ source, target }) => ({
    source: vocabularies.source.encode(source),
    target: vocabularies.target.encode(target),
  }));

/** Made one after the other: the caller trains one before the next is there. */
export function* newModels(): Generator<NamedModel> {
  for (const score of ["dot", "general", "concat"] as const) {
    const model = withAttention(score);
    yield { name: `LSTM, ${score} attention`, model, score, heads: [onlyHead], peakRate: 0.005, epochs: 4 };
  }
  yield { name: "Transformer", model: newTransformer(), heads: crossHeads(), peakRate: 0.003, epochs: 8 };
}

const sizes = { embeddingSize: 32, hiddenSize: 64 };

/** The context comes first in [c_t ; h_t], which W_c turns into the attentional state. */
const onlyHead: Head = {
  name: "its attention",
  parameter: "decoder.combine.inputToOutput",
  from: 0,
  size: sizes.hiddenSize,
};

function withAttention(score: "dot" | "general" | "concat"): Seq2Seq {
  const [source, target] = [vocabularies.source.size, vocabularies.target.size];
  return new Seq2Seq(
    new Encoder({ ...sizes, vocabSize: source, isBidirectional: true }, randomGenerator("explorer/encoder")),
    new AttentionDecoder(
      { ...sizes, vocabSize: target, encoderSize: sizes.hiddenSize, score },
      randomGenerator("explorer/decoder"),
    ),
  );
}

const layers = { dModel: 64, numHeads: 4, numLayers: 2, dFeedForward: 128 };

function newTransformer(): Transformer {
  const [source, target] = [vocabularies.source.size, vocabularies.target.size];
  return new Transformer(
    new TransformerEncoder({ ...layers, vocabSize: source }, randomGenerator("explorer/encoder")),
    new TransformerDecoder({ ...layers, vocabSize: target }, randomGenerator("explorer/decoder")),
  );
}

/** The heads that look at the source; W^O takes the heads of a layer side by side. */
function crossHeads(): Head[] {
  const size = layers.dModel / layers.numHeads;
  return Array.from({ length: layers.numLayers * layers.numHeads }, (_, index) => {
    const [layer, head] = [Math.floor(index / layers.numHeads), index % layers.numHeads];
    return {
      name: `layer ${layer + 1}, head ${head + 1}`,
      parameter: `decoder.layers.${layer}.crossAttention.output.inputToOutput`,
      from: head * size,
      size,
    };
  });
}

const batchSize = 64;

/** Its rate rises over 100 steps to the peak, then falls in a line. */
export async function trainModel({ name, model, peakRate, epochs }: NamedModel): Promise<void> {
  const pairs = encodePairs(trainingPairs);
  const totalSteps = epochs * Math.ceil(pairs.length / batchSize);
  const bar = progress(totalSteps, name);
  const { stopped } = await train(
    model,
    (random) => bucketBatches(pairs, { batchSize, lengthOf: ({ source }) => source.length, random }),
    {
      epochs,
      learningRate: (step) =>
        peakRate * Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / (totalSteps - 100))),
      clipNorm: 1,
      seed: 10,
      onStep: ({ step, lossNats }) => bar.update(step, `loss ${lossNats.toFixed(3)} nats`),
    },
  );
  bar.end();
  if (stopped === "interrupted") throw new Error("Stopped; the former recording stays as it was.");
}
