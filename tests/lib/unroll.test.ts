import { describe, expect, test } from "vitest";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import { randomGenerator } from "../../lib/random";
import { Decoder } from "../../lib/decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import { unroll } from "../../lib/unroll";
import { EOS, SOS } from "../../lib/vocabulary";

const vocabSize = 7;
const model = new Seq2Seq(
  new Encoder({ vocabSize, embeddingSize: 3, hiddenSize: 4 }, randomGenerator("unroll/encoder")),
  new Decoder(
    { vocabSize, embeddingSize: 3, hiddenSize: 5, encoderSize: 4 },
    randomGenerator("unroll/decoder"),
  ),
);
const pair = { source: [4, 5, 6], target: [6, 5] };

describe("unroll", () => {
  test("reads the source and its <eos>, with the encoder's own states", () => {
    const { encoder } = unroll(model, pair, { reads: "right" });
    expect(encoder.map(({ read }) => read)).toEqual([4, 5, 6, EOS]);
    expect(encoder.map(({ state }) => state.length)).toEqual([4, 4, 4, 4]);
  });

  test("under teacher forcing reads the right tokens and writes what teacherForcedDecode writes", () => {
    const { decoder } = unroll(model, pair, { reads: "right" });
    expect(decoder.map(({ read }) => read)).toEqual([SOS, 6, 5]);
    expect(decoder.map(({ right }) => right)).toEqual([6, 5, EOS]);
    const [forced] = teacherForcedDecode(model, [pair]);
    expect(decoder.slice(0, 2).map(({ wrote }) => wrote)).toEqual(forced!.tokens);
  });

  test("free running reads what it wrote, and writes what greedyDecode writes", () => {
    const { decoder } = unroll(model, pair, { reads: "own", maxTime: 6 });
    const wrote = decoder.map((step) => step.wrote);
    expect(decoder.map(({ read }) => read)).toEqual([SOS, ...wrote.slice(0, -1)]);
    const [free] = greedyDecode(model, [pair.source], { maxTime: 6 });
    expect(wrote.filter((id) => id !== EOS)).toEqual(free!.tokens);
  });

  test("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    unroll(model, pair, { reads: "own" });
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses a maxTime of 0", () => {
    expect(() => unroll(model, pair, { reads: "own", maxTime: 0 })).toThrow(
      "unroll: maxTime should be a whole number ≥ 1, got 0",
    );
  });
});
