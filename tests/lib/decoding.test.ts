import { beforeAll, describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import type { EncodedPair } from "../../lib/batches";
import { greedyDecode } from "../../lib/decoding";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder, Decoder, Encoder, Seq2Seq } from "../../lib/seq2seq";
import { train } from "../../lib/training";
import { newTensors } from "./tensors";

const sizes = { vocabSize: 8, embeddingSize: 8, hiddenSize: 16 };
const model = new Seq2Seq(
  new Encoder({ ...sizes, isBidirectional: true }, randomGenerator(1)),
  new AttentionDecoder({ ...sizes, encoderSize: 16, score: "general" }, randomGenerator(2)),
);

/** Every sequence of one or two of four tokens, and a few of three, to be said again. */
const tokens = [4, 5, 6, 7];
const short = tokens.flatMap((a) => [[a], ...tokens.map((b) => [a, b])]);
const pairs: EncodedPair[] = [...short, [5, 6, 7], [7, 6, 5]].map((source) => ({ source, target: source }));

beforeAll(async () => {
  await train(model, () => [pairs], { epochs: 80, seed: 1, optimizer: tf.train.adam(0.03), clipNorm: 1 });
}, 60_000);

describe("greedyDecode", () => {
  test("writes what the model has learnt, each sequence to its own end", () => {
    const written = greedyDecode(model, [[4], [5, 6, 7], [7, 4]], { maxTime: 5 });
    expect(written.map((sequence) => sequence.tokens)).toEqual([[4], [5, 6, 7], [7, 4]]);
  });

  test("tells where it looked: one row a token and <eos>, one column a source token and <eos>", () => {
    const [written] = greedyDecode(model, [[5, 6]], { maxTime: 5 });
    const weights = written!.weights!;
    expect([weights.length, weights[0]!.length]).toEqual([3, 3]);
    expect(weights[0]!.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
  });

  test("cuts a sequence without <eos> after maxTime tokens", () => {
    const [written] = greedyDecode(model, [[5, 6, 7]], { maxTime: 2 });
    expect(written!.tokens).toEqual([5, 6]);
  });

  test("a source alone is written as it is in a batch", () => {
    const together = greedyDecode(model, [[4], [5, 6, 7]], { maxTime: 5 });
    const alone = greedyDecode(model, [[4]], { maxTime: 5 });
    expect(together[0]!.tokens).toEqual(alone[0]!.tokens);
  });

  test("has no weights to tell of if the decoder has no attention", () => {
    const blind = new Seq2Seq(
      new Encoder(sizes, randomGenerator(1)),
      new Decoder({ ...sizes, encoderSize: 16 }, randomGenerator(2)),
    );
    expect(greedyDecode(blind, [[4]], { maxTime: 3 })[0]).not.toHaveProperty("weights");
  });

  test("leaves no tensor", () => {
    expect(newTensors(() => greedyDecode(model, [[4], [5, 6]], { maxTime: 5 }))).toBe(0);
  });

  test("refuses no sources, an unknown id, and a maxTime that is no whole number ≥ 1", () => {
    expect(() => greedyDecode(model, [], { maxTime: 5 })).toThrow(
      "greedyDecode: expected at least one source, got none",
    );
    expect(() => greedyDecode(model, [[4]], { maxTime: 0 })).toThrow(
      "greedyDecode: maxTime should be a whole number ≥ 1, got 0",
    );
    expect(() => greedyDecode(model, [[4]], { maxTime: NaN })).toThrow("got NaN");
    expect(() => greedyDecode(model, [[99]], { maxTime: 5 })).toThrow(
      "Embedding.apply: tokens should be ids in [0, 8), got 99",
    );
  });
});
