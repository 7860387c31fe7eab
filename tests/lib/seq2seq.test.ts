import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { pairBatch, type EncodedPair } from "../../lib/batches";
import { greedyDecode } from "../../lib/decoding";
import { countParameters, disposeParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { SCORE_NAMES, type ScoreName } from "../../lib/score-layer";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Decoder } from "../../lib/decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { EOS } from "../../lib/vocabulary";
import { expectClose, ids, maskOf, newTensors, numbers } from "./tensors";

const sizes = { vocabSize: 9, embeddingSize: 3, hiddenSize: 4 };
const encoder = (isBidirectional = false) => new Encoder({ ...sizes, isBidirectional }, randomGenerator(1));
const plain = () => new Seq2Seq(encoder(), new Decoder({ ...sizes, encoderSize: 4 }, randomGenerator(2)));
const attentive = (score: ScoreName = "general") =>
  new Seq2Seq(encoder(true), new AttentionDecoder({ ...sizes, encoderSize: 4, score }, randomGenerator(2)));

const pairs: EncodedPair[] = [
  { source: [4, 5, 6], target: [6, 5] },
  { source: [7], target: [8, 8, 8] },
];

describe("Encoder", () => {
  test("gives one state a token and one for all, of the width asked for", () => {
    const { hiddens, last } = encoder(true).run(ids([[4, 5, 2]]), maskOf([3]));
    expect([hiddens.shape, last.hidden.shape, last.cell.shape]).toEqual([
      [1, 3, 4],
      [1, 4],
      [1, 4],
    ]);
  });

  test("appending padding changes no state", () => {
    const reader = encoder(true);
    const short = reader.run(ids([[4, 5]]), maskOf([2]));
    const long = reader.run(ids([[4, 5, 0, 0]]), maskOf([2], 4));
    expectClose(long.hiddens.slice([0, 0, 0], [1, 2, 4]), short.hiddens, 1e-6);
    expectClose(long.last.hidden, short.last.hidden, 1e-6);
  });

  test("refuses an odd width for two directions", () => {
    expect(() => new Encoder({ ...sizes, hiddenSize: 5, isBidirectional: true }, randomGenerator(1))).toThrow(
      "Encoder: hiddenSize should be even to hold two directions, got 5",
    );
  });

  test("names what does not fit", () => {
    expect(() => encoder().run(ids([[4, 5]]), maskOf([3]))).toThrow(
      'Encoder.run: axis "source" is 2 in tokens, but 3 in mask',
    );
  });
});

describe("Seq2Seq", () => {
  test("has separate parameters for encoder and decoder", () => {
    const model = plain();
    const names = Object.keys(model.parameters);
    expect(names).toContain("encoder.embedding.table");
    expect(names).toContain("decoder.reader.embedding.table");
    expect(new Set(Object.values(model.parameters)).size).toBe(names.length);
  });

  test("scores the whole vocabulary at every target position", () => {
    expect(plain().run(pairBatch(pairs)).logits.shape).toEqual([2, 4, 9]);
  });

  test("a fresh model's loss is near that of knowing nothing", () => {
    expect(numbers(plain().loss(pairs))[0]).toBeCloseTo(Math.log(9), 0);
    expect(numbers(attentive().loss(pairs))[0]).toBeCloseTo(Math.log(9), 0);
  });

  test("the order of a batch does not matter", () => {
    const model = attentive();
    expectClose(model.loss([...pairs].reverse()), model.loss(pairs), 1e-6);
  });

  test("a longer neighbour in the batch, and so more padding, changes no logit", () => {
    const model = attentive();
    const alone = model.run(pairBatch([pairs[1]!])).logits; // [1, 4, 9]
    const together = model.run(pairBatch(pairs)).logits.slice([1, 0, 0], [1, 4, 9]);
    expectClose(together, alone, 1e-5);
  });

  test("what comes later in the target does not change what was said before", () => {
    const model = attentive();
    const early = (target: number[]) =>
      model.run(pairBatch([{ source: [4, 5], target }])).logits.slice([0, 0, 0], [1, 2, 9]);
    expectClose(early([6, 7]), early([6, 8]), 0);
  });

  test.each(SCORE_NAMES)("with the %s score every parameter gets a gradient", (score) => {
    const model = attentive(score);
    const parameters = Object.values(model.parameters);
    const { grads } = tf.variableGrads(() => model.loss(pairs), parameters);
    expect(Object.keys(grads)).toHaveLength(parameters.length);
    expect(Object.values(grads).every((grad) => numbers(grad).some((number) => number !== 0))).toBe(true);
  });

  test.each(SCORE_NAMES)(
    "with the %s score weights sum to 1 over the source and are 0 at padding",
    (score) => {
      const { weights } = attentive(score).run(pairBatch(pairs));
      expectClose(weights!.sum(2), tf.ones([2, 4]), 1e-5);
      const padding = weights!.slice([1, 0, 2], [1, 4, 2]); // the second source is one token and <eos>
      expect(numbers(padding)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    },
  );

  test("feeding one token after the other gives the logits of teacher forcing", () => {
    const model = attentive();
    const source = ids([[4, 5, EOS]]);
    const encoded = model.encoder.run(source, maskOf([3]));
    const start = model.decoder.start(encoded);
    const whole = model.decoder.run(ids([[1, 6]]), encoded, start);
    const first = model.decoder.run(ids([[1]]), encoded, start);
    const second = model.decoder.run(ids([[6]]), encoded, first.state);
    expectClose(tf.concat([first.logits, second.logits], 1), whole.logits, 1e-6);
    expectClose(tf.concat([first.weights!, second.weights!], 1), whole.weights!, 1e-6);
  });

  test("the decoder without attention sees the source through its start state only", () => {
    const { decoder } = plain();
    const encoded = encoder().run(ids([[4, 5]]), maskOf([2]));
    const other = encoder().run(ids([[7, 8]]), maskOf([2]));
    const start = decoder.start(encoded);
    expectClose(
      decoder.run(ids([[1]]), other, start).logits,
      decoder.run(ids([[1]]), encoded, start).logits,
      0,
    );
  });

  test("leaves one loss, and nothing when its parameters are disposed", () => {
    const model = attentive();
    expect(newTensors(() => model.loss(pairs))).toBe(1);
    const before = tf.memory().numTensors;
    disposeParameters(attentive());
    expect(tf.memory().numTensors).toBe(before);
    expect(countParameters(model)).toBeGreaterThan(0);
  });

  test("names an id outside the vocabulary, and refuses no pairs", () => {
    expect(() => plain().loss([{ source: [9], target: [4] }])).toThrow(
      "Embedding.apply: tokens should be ids in [0, 9), got 9",
    );
    expect(() => plain().loss([])).toThrow("pairBatch: expected at least one pair, got none");
  });
});

describe("Seq2Seq.sample", () => {
  const settings = (teacherForcing: number, seed = 3) => ({ teacherForcing, random: randomGenerator(seed) });

  test("with a probability of 1 is teacher forcing, values and gradients", () => {
    const model = attentive();
    const parameters = Object.values(model.parameters);
    const forced = tf.variableGrads(() => model.loss(pairs), parameters);
    const sampled = tf.variableGrads(() => model.loss(pairs, settings(1)), parameters);
    expectClose(sampled.value, forced.value, 1e-5);
    expectClose(sampled.grads[parameters[0]!.name]!, forced.grads[parameters[0]!.name]!, 1e-5);
    expectClose(sampled.grads[parameters.at(-1)!.name]!, forced.grads[parameters.at(-1)!.name]!, 1e-5);
  });

  test("with a probability of 0 reads what it said itself, whatever the target", () => {
    const model = attentive();
    const batch = (target: number[]) => pairBatch([{ source: [4, 5], target }]);
    const [one, other] = [model.sample(batch([6, 7]), settings(0)), model.sample(batch([8, 4]), settings(0))];
    expectClose(one, other, 0);
    const [written] = greedyDecode(model, [[4, 5]], { maxTime: 3 });
    const said = numbers(one.argMax(2)).slice(0, written!.tokens.length);
    expect(said).toEqual(written!.tokens.slice(0, said.length));
  });

  test("in between, the same seed flips the same coins", () => {
    const model = attentive();
    const loss = (seed: number) => numbers(model.loss(pairs, settings(0.5, seed)))[0];
    expect(loss(1)).toBe(loss(1));
    expect(new Set([1, 2, 3, 4, 5, 6].map(loss)).size).toBeGreaterThan(1);
  });

  test("leaves one tensor, and refuses a probability outside [0, 1]", () => {
    const model = attentive();
    expect(newTensors(() => model.loss(pairs, settings(0.5)))).toBe(1);
    expect(() => model.loss(pairs, settings(1.5))).toThrow(
      "Seq2Seq.sample: teacherForcing should be a number in [0, 1], got 1.5",
    );
    expect(() => model.loss(pairs, settings(NaN))).toThrow("got NaN");
  });
});
