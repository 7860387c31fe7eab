import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { pairBatch, type EncodedPair } from "../../lib/batches";
import { beamSearch } from "../../lib/beam-search";
import { greedyDecode } from "../../lib/decoding";
import type { LstmState } from "../../lib/lstm";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder, type AttentionDecoderConfig } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { expectPyTorch, referenceCases } from "./reference";
import { expectClose, ids, maskOf, newTensors, numbers } from "./tensors";

const sizes = { vocabSize: 9, embeddingSize: 3, hiddenSize: 4 };
const modelOf = (config: Partial<AttentionDecoderConfig>) =>
  new Seq2Seq(
    new Encoder({ ...sizes, isBidirectional: true }, randomGenerator(1)),
    new AttentionDecoder({ ...sizes, encoderSize: 4, score: "concat", ...config }, randomGenerator(2)),
  );
const pairs: EncodedPair[] = [
  { source: [4, 5, 6], target: [6, 5] },
  { source: [7], target: [8, 8, 8] },
];
const placements = [
  { name: "luong", config: {} },
  { name: "luong with input feeding", config: { inputFeeding: true } },
  { name: "bahdanau", config: { placement: "bahdanau" as const } },
];

interface Given extends LstmState {
  readonly tokens: tf.Tensor2D;
  readonly states: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
}

describe("AttentionDecoder", () => {
  test.each(referenceCases("attention-decoder"))(
    "gives PyTorch's values and gradients: $name",
    (reference) => {
      const decoder = new AttentionDecoder(reference.options as never, randomGenerator(1));
      expectPyTorch(reference, decoder, ({ tokens, states, mask, hidden, cell }: Given) => {
        const encoded = { hiddens: states, last: { hidden, cell }, mask };
        const { attentional } = decoder.start({
          ...encoded,
          last: { hidden: zeros(mask), cell: zeros(mask) },
        });
        const { logits, weights, state } = decoder.run(tokens, encoded, { hidden, cell, attentional });
        return { logits, weights: weights!, hidden: state.hidden, cell: state.cell };
      });
    },
  );

  test.each(placements)(
    "$name: feeding one token after the other gives the logits of teacher forcing",
    ({ config }) => {
      const model = modelOf(config);
      const encoded = model.encoder.run(ids([[4, 5, 2]]), maskOf([3]));
      const whole = model.decoder.run(ids([[1, 6, 7]]), encoded, model.decoder.start(encoded));
      const first = model.decoder.run(ids([[1]]), encoded, model.decoder.start(encoded));
      const rest = model.decoder.run(ids([[6, 7]]), encoded, first.state);
      expectClose(tf.concat([first.logits, rest.logits], 1), whole.logits, 1e-5);
      expectClose(tf.concat([first.weights!, rest.weights!], 1), whole.weights!, 1e-5);
    },
  );

  test.each(placements)(
    "$name: every parameter gets a gradient, and padding changes no logit",
    ({ config }) => {
      const model = modelOf(config);
      const { grads } = tf.variableGrads(() => model.loss(pairs), Object.values(model.parameters));
      expect(Object.keys(grads)).toHaveLength(Object.keys(model.parameters).length);
      const alone = model.run(pairBatch([pairs[1]!])).logits;
      expectClose(model.run(pairBatch(pairs)).logits.slice([1, 0, 0], [1, 4, 9]), alone, 1e-5);
    },
  );

  test.each(placements)("$name: writes greedily and by beams, and leaves no tensor", ({ config }) => {
    const model = modelOf(config);
    const greedy = greedyDecode(model, [[4, 5], [7]], { maxTime: 4 });
    const beams = beamSearch(model, [[4, 5], [7]], { width: 1, maxTime: 4 });
    expect(beams.map(({ tokens }) => tokens)).toEqual(greedy.map(({ tokens }) => tokens));
    expect(newTensors(() => greedyDecode(model, [[4, 5]], { maxTime: 4 }))).toBe(0);
    expect(newTensors(() => model.loss(pairs))).toBe(1);
  });

  test.each(placements)("$name: weights may be changed, and the words follow them", ({ config }) => {
    const model = modelOf(config);
    const encoded = model.encoder.run(ids([[4, 5, 2]]), maskOf([3]));
    const run = (changeWeights?: (weights: tf.Tensor3D) => tf.Tensor3D) =>
      model.decoder.run(ids([[1, 6]]), encoded, model.decoder.start(encoded), { changeWeights });
    expectClose(run((weights) => weights).logits, run().logits, 1e-6);
    const turned = run((weights) => weights.reverse(2));
    expect(numbers(turned.logits)).not.toEqual(numbers(run().logits));
    expectClose(turned.weights!.slice([0, 0], [1, 1]), run().weights!.reverse(2).slice([0, 0], [1, 1]), 1e-6);
  });

  test("bahdanau looks before its step: where it looks first depends on no target token", () => {
    const weights = (config: Partial<AttentionDecoderConfig>, token: number) => {
      const model = modelOf(config);
      const encoded = model.encoder.run(ids([[4, 5, 2]]), maskOf([3]));
      return numbers(model.decoder.run(ids([[token]]), encoded, model.decoder.start(encoded)).weights!);
    };
    expect(weights({ placement: "bahdanau" }, 6)).toEqual(weights({ placement: "bahdanau" }, 7));
    expect(weights({ placement: "luong" }, 6)).not.toEqual(weights({ placement: "luong" }, 7));
  });

  test("refuses an unknown placement, and input feeding where the context is read already", () => {
    expect(() => modelOf({ placement: "between" as never })).toThrow(
      'AttentionDecoder: placement should be "luong" or "bahdanau", got "between"',
    );
    expect(() => modelOf({ placement: "bahdanau", inputFeeding: true })).toThrow(
      "AttentionDecoder: inputFeeding should be false with placement bahdanau",
    );
  });
});

/** An encoder's last state, which this test does not use. */
const zeros = (mask: tf.Tensor2D): tf.Tensor2D => tf.zeros([mask.shape[0], 4]);
