import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { disposeParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import {
  applyTemperature,
  generate,
  sampleToken,
  topK,
  topP,
  type SamplingOptions,
} from "../../lib/sampling";
import { Gpt } from "../../lib/gpt";
import { expectClose, newTensors, numbers } from "./tensors";

/** Probabilities 0.5, 0.25, 0.125, 0.125. */
const logits = tf.tensor1d([0.5, 0.25, 0.125, 0.125].map(Math.log));
const probabilities = (z: tf.Tensor1D) => numbers(tf.softmax(z));
const some = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 9 });

/** How often each of four tokens is drawn, in 4,000 draws. */
function shares(options: Partial<SamplingOptions> = {}, numDraws = 1_000): number[] {
  const random = randomGenerator(1);
  const drawn = Array.from({ length: numDraws }, () => sampleToken(logits, { random, ...options }));
  return [0, 1, 2, 3].map((id) => drawn.filter((token) => token === id).length / numDraws);
}

describe("applyTemperature", () => {
  test("divides the logits", () => {
    expectClose(applyTemperature(tf.tensor1d([2, 4]), 2), tf.tensor1d([1, 2]), 0);
    expectClose(applyTemperature(logits, 1), logits, 0);
  });

  test("near 0 leaves the best token, towards ∞ all alike", () => {
    expect(probabilities(applyTemperature(logits, 1e-3))).toEqual([1, 0, 0, 0]);
    expectClose(tf.softmax(applyTemperature(logits, 1e6)), tf.fill([4], 0.25), 1e-5);
  });

  test("a temperature that float32 cannot hold divides 0 all the same", () => {
    [1e-39, 1e-46, Number.MIN_VALUE].forEach((temperature) => {
      const [best, other] = numbers(applyTemperature(tf.tensor1d([0, -1]), temperature));
      expect(best).toBe(0);
      expect(other).toBeLessThan(-1e37);
    });
    expectClose(tf.softmax(applyTemperature(logits, 1e300)), tf.fill([4], 0.25), 1e-5);
  });

  test("refuses a temperature that is not a number > 0, and another rank", () => {
    expect(() => applyTemperature(logits, 0)).toThrow(
      "applyTemperature: temperature should be a number > 0, got 0",
    );
    expect(() => applyTemperature(logits, -1)).toThrow("got -1");
    expect(() => applyTemperature(logits, NaN)).toThrow("got NaN");
    expect(() => applyTemperature(logits, Infinity)).toThrow("got Infinity");
    expect(() => applyTemperature(tf.ones([1, 2]) as never, 1)).toThrow(
      "applyTemperature: logits should have 1 axes [vocab], got 2 [1, 2]",
    );
  });
});

describe("topK", () => {
  test("leaves the k best tokens, at their old odds", () => {
    expectClose(tf.softmax(topK(logits, 2)), tf.tensor1d([2 / 3, 1 / 3, 0, 0]), 1e-6);
  });

  test("of equal tokens the first stays", () => {
    expect(probabilities(topK(logits, 3)).map((p) => p > 0)).toEqual([true, true, true, false]);
  });

  test("keeps exactly k tokens, or all", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 12 }), (values, k) => {
        const kept = numbers(topK(tf.tensor1d(values), k)).filter(Number.isFinite);
        expect(kept).toHaveLength(Math.min(k, values.length));
      }),
    );
  });

  test("leaves one tensor, and refuses a k that is no whole number ≥ 1", () => {
    expect(newTensors(() => topK(logits, 2))).toBe(1);
    expect(() => topK(logits, 0)).toThrow("topK: k should be a whole number ≥ 1, got 0");
    expect(() => topK(logits, NaN)).toThrow("topK: k should be a whole number ≥ 1, got NaN");
  });
});

describe("topP", () => {
  test("leaves the fewest tokens that together reach p", () => {
    const kept = (p: number) => probabilities(topP(logits, p)).filter((share) => share > 0).length;
    expect([kept(0.3), kept(0.6), kept(0.8), kept(0.99)]).toEqual([1, 2, 3, 4]);
  });

  test("1 keeps every token, a tiny p the best one only", () => {
    expectClose(topP(logits, 1), logits, 0);
    [1e-6, 1e-38, 1e-46].forEach((p) => expect(probabilities(topP(logits, p))).toEqual([1, 0, 0, 0]));
  });

  test("the kept tokens have at least p together, and without the weakest less", () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0.01, max: 0.95, noNaN: true }), (values, p) => {
        const all = probabilities(tf.tensor1d(values));
        const isKept = numbers(topP(tf.tensor1d(values), p)).map(Number.isFinite);
        const kept = all.filter((_, id) => isKept[id]).sort((a, b) => b - a);
        const total = kept.reduce((sum, share) => sum + share, 0);
        expect(total).toBeGreaterThanOrEqual(p - 1e-5);
        expect(total - kept.at(-1)!).toBeLessThan(p + 1e-5);
      }),
    );
  });

  test("leaves one tensor, and refuses a p outside (0, 1]", () => {
    expect(newTensors(() => topP(logits, 0.5))).toBe(1);
    expect(() => topP(logits, 0)).toThrow("topP: p should be a number in (0, 1], got 0");
    expect(() => topP(logits, 1.1)).toThrow("got 1.1");
    expect(() => topP(logits, NaN)).toThrow("got NaN");
  });
});

describe("sampleToken", () => {
  test("draws each token as often as its probability says", () => {
    const [a, b, c, d] = shares({}, 4_000);
    expect(a).toBeCloseTo(0.5, 1);
    expect(b).toBeCloseTo(0.25, 1);
    expect(c! + d!).toBeCloseTo(0.25, 1);
  });

  test("any temperature near 0 is argmax, one towards ∞ is a fair die", () => {
    const small = [1e-30, 1e-38, 1e-40, 1e-46, Number.MIN_VALUE];
    small.forEach((temperature) => expect(shares({ temperature }, 20)).toEqual([1, 0, 0, 0]));
    expect(Math.min(...shares({ temperature: 1e300 }))).toBeGreaterThan(0.2);
    expect(Math.min(...shares({ temperature: 1e9 }))).toBeGreaterThan(0.2);
  });

  test("two best tokens share the draws, however small the temperature", () => {
    const twins = tf.tensor1d([2, 1, 2]);
    const random = randomGenerator(1);
    const drawn = Array.from({ length: 40 }, () => sampleToken(twins, { temperature: 1e-46, random }));
    expect([...new Set(drawn)].sort()).toEqual([0, 2]);
  });

  test("the smallest nucleus is the best token", () => {
    [1e-30, 1e-38, 1e-46, Number.MIN_VALUE].forEach((topP) =>
      expect(shares({ topP }, 20)).toEqual([1, 0, 0, 0]),
    );
    expect(shares({ topP: 1e-46, temperature: 1e-46 }, 20)).toEqual([1, 0, 0, 0]);
  });

  test("never draws what top-k or the nucleus ruled out", () => {
    expect(shares({ topK: 2 }).slice(2)).toEqual([0, 0]);
    expect(shares({ topP: 0.5 })).toEqual([1, 0, 0, 0]);
  });

  test("the nucleus is that of the heated distribution", () => {
    expect(shares({ topP: 0.5, temperature: 1e6 }).filter((share) => share > 0)).toHaveLength(2);
  });

  test("the same seed draws the same tokens", () => {
    const draw = () => sampleToken(logits, { random: randomGenerator(7) });
    expect(draw()).toBe(draw());
  });

  test("leaves no tensor, and refuses broken logits and options", () => {
    const random = randomGenerator(1);
    expect(newTensors(() => sampleToken(logits, { random, topK: 2, topP: 0.5 }))).toBe(0);
    expect(() => sampleToken(tf.tensor1d([NaN, NaN]), { random })).toThrow(
      "sampleToken: logits should be numbers, the largest finite, got NaN",
    );
    expect(() => sampleToken(logits, { random, temperature: 0 })).toThrow(
      "temperature should be a number > 0, got 0",
    );
  });
});

describe("generate", () => {
  const model = new Gpt(
    { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 1, maxTime: 12 },
    randomGenerator(1),
  );
  const write = (options = {}) =>
    generate(model, [4, 5], { numTokens: 6, random: randomGenerator(3), ...options });

  test("writes as many tokens as it is told, the same for the same seed", () => {
    expect(write()).toHaveLength(6);
    expect(write()).toEqual(write());
  });

  test("writes the same with the KV cache as without", () => {
    expect(write({ usesState: false })).toEqual(write());
  });

  test("with a topK of 1 writes the same with the KV cache as without, and throws the same dice", () => {
    const [once, twice] = [randomGenerator(3), randomGenerator(3)];
    expect(write({ topK: 1, random: once })).toEqual(write({ topK: 1, random: twice, usesState: false }));
    expect(once.uniform()).toBe(twice.uniform());
  });

  test("with a topK of 1 refuses what it refuses with any other", () => {
    expect(() => write({ topK: 1, temperature: 0 })).toThrow("temperature should be");
    expect(() => write({ topK: 1, topP: 2 })).toThrow("topP: p should be");
    const broken = new Gpt(
      { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 1, maxTime: 12 },
      randomGenerator(1),
    );
    Object.values(broken.parameters).forEach((weight) => weight.assign(tf.fill(weight.shape, NaN)));
    const options = { numTokens: 2, topK: 1, random: randomGenerator(3) };
    expect(() => generate(broken, [4], options)).toThrow("the largest finite, got NaN");
  });

  test("stops after the end token", () => {
    const [, second] = write();
    expect(write({ endToken: second }).at(-1)).toBe(second);
    expect(write({ endToken: second }).length).toBeLessThanOrEqual(2);
  });

  /** Tensors and bytes that are held when each token is about to be made. */
  const heldAtSteps = (usesState: boolean) => {
    const held: { tensors: number; bytes: number; cache: number }[] = [];
    const deep = new Gpt(
      { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 2, maxTime: 70 },
      randomGenerator(1),
    );
    const { numTensors, numBytes } = tf.memory();
    const watched: typeof deep = Object.assign(Object.create(deep) as typeof deep, {
      parameters: undefined, // nothing is traced
      run: (...[tokens, state]: Parameters<typeof deep.run>) => {
        const memory = tf.memory();
        const [tensors, bytes] = [memory.numTensors - numTensors, memory.numBytes - numBytes];
        const cache = tf.tensor_util.getTensorsInContainer(state as never).map((tensor) => tensor.size * 4);
        held.push({ tensors, bytes, cache: cache.reduce((sum, size) => sum + size, 0) });
        return deep.run(tokens, state);
      },
    });
    generate(watched, [4, 5], { numTokens: 60, random: randomGenerator(3), usesState });
    disposeParameters(deep);
    return [15, 30, 60].map((t) => held[t - 1]!);
  };

  test("holds the tokens and one KV cache at a time, however many tokens it has written", () => {
    const held = heldAtSteps(true);
    expect(held.map(({ tensors }) => tensors)).toEqual([5, 5, 5]); // the tokens, and 2 layers' keys and values
    expect(held.map(({ bytes, cache }) => bytes - cache)).toEqual([4, 4, 4]);
  });

  test("holds nothing but the tokens if it reads everything again", () => {
    const held = heldAtSteps(false);
    expect(held.map(({ tensors }) => tensors)).toEqual([1, 1, 1]);
    expect(held.map(({ bytes }) => bytes)).toEqual([16, 31, 61].map((time) => 4 * time));
  });

  test("lets a model hand on the very state that it was given", () => {
    const start = { memory: tf.scalar(0) };
    const stubborn = {
      start: () => start,
      run: (tokens: tf.Tensor2D, state: typeof start) => ({
        logits: tf.zeros([1, tokens.shape[1], 4]),
        state,
      }),
    };
    const options = { numTokens: 5, random: randomGenerator(1) };
    expect(generate(stubborn as never, [1], options)).toHaveLength(5);
    expect(generate(stubborn as never, [1], { ...options, usesState: false })).toHaveLength(5);
  });

  test("leaves no tensor, and refuses an empty prompt and a broken length", () => {
    expect(newTensors(() => write())).toBe(0);
    expect(() => generate(model, [], { numTokens: 1, random: randomGenerator(1) })).toThrow(
      "generate: expected at least one token in prompt, got none",
    );
    expect(() => write({ numTokens: 0 })).toThrow("generate: numTokens should be a whole number ≥ 1, got 0");
  });
});
