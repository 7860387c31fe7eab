/** Models whose writing is recorded: how they are made and trained. */
import type { SentencePair } from "../../lib/alignment";
import { bucketBatches, type EncodedPair } from "../../lib/batches";
import { progress } from "../../lib/jupyter/progress";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { train } from "../../lib/training";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import type { StackConfig } from "../../lib/transformer-stack";
import type { Vocabulary } from "../../lib/vocabulary";
import { riseAndFall } from "../experiment/rise-and-fall";

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
  readonly score?: Score;
  /** In the order of its maps. */
  readonly heads: readonly Head[];
  /** The highest rate; a model that comes trained has none. */
  readonly peakRate?: number;
  readonly epochs?: number;
}

/** What is recorded of one task: its test examples, and the models that write them. */
export interface Task {
  /** "Dates" */
  readonly name: string;
  /** One of its examples, in a sentence: "date". */
  readonly example: string;
  /** What stands between tokens in a text. */
  readonly space: "" | " ";
  readonly examples: readonly SentencePair[];
  readonly training: readonly SentencePair[];
  readonly vocabularies: Vocabularies;
  readonly maxTime: number;
  /** Made one after the other: the caller trains one before the next is there. */
  readonly models: () => Iterable<NamedModel>;
}

export const encodePairs = (
  { vocabularies: { source, target } }: Pick<Task, "vocabularies">,
  pairs: readonly SentencePair[],
): EncodedPair[] =>
  pairs.map((pair) => ({ source: source.encode(pair.source), target: target.encode(pair.target) }));

interface AttentionSizes {
  readonly embeddingSize: number;
  readonly hiddenSize: number;
}

type Score = "dot" | "general" | "concat";

export function withAttention(
  { source, target }: Vocabularies,
  sizes: AttentionSizes,
  score: Score,
): Seq2Seq {
  return new Seq2Seq(
    new Encoder(
      { ...sizes, vocabSize: source.size, isBidirectional: true },
      randomGenerator("explorer/encoder"),
    ),
    new AttentionDecoder(
      { ...sizes, vocabSize: target.size, encoderSize: sizes.hiddenSize, score },
      randomGenerator("explorer/decoder"),
    ),
  );
}

type TransformerSizes = Pick<StackConfig, "dModel" | "numHeads" | "numLayers" | "dFeedForward">;

export function newTransformer({ source, target }: Vocabularies, sizes: TransformerSizes): Transformer {
  return new Transformer(
    new TransformerEncoder({ ...sizes, vocabSize: source.size }, randomGenerator("explorer/encoder")),
    new TransformerDecoder({ ...sizes, vocabSize: target.size }, randomGenerator("explorer/decoder")),
  );
}

/** The one map of an LSTM: the context comes first in [c_t ; h_t], which W_c turns into the attentional state. */
export const onlyHead = ({ hiddenSize }: AttentionSizes): Head[] => [
  { name: "its attention", parameter: "decoder.combine.inputToOutput", from: 0, size: hiddenSize },
];

/** The heads that look at the source; W^O takes the heads of a layer side by side. */
export function crossHeads({ dModel, numHeads, numLayers }: TransformerSizes): Head[] {
  const size = dModel / numHeads;
  return Array.from({ length: numLayers * numHeads }, (_, index) => {
    const [layer, head] = [Math.floor(index / numHeads), index % numHeads];
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
export async function trainModel(task: Task, named: NamedModel): Promise<void> {
  const { name, model, peakRate, epochs } = named;
  if (peakRate === undefined || epochs === undefined) return;
  const pairs = encodePairs(task, task.training);
  const totalSteps = epochs * Math.ceil(pairs.length / batchSize);
  const bar = progress(totalSteps, name);
  const { stopped } = await train(
    model,
    (random) => bucketBatches(pairs, { batchSize, lengthOf: ({ source }) => source.length, random }),
    {
      epochs,
      learningRate: riseAndFall({ peak: peakRate, riseSteps: 100, totalSteps, floor: 0.02 }),
      clipNorm: 1,
      seed: 10,
      onStep: ({ step, lossNats }) => bar.update(step, `loss ${lossNats.toFixed(3)} nats`),
    },
  );
  bar.end();
  if (stopped === "interrupted") throw new Error("Stopped; the former recording stays as it was.");
}
