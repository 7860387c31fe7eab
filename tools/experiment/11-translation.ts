/**
 * An LSTM with attention learns to pronounce English: the letters of a word to its phonemes, without stress. Then those that
 * translate the compiler's messages.
 */
import { load } from "../../datasets/cmudict/cmudict";
import type { Split } from "../../datasets/kit/options";
import { pairBatch, type EncodedPair } from "../../lib/batches";
import { beamSearch } from "../../lib/beam-search";
import { maskedCrossEntropy } from "../../lib/losses";
import { phonemeErrorRate, wordErrorRate } from "../../lib/metrics";
import { progress } from "../../lib/jupyter/progress";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import { Vocabulary } from "../../lib/vocabulary";
import { messageTrainings } from "./11-messages";
import type { Experiment } from "./run";
import type { PlannedTraining } from "./training";

const batchSize = 256;
const stepsAnEpoch = 442;
const numEpochs = 6;
const totalSteps = numEpochs * stepsAnEpoch;
const labelSmoothing = 0.1;
const sizes = { embeddingSize: 96, hiddenSize: 256 };

/** Rises over 200 steps to 0.003, falls slowly, and in the last three epochs fast, in lines that lead to 0. */
const learningRate = (step: number): number =>
  0.003 * Math.min(step / 200, 1 - (step - 200) / 5988, (totalSteps + 1 - step) / (3 * stepsAnEpoch));

function* trainings(): Generator<PlannedTraining> {
  yield* readerTraining();
  yield* messageTrainings();
}

function* readerTraining(): Generator<PlannedTraining> {
  const pairs = load({ split: "train", variants: true });
  const source = Vocabulary.fromTokens(pairs.flatMap((pair) => pair.source));
  const target = Vocabulary.fromTokens(pairs.flatMap((pair) => pair.target));
  const model = newModel(source, target);
  const [validation, test] = [readWords("validation", 500), readWords("test")];
  yield {
    name: "phonemes",
    model: { parameters: model.parameters, loss: (given) => lossOf(model, given, labelSmoothing) },
    config: sizes,
    vocabularies: { source, target },
    examples: pairs.map((pair) => ({
      source: source.encode(pair.source),
      target: target.encode(pair.target),
    })),
    lengthOf: (pair) => pair.source.length,
    batchSize,
    totalSteps,
    stepsApart: stepsAnEpoch,
    learningRate,
    beta2: 0.99,
    isKept: true,
    measure: () => ({
      ...validationLoss(model, { source, target }, validation),
      ...errorRates(model, { source, target }, validation, 1),
    }),
    results: () => resultsOf(model, { source, target }, test),
  };
}

export const experiment: Experiment = {
  title: "An LSTM with attention: English spelling to phonemes without stress, and real sentences to English",
  minutes: 40,
  trainings,
};

interface Vocabularies {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
}

function newModel(source: Vocabulary, target: Vocabulary): Seq2Seq {
  const encoder = { ...sizes, vocabSize: source.size, isBidirectional: true };
  const decoder = {
    ...sizes,
    vocabSize: target.size,
    encoderSize: sizes.hiddenSize,
    score: "general" as const,
  };
  return new Seq2Seq(
    new Encoder(encoder, randomGenerator("11/encoder")),
    new AttentionDecoder(decoder, randomGenerator("11/decoder")),
  );
}

/** Seq2Seq's loss, with label smoothing: it keeps a model without dropout from being too sure of what it has seen. */
function lossOf(model: Seq2Seq, pairs: readonly EncodedPair[], smoothing = 0): tf.Scalar {
  return tf.tidy(() => {
    const batch = pairBatch(pairs);
    const { logits } = model.run(batch);
    return maskedCrossEntropy(logits, batch.targets, batch.targetMask, { labelSmoothing: smoothing });
  });
}

/** A word, and all the ways to say it. */
interface Word {
  readonly letters: readonly string[];
  readonly answers: string[][];
}

function readWords(split: Split, limit?: number): Word[] {
  const words = new Map<string, Word>();
  for (const { word, source, target } of load({ split, variants: true })) {
    if (!words.has(word)) words.set(word, { letters: source, answers: [] });
    words.get(word)!.answers.push([...target]);
  }
  return [...words.values()].slice(0, limit);
}

function validationLoss(model: Seq2Seq, { source, target }: Vocabularies, words: readonly Word[]) {
  const pairs = words.map(({ letters, answers }) => ({
    source: source.encode(letters),
    target: target.encode(answers[0]!),
  }));
  return { "validation loss": tf.tidy(() => lossOf(model, pairs).dataSync()[0]!) };
}

const widths = [1, 2, 3, 5, 10];

/** On all test words, as the papers count: a word is right if it is said in any of its ways. */
function resultsOf(model: Seq2Seq, vocabularies: Vocabularies, words: readonly Word[]) {
  const bar = progress(widths.length, "beam widths");
  const results: Record<string, number> = { "test words": words.length };
  widths.forEach((width, done) => {
    for (const [name, rate] of Object.entries(errorRates(model, vocabularies, words, width)))
      results[`test, beam ${width}, ${name}`] = rate;
    bar.update(done + 1);
  });
  bar.end();
  return results;
}

/** Words that are written at a time. */
const chunkSize = 256;

function errorRates(
  model: Seq2Seq,
  { source, target }: Vocabularies,
  words: readonly Word[],
  width: number,
): Record<string, number> {
  const written: string[][] = [];
  for (let start = 0; start < words.length; start += chunkSize) {
    const sources = words.slice(start, start + chunkSize).map(({ letters }) => source.encode(letters));
    for (const { tokens } of beamSearch(model, sources, { width, maxTime: 30 }))
      written.push(target.decode(tokens));
  }
  const answers = words.map((word) => word.answers);
  return {
    "phoneme error rate": phonemeErrorRate(written, answers),
    "word error rate": wordErrorRate(written, answers),
  };
}
