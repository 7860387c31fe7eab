import { beforeAll, describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { beamSearch, type BeamStep } from "../../lib/beam-search";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import { randomGenerator } from "../../lib/random";
import { Decoder } from "../../lib/decoder";
import { Encoder, type Encoded } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { EOS } from "../../lib/vocabulary";
import { newRepeater, short, sizes, teach } from "./repeater";
import { expectClose, newTensors, numbers } from "./tensors";

const model = newRepeater();
beforeAll(() => teach(model, [...short, [5, 6, 7], [7, 6, 5]]), 60_000);

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

  test("holds one state at a time: thirty steps need hardly more memory than three", () => {
    const peak = (maxTime: number) => {
      const { source } = { source: [[5, 6, 7]] };
      let most = 0;
      const watched = {
        encoder: model.encoder,
        decoder: {
          start: model.decoder.start.bind(model.decoder),
          run: (...args: Parameters<typeof model.decoder.run>) => {
            most = Math.max(most, tf.memory().numTensors);
            const decoded = model.decoder.run(...args);
            return { ...decoded, logits: decoded.logits.mul<tf.Tensor3D>(0) }; // never <eos>
          },
        },
      };
      greedyDecode(watched, source, { maxTime });
      return most;
    };
    expect(peak(30) - peak(3)).toBe(0);
  });

  test("lets a decoder pass on the encoder's own state", () => {
    const lazy = {
      ...model,
      decoder: { run: model.decoder.run.bind(model.decoder), start: ({ last }: Encoded) => last },
    };
    expect(greedyDecode(lazy, [[4]], { maxTime: 3 })).toHaveLength(1);
    expect(beamSearch(lazy, [[4]], { width: 2, maxTime: 3 })).toHaveLength(1);
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

describe("teacherForcedDecode", () => {
  test("answers each step as if the steps before had been right, and tells where it looked", () => {
    const [written] = teacherForcedDecode(model, [{ source: [5, 6], target: [5, 6] }]);
    expect(written!.tokens).toEqual([5, 6]);
    expect(written!.weights!.map((row) => row.length)).toEqual([3, 3, 3]);
  });

  test("looks where greedy decoding looks while that is right", () => {
    const [forced] = teacherForcedDecode(model, [{ source: [7, 4], target: [7, 4] }]);
    const [free] = greedyDecode(model, [[7, 4]], { maxTime: 5 });
    expectClose(tf.tensor2d(forced!.weights!), tf.tensor2d(free!.weights!));
  });

  test("leaves the padding of a longer neighbour out", () => {
    const [short] = teacherForcedDecode(model, [
      { source: [4], target: [4] },
      { source: [5, 6, 7], target: [5, 6, 7] },
    ]);
    expect([short!.tokens.length, short!.weights!.length, short!.weights![0]!.length]).toEqual([1, 2, 2]);
  });

  test("frees everything it made", () => {
    expect(newTensors(() => void teacherForcedDecode(model, [{ source: [4], target: [4] }]))).toBe(0);
  });

  test("asks for at least one pair", () => {
    expect(() => teacherForcedDecode(model, [])).toThrow(
      "teacherForcedDecode: expected at least one pair, got none",
    );
  });
});

describe("beamSearch", () => {
  const sources = [[4], [5, 6, 7], [7, 4], [6, 6]];
  const search = (width: number, options = {}) =>
    beamSearch(model, sources, { width, maxTime: 5, ...options });

  /** log p of a target, <eos> included, by teacher forcing. */
  const logProbability = (source: number[], target: number[]) =>
    -numbers(model.loss([{ source, target }]))[0]! * (target.length + 1);

  test("of width 1 is greedy decoding", () => {
    const greedy = greedyDecode(model, sources, { maxTime: 5 });
    expect(search(1).map(({ tokens }) => tokens)).toEqual(greedy.map(({ tokens }) => tokens));
    expect(search(1)[1]!.weights!.flat()).toEqual(greedy[1]!.weights!.flat());
    const cut = beamSearch(model, [[5, 6, 7]], { width: 1, maxTime: 2 });
    expect(cut[0]!.tokens).toEqual(greedyDecode(model, [[5, 6, 7]], { maxTime: 2 })[0]!.tokens);
  });

  test("tells where it looked of a sequence that was cut, as greedy decoding does", () => {
    const options = { width: 1, maxTime: 2 };
    const [cut] = beamSearch(model, [[5, 6, 7]], options);
    const [greedy] = greedyDecode(model, [[5, 6, 7]], options);
    expect(cut!.weights!).toHaveLength(3);
    expectClose(tf.tensor2d(cut!.weights!), tf.tensor2d(greedy!.weights!));
    const [wide] = beamSearch(model, [[5, 6, 7]], { width: 3, maxTime: 1 });
    expect(wide!.weights!).toHaveLength(wide!.tokens.length + 1);
  });

  test("tells the log probability that teacher forcing gives the same tokens", () => {
    const [, written] = search(3);
    expect(written!.logProbability).toBeCloseTo(logProbability([5, 6, 7], written!.tokens), 3);
    expect(written!.score).toBe(written!.logProbability);
  });

  test("wide enough to follow everything, it finds the best sequence of all", () => {
    const every = [[], ...Array.from({ length: 8 }, (_, a) => [a])].concat(
      Array.from({ length: 64 }, (_, index) => [Math.floor(index / 8), index % 8]),
    );
    const legal = every.filter((tokens) => !tokens.includes(EOS));
    const likely = legal.map((tokens) => logProbability([6, 5], tokens));
    const [found] = beamSearch(model, [[6, 5]], { width: 80, maxTime: 2 });
    expect(found!.logProbability).toBeCloseTo(Math.max(...likely), 3);
  });

  test("on this model no wider beam scores worse", () => {
    const scores = [1, 2, 4, 8].map((width) => search(width).map(({ score }) => score));
    const isNoWorse = scores
      .slice(1)
      .every((wider, index) => wider.every((score, source) => score >= scores[index]![source]! - 1e-5));
    expect(isNoWorse).toBe(true);
  });

  test("tells each step: what it kept is among the candidates, the likeliest first", () => {
    const steps: BeamStep[] = [];
    const [written] = beamSearch(model, [[5, 6, 7]], {
      width: 2,
      maxTime: 5,
      onStep: (step) => steps.push(step),
    });
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.every(({ candidates }) => candidates.filter(({ isKept }) => isKept).length <= 2)).toBe(true);
    const likelihoods = steps[1]!.candidates.map((candidate) => candidate.logProbability);
    expect(likelihoods).toEqual([...likelihoods].sort((a, b) => b - a));
    const ended = steps.flatMap(({ candidates }) =>
      candidates.filter(({ isDone, isKept }) => isDone && isKept),
    );
    expect(ended.map((candidate) => candidate.tokens)).toContainEqual(written!.tokens);
  });

  test("a length penalty divides by ((5 + length) / 6)^α, <eos> counted", () => {
    const [written] = search(1, { lengthPenalty: 0.6 });
    const length = written!.tokens.length + 1;
    expect(written!.score).toBeCloseTo(written!.logProbability / ((5 + length) / 6) ** 0.6, 10);
  });

  test("a source alone is written as it is in a batch", () => {
    const [alone] = beamSearch(model, [[5, 6, 7]], { width: 3, maxTime: 5 });
    expect(search(3)[1]!.tokens).toEqual(alone!.tokens);
    expect(search(3)[1]!.logProbability).toBeCloseTo(alone!.logProbability, 4);
  });

  test("lets a Transformer write too, whose state is its keys and values", () => {
    const config = { vocabSize: 8, dModel: 8, numHeads: 2, numLayers: 2 };
    const other = new Transformer(
      new TransformerEncoder(config, randomGenerator(1)),
      new TransformerDecoder(config, randomGenerator(2)),
    );
    const greedy = greedyDecode(other, sources, { maxTime: 4 });
    const beams = beamSearch(other, sources, { width: 1, maxTime: 4 });
    expect(beams.map(({ tokens }) => tokens)).toEqual(greedy.map(({ tokens }) => tokens));
    const [written] = beamSearch(other, [[5, 6]], { width: 4, maxTime: 4 });
    const lossNats = numbers(other.loss([{ source: [5, 6], target: written!.tokens }]))[0]!;
    expect(written!.logProbability).toBeCloseTo(-lossNats * (written!.tokens.length + 1), 3);
  });

  test("leaves no tensor", () => {
    expect(newTensors(() => search(3))).toBe(0);
  });

  test("refuses no sources, and options out of range", () => {
    expect(() => beamSearch(model, [], { width: 1, maxTime: 1 })).toThrow(
      "beamSearch: expected at least one source, got none",
    );
    expect(() => search(0)).toThrow("beamSearch: width should be a whole number ≥ 1, got 0");
    expect(() => search(1, { maxTime: NaN })).toThrow(
      "beamSearch: maxTime should be a whole number ≥ 1, got NaN",
    );
    expect(() => search(1, { lengthPenalty: -1 })).toThrow(
      "beamSearch: lengthPenalty should be a number ≥ 0, got -1",
    );
    expect(() => search(1, { lengthPenalty: NaN })).toThrow("got NaN");
  });
});
