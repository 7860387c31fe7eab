/** Our side of each work: what one repetition does, on the models of lib. */
import { tf } from "../../lib/tf";
import { Adam } from "../../lib/adam";
import { sequenceBatch, type SequenceBatch } from "../../lib/batches";
import { greedyDecode } from "../../lib/decoding";
import { Embedding } from "../../lib/embedding";
import { pure } from "../../lib/engine/pure";
import { LanguageModel } from "../../lib/language-model";
import { Linear } from "../../lib/linear";
import { maskedCrossEntropy } from "../../lib/losses";
import { Lstm } from "../../lib/lstm";
import { collectParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { generate } from "../../lib/sampling";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { train, type Trainable } from "../../lib/training";
import { Gpt } from "../../lib/gpt";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { randomPairs, randomSequences, sizes } from "./sizes";

/** Does a work so many times. */
export type Repeat = (count: number) => Promise<void>;

/** Training steps by `train`, all on one batch. */
function trainingSteps<Example>(model: Trainable<Example>, batch: readonly Example[]): Repeat {
  const optimizer = new Adam();
  const options = { epochs: 1, seed: 1, optimizer };
  return async (count) => void (await train(model, () => Array(count).fill(batch), options));
}

/** The language model with `lstmStep` in a loop, as a learner writes it. */
function stepByStepModel() {
  const random = randomGenerator("bench/step");
  const { vocabSize, embeddingSize, hiddenSize, batchSize } = sizes.languageModel;
  const embedding = new Embedding({ vocabSize, embeddingSize }, random);
  const lstm = new Lstm({ inputSize: embeddingSize, hiddenSize }, random);
  const output = new Linear({ inputSize: hiddenSize, outputSize: vocabSize }, random);
  const batchOf = (sequences: readonly number[][]) => sequenceBatch("bench", sequences);
  const batchLoss = ({ inputs, targets, targetMask }: SequenceBatch) =>
    tf.tidy(() => {
      let state = lstm.zeroState(batchSize);
      const vectors = tf.unstack(embedding.apply(inputs), 1) as tf.Tensor2D[];
      const hiddens = vectors.map((vector) => (state = lstm.step(vector, state)).hidden);
      return maskedCrossEntropy(output.apply(tf.stack(hiddens, 1) as tf.Tensor3D), targets, targetMask);
    });
  const loss = (sequences: readonly number[][]) => batchLoss(batchOf(sequences));
  return pure({ parameters: collectParameters({ embedding, lstm, output }), loss, batchOf, batchLoss });
}

const languageModelBatch = () => {
  const { batchSize, time, vocabSize } = sizes.languageModel;
  return randomSequences(batchSize, time + 1, vocabSize);
};

function seq2seq(): Seq2Seq {
  const random = randomGenerator("bench/seq2seq");
  const config = { ...sizes.seq2seq, encoderSize: sizes.seq2seq.hiddenSize, score: "general" } as const;
  return new Seq2Seq(new Encoder(config, random), new AttentionDecoder(config, random));
}

function transformer(): Transformer {
  const random = randomGenerator("bench/transformer");
  return new Transformer(
    new TransformerEncoder(sizes.transformer, random),
    new TransformerDecoder(sizes.transformer, random),
  );
}

/** Every work, by its name. */
export const ours: Readonly<Record<string, () => Repeat>> = {
  "lstm-step": () => trainingSteps(stepByStepModel(), languageModelBatch()),
  lstm: () =>
    trainingSteps(
      new LanguageModel(sizes.languageModel, randomGenerator("bench/lstm")),
      languageModelBatch(),
    ),
  attention() {
    const { batchSize, source, target, vocabSize } = sizes.seq2seq;
    return trainingSteps(seq2seq(), randomPairs(batchSize, source, target, vocabSize));
  },
  transformer() {
    const { batchSize, source, target, vocabSize } = sizes.transformer;
    return trainingSteps(transformer(), randomPairs(batchSize, source, target, vocabSize));
  },
  "decode-lstm"() {
    const { batchSize, target } = sizes.decoding;
    const sources = randomSequences(batchSize, sizes.seq2seq.source - 1, sizes.seq2seq.vocabSize);
    const model = seq2seq();
    return async (count) => {
      for (let i = 0; i < count; i++) greedyDecode(model, sources, { maxTime: target - 1 });
    };
  },
  "decode-gpt"() {
    const random = randomGenerator("bench/gpt");
    const model = new Gpt(sizes.gpt, random);
    const options = { numTokens: sizes.gpt.maxTime, topK: 1, random };
    return async (count) => {
      for (let i = 0; i < count; i++) generate(model, [4], options);
    };
  },
};
