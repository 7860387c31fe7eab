/** The sizes that all sides of a comparison share, and their examples. */
import { randomGenerator } from "../../lib/random";
import type { EncodedPair } from "../../lib/batches";

/** Ids below this one have a meaning of their own. */
const FIRST_TOKEN = 4;

export const sizes = {
  languageModel: { vocabSize: 100, embeddingSize: 64, hiddenSize: 128, time: 20, batchSize: 64 },
  seq2seq: { vocabSize: 60, embeddingSize: 64, hiddenSize: 128, source: 20, target: 12, batchSize: 128 },
  transformer: {
    vocabSize: 60,
    dModel: 128,
    numHeads: 4,
    dFeedForward: 256,
    numLayers: 2,
    source: 20,
    target: 12,
    batchSize: 128,
  },
  decoding: { batchSize: 32, target: 12 },
  gpt: { vocabSize: 100, dModel: 128, numHeads: 4, dFeedForward: 512, numLayers: 2, maxTime: 64 },
} as const;

/** One batch of random token ids, `time` of them each. */
export function randomSequences(batchSize: number, time: number, vocabSize: number): number[][] {
  const random = randomGenerator("bench");
  const id = () => FIRST_TOKEN + random.integer(vocabSize - FIRST_TOKEN);
  return Array.from({ length: batchSize }, () => Array.from({ length: time }, id));
}

/** One batch of pairs; with <sos> or <eos> they are `source` and `target` tokens long. */
export function randomPairs(
  batchSize: number,
  source: number,
  target: number,
  vocabSize: number,
): EncodedPair[] {
  const sources = randomSequences(batchSize, source - 1, vocabSize);
  return sources.map((tokens) => ({ source: tokens, target: tokens.slice(0, target - 1) }));
}
