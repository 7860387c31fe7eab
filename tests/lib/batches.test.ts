import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { bucketBatches, padSequences, paddingMask, pairBatch } from "../../lib/batches";
import { randomGenerator } from "../../lib/random";
import { EOS, PAD, SOS } from "../../lib/vocabulary";
import { newTensors } from "./tensors";

describe("padSequences", () => {
  test("fills every sequence with PAD to the longest one", () => {
    expect(padSequences([[5], [6, 7, 8]]).arraySync()).toEqual([
      [5, PAD, PAD],
      [6, 7, 8],
    ]);
  });

  test("fills to maxTime if it is given", () => {
    expect(padSequences([[5]], 3).arraySync()).toEqual([[5, PAD, PAD]]);
  });

  test("an empty sequence among others is all padding", () => {
    expect(padSequences([[], [6]]).arraySync()).toEqual([[PAD], [6]]);
  });

  test("gives int32 ids, in one tensor", () => {
    expect(padSequences([[5]]).dtype).toBe("int32");
    expect(newTensors(() => padSequences([[5], [6, 7]]))).toBe(1);
  });

  test("refuses no tokens, a sequence longer than maxTime, and an id that is no whole number ≥ 0", () => {
    expect(() => padSequences([])).toThrow("padSequences: expected at least one token, got none");
    expect(() => padSequences([[], []])).toThrow("padSequences: expected at least one token, got none");
    expect(() => padSequences([[1, 2]], 1)).toThrow("padSequences: a sequence has 2 tokens, maxTime is 1");
    expect(() => padSequences([[1]], Infinity)).toThrow(
      "padSequences: maxTime should be a whole number ≥ 1, got Infinity",
    );
    expect(() => padSequences([[1, -2]])).toThrow(
      "padSequences: an id of sequences[0] should be a whole number ≥ 0, got -2 at position 1",
    );
    expect(() => padSequences([[NaN]])).toThrow("got NaN at position 0");
    expect(() => padSequences([[0.5]])).toThrow("got 0.5 at position 0");
  });
});

describe("padSequences of more sequences than a call has room for", () => {
  test("pads them", () => {
    const many = Array.from({ length: 200_000 }, (_, index) => [4, 5].slice(index % 2));
    const padded = padSequences(many);
    expect(padded.shape).toEqual([200_000, 2]);
    padded.dispose();
  });
});

describe("paddingMask", () => {
  test("is 1 where a token stands and 0 at padding", () => {
    const mask = paddingMask(padSequences([[5], [6, 7]]));
    expect(mask.arraySync()).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(mask.dtype).toBe("int32");
  });

  test("leaves one tensor, and refuses another rank", () => {
    const tokens = padSequences([[5]]);
    expect(newTensors(() => paddingMask(tokens))).toBe(1);
    expect(() => paddingMask(tf.tensor1d([1], "int32") as never)).toThrow(
      "paddingMask: tokens should have 2 axes [batch, time], got 1 [1]",
    );
  });
});

describe("bucketBatches", () => {
  const lengthOf = (item: readonly number[]) => item.length;
  const sequences = fc.array(fc.array(fc.nat(), { maxLength: 9 }), { minLength: 1, maxLength: 60 });

  test("puts every item into exactly one batch, and fills all batches but one", () => {
    fc.assert(
      fc.property(sequences, fc.integer({ min: 1, max: 8 }), (items, batchSize) => {
        const batches = bucketBatches(items, { batchSize, lengthOf, random: randomGenerator(1) });
        expect(new Set(batches.flat())).toEqual(new Set(items));
        expect(batches.flat()).toHaveLength(items.length);
        expect(batches.filter((batch) => batch.length !== batchSize).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("items of one batch have neighbouring lengths", () => {
    const items = [[1, 1, 1], [1], [1, 1, 1], [1]];
    expect(bucketBatches(items, { batchSize: 2, lengthOf })).toEqual([
      [[1], [1]],
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
    ]);
  });

  test("every epoch sees other batches, and the same seed the same ones", () => {
    const items = Array.from({ length: 64 }, (_, id) => [id]);
    const random = randomGenerator(1);
    const first = bucketBatches(items, { batchSize: 4, lengthOf, random });
    expect(bucketBatches(items, { batchSize: 4, lengthOf, random })).not.toEqual(first);
    expect(bucketBatches(items, { batchSize: 4, lengthOf, random: randomGenerator(1) })).toEqual(first);
  });

  test("refuses no items, and a batchSize that is no whole number ≥ 1", () => {
    expect(() => bucketBatches([], { batchSize: 1, lengthOf })).toThrow(
      "bucketBatches: expected at least one item, got none",
    );
    expect(() => bucketBatches([[1]], { batchSize: 0, lengthOf })).toThrow(
      "bucketBatches: batchSize should be a whole number ≥ 1, got 0",
    );
  });
});

describe("pairBatch", () => {
  test("feeds <sos> target, and asks for target <eos>", () => {
    const batch = pairBatch([
      { source: [4, 5], target: [6] },
      { source: [7], target: [8, 9] },
    ]);
    expect(batch.source.arraySync()).toEqual([
      [4, 5, EOS],
      [7, EOS, PAD],
    ]);
    expect(batch.inputs.arraySync()).toEqual([
      [SOS, 6, PAD],
      [SOS, 8, 9],
    ]);
    expect(batch.targets.arraySync()).toEqual([
      [6, EOS, PAD],
      [8, 9, EOS],
    ]);
    expect(batch.sourceMask.arraySync()).toEqual([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    expect(batch.targetMask.arraySync()).toEqual([
      [1, 1, 0],
      [1, 1, 1],
    ]);
  });

  test("leaves its five tensors, and refuses no pairs", () => {
    expect(newTensors(() => pairBatch([{ source: [4], target: [5] }]))).toBe(5);
    expect(() => pairBatch([])).toThrow("pairBatch: expected at least one pair, got none");
  });
});
