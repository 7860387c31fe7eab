/** Sampling: calls that must be refused, and the words of each refusal. */
import { randomGenerator } from "../../../lib/random";
import { applyTemperature, generate, sampleToken, topK, topP } from "../../../lib/sampling";
import { tf } from "../../../lib/tf";
import { Gpt } from "../../../lib/gpt";
import { list, nothing, ones, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const logits = tf.tensor1d([1, 2, 3]);
const gpt = new Gpt({ vocabSize: 6, dModel: 4, numHeads: 2, numLayers: 1, maxTime: 4 }, random);

export const samplingRefusals: Refusal[] = [
  ["applyTemperature: logits should be a tensor [vocab], got undefined", () => applyTemperature(nothing, 1)],
  ["applyTemperature: temperature should be a number > 0, got 0", () => applyTemperature(logits, 0)],
  [
    "applyTemperature: temperature should be a number > 0, got undefined",
    () => applyTemperature(logits, nothing),
  ],
  ["topK: logits should have 1 axes [vocab], got 2 [1, 3]", () => topK(tf.ones([1, 3]) as never, 1)],
  ["topK: k should be a whole number ≥ 1, got 0", () => topK(logits, 0)],
  ["topK: k should be a whole number ≥ 1, got undefined", () => topK(logits, nothing)],
  [
    'topK: logits should be float32, got int32; .cast("float32") makes it so',
    () => topK(tf.tensor1d([1, 2], "int32"), 1),
  ],
  ["topP: p should be a number in (0, 1], got 0", () => topP(logits, 0)],
  ["topP: p should be a number in (0, 1], got NaN", () => topP(logits, NaN)],
  ["topP: logits should be a tensor [vocab], got a list of 2", () => topP(list, 0.5)],
  ["sampleToken: options should be an object, got undefined", () => sampleToken(logits, nothing)],
  [
    "sampleToken: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => sampleToken(logits, {} as never),
  ],
  [
    "applyTemperature: temperature should be a number > 0, got Infinity",
    () => sampleToken(logits, { random, temperature: Infinity }),
  ],
  ["topK: k should be a whole number ≥ 1, got 1.5", () => sampleToken(logits, { random, topK: 1.5 })],
  ["topP: p should be a number in (0, 1], got 2", () => sampleToken(logits, { random, topP: 2 })],
  [
    "sampleToken: logits should be numbers, the largest finite, got NaN",
    () => sampleToken(tf.tensor1d([NaN, 1]), { random }),
  ],
  ['sampleToken: logits has no "vocab": the axis is empty', () => sampleToken(tf.tensor1d([]), { random })],
];

export const generateRefusals: Refusal[] = [
  [
    "generate: model.run should be a function, got undefined",
    () => generate(nothing, [1], { random, numTokens: 1 }),
  ],
  ["generate: options should be an object, got undefined", () => generate(gpt, [1], nothing)],
  [
    "generate: numTokens should be a whole number ≥ 1, got undefined",
    () => generate(gpt, [1], { random } as never),
  ],
  [
    "generate: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => generate(gpt, [1], { numTokens: 1 } as never),
  ],
  [
    "generate: prompt should be a list, got undefined",
    () => generate(gpt, nothing, { random, numTokens: 1 }),
  ],
  [
    "generate: expected at least one token in prompt, got none",
    () => generate(gpt, [], { random, numTokens: 1 }),
  ],
  [
    'generate: prompt should be a list, got "abc"',
    () => generate(gpt, "abc" as never, { random, numTokens: 1 }),
  ],
  [
    "generate: an id of prompt should be a whole number ≥ 0, got 1.5 at position 0",
    () => generate(gpt, [1.5], { random, numTokens: 1 }),
  ],
  [
    "Embedding.apply: tokens should be ids in [0, 6), got 6",
    () => generate(gpt, [6], { random, numTokens: 1 }),
  ],
  [
    "generate: endToken should be a token's id, got NaN",
    () => generate(gpt, [1], { random, numTokens: 1, endToken: NaN }),
  ],
  [
    "applyTemperature: temperature should be a number > 0, got NaN",
    () => generate(gpt, [1], { random, numTokens: 1, temperature: NaN }),
  ],
  [
    "LearnedPositions.next: there are 4 positions, got 5 tokens",
    () => generate(gpt, [4, 5], { random, numTokens: 4 }),
  ],
  [
    "applyTemperature: logits should have 1 axes [vocab], got 2 [1, 3]",
    () => applyTemperature(ones(1, 3), 1),
  ],
  ["topK: k should be a whole number ≥ 1, got NaN", () => topK(ones(3), NaN)],
  ["topP: p should be a number in (0, 1], got Infinity", () => topP(ones(3), Infinity)],
  [
    "applyTemperature: temperature should be a number > 0, got -1",
    () => sampleToken(ones(3), { random: random, temperature: -1 }),
  ],
  [
    "sampleToken: logits should have 1 axes [vocab], got 2 [1, 3]",
    () => sampleToken(ones(1, 3), { random: random }),
  ],
  [
    "generate: numTokens should be a whole number ≥ 1, got NaN",
    () => generate(small.gpt(), [1], { numTokens: NaN, random: random }),
  ],

  [
    'applyTemperature: temperature should be a number > 0, got "3"',
    () => applyTemperature(ones(3), "3" as never),
  ],
];
