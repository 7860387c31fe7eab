import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Adam } from "../../../lib/adam";
import { Dropout, dropout } from "../../../lib/dropout";
import { SequenceClassifier, TokenClassifier } from "../../../lib/encoder-heads";
import { Graph } from "../../../lib/engine/graph";
import { greedyDecode } from "../../../lib/decoding";
import { LanguageModel } from "../../../lib/language-model";
import { randomGenerator } from "../../../lib/random";
import { generate } from "../../../lib/sampling";
import { AttentionDecoder, Encoder, Seq2Seq } from "../../../lib/seq2seq";
import { train, type Trainable } from "../../../lib/training";
import { Gpt, Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import { fresh, traced, withoutGraphs } from "../../../lib/engine/traced";
import { expectClose, newTensors, normal, numbers } from "../tensors";

/** Calls before a graph runs: ten as they stand, two on tape. */
const NUM_PLAIN = 12;

let graphRuns: MockInstance<Graph["run"]>;
beforeEach(() => void (graphRuns = vi.spyOn(Graph.prototype, "run")));
afterEach(() => vi.restoreAllMocks());

const repeat = (count: number, run: (index: number) => void): void =>
  Array.from({ length: count }).forEach((_, index) => run(index));

describe("traced", () => {
  const weight = tf.variable(tf.tensor2d([[1, 2], [3, 4]])); // prettier-ignore
  const product = ({ x }: { readonly x: tf.Tensor2D }) => ({ y: x.matMul(weight).relu(), parts: [x.sum()] });

  test("runs as it stands at first, then as a graph, with the same results and every number of its inputs anew", () => {
    const run = traced(product, { variables: () => [weight] });
    repeat(NUM_PLAIN + 3, (index) => {
      const x = normal<tf.Rank.R2>([3, 2], index);
      const [got, wanted] = [run({ x }), product({ x })];
      expectClose(got.y, wanted.y);
      expectClose(got.parts[0]!, wanted.parts[0]!);
    });
    expect(graphRuns).toHaveBeenCalledTimes(3);
  });

  test("follows a variable that has changed", () => {
    const run = traced(product, { variables: () => [weight] });
    const x = normal<tf.Rank.R2>([3, 2], 1);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    weight.assign(normal([2, 2], 2));
    expectClose(run({ x }).y, product({ x }).y);
    expect(graphRuns).toHaveBeenCalledTimes(2);
  });

  test("makes one graph for each shape", () => {
    const run = traced(product, { variables: () => [weight] });
    repeat(NUM_PLAIN + 1, () => [3, 5].forEach((rows) => run({ x: tf.ones([rows, 2]) })));
    expect(graphRuns).toHaveBeenCalledTimes(2);
    expect(run({ x: tf.ones([5, 2]) }).y.shape).toEqual([5, 2]);
  });

  test("an axis that grows needs one graph for all its lengths", () => {
    const longer = ({ x }: { readonly x: tf.Tensor2D }) => ({ x: tf.concat([x, x.sum(0, true)]) });
    const run = traced(longer, { growingAxis: () => 0 });
    let x = tf.ones<tf.Rank.R2>([1, 2]);
    repeat(NUM_PLAIN + 4, () => {
      expectClose(run({ x }).x, longer({ x }).x);
      x = x.concat(normal<tf.Rank.R2>([1, 2], x.shape[0]));
    });
    expect(graphRuns).toHaveBeenCalledTimes(4);
  });

  test("a function that uses the length of a growing axis never becomes a graph", () => {
    const mean = ({ x }: { readonly x: tf.Tensor1D }) => ({ mean: x.sum().div(x.size) });
    const run = traced(mean, { growingAxis: () => 0 });
    repeat(NUM_PLAIN + 8, (index) => {
      const x = tf.ones<tf.Rank.R1>([index + 1]);
      expect(numbers(run({ x }).mean)).toEqual([1]);
    });
    expect(graphRuns).not.toHaveBeenCalled();
  });

  test("neither does one that reads numbers, or makes other ones at every call", () => {
    let count = 0;
    const reads = traced(({ x }: { x: tf.Tensor1D }) => ({ y: x.mul(x.sum().dataSync()[0]!) }));
    const counts = traced(({ x }: { x: tf.Tensor1D }) => ({ y: x.add(++count) }));
    repeat(NUM_PLAIN + 8, (index) => {
      const x = tf.tensor1d([index, 1]);
      expect(numbers(reads({ x }).y)).toEqual([index * (index + 1), index + 1]);
      expect(numbers(counts({ x }).y)).toEqual([2 * index + 1, index + 2]);
    });
    expect(graphRuns).not.toHaveBeenCalled();
  });

  test("what is fresh is made anew at every run", () => {
    let count = 0;
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: x.add(fresh(() => tf.scalar(++count))) }));
    repeat(NUM_PLAIN + 3, (index) => expect(numbers(run({ x: tf.tensor1d([0]) }).y)).toEqual([index + 1]));
    expect(graphRuns).toHaveBeenCalledTimes(3);
  });

  test("dropout with a seed of the caller's own drops what its seed says, at every call", () => {
    const random = randomGenerator(1);
    const seeds: number[] = [];
    const run = traced(({ x }: { x: tf.Tensor1D }) => {
      seeds.push(random.seed());
      return { y: dropout(x, { rate: 0.5, seed: seeds.at(-1)! }) };
    });
    const x = tf.ones<tf.Rank.R1>([40]);
    repeat(NUM_PLAIN + 4, (index) => {
      const got = numbers(run({ x }).y);
      expect(got).toEqual(numbers(dropout(x, { rate: 0.5, seed: seeds[index]! })));
    });
    expect(seeds).toHaveLength(NUM_PLAIN + 4);
  });

  test("a layer's dropout becomes a graph that drops other numbers at every run", () => {
    const layer = new Dropout({ rate: 0.5 }, randomGenerator(1));
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: layer.apply(x, { isTraining: true }) }));
    const x = tf.ones<tf.Rank.R1>([40]);
    const masks = Array.from({ length: NUM_PLAIN + 4 }, () => numbers(run({ x }).y).join());
    expect(new Set(masks).size).toBe(masks.length);
    expect(graphRuns).toHaveBeenCalledTimes(4);
  });

  test("tells two inputs from one that is given twice", () => {
    const minus = ({ a, b }: Record<"a" | "b", tf.Tensor1D>) => ({ y: a.sub(b) });
    const run = traced(minus);
    const a = tf.tensor1d([3]);
    repeat(NUM_PLAIN + 1, () => run({ a, b: a }));
    expect(numbers(run({ a, b: tf.tensor1d([1]) }).y)).toEqual([2]);
  });

  test("under a gradient tape it runs as it stands", () => {
    const run = traced(product, { variables: () => [weight] });
    const x = tf.ones<tf.Rank.R2>([1, 2]);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    const slope = tf.grad((x) => run({ x: x as tf.Tensor2D }).parts[0]!)(x);
    expect(numbers(slope)).toEqual([1, 1]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("an input that the graph refuses gets the error of the function as it stands", () => {
    const table = tf.ones([3, 2]);
    const run = traced(({ rows }: { rows: tf.Tensor1D }) => {
      return { y: tf.gather(table, rows) };
    });
    const rows = (id: number) => ({ rows: tf.tensor1d([id], "int32") });
    repeat(NUM_PLAIN + 1, () => run(rows(2)));
    expect(() => run(rows(7))).toThrow("indices[0] = 7 is not in [0, 3)");
    expect(numbers(run(rows(1)).y)).toEqual([1, 1]);
  });

  test("a tensor that it had caught and that is gone makes it look again", () => {
    let offset = tf.scalar(1);
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: x.add(offset) }));
    const x = tf.tensor1d([1]);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    offset.dispose();
    offset = tf.scalar(5);
    expect(numbers(run({ x }).y)).toEqual([6]);
    repeat(3, () => expect(numbers(run({ x }).y)).toEqual([6]));
    expect(graphRuns).toHaveBeenCalledTimes(3);
  });

  test("leaves no tensors behind", () => {
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: dropout(x.add(1), { rate: 0.5, seed: 1 }) }));
    const x = tf.tensor1d([1, 2, 3]);
    repeat(NUM_PLAIN + 1, () => tf.dispose(run({ x })));
    expect(newTensors(() => tf.dispose(run({ x })))).toBe(0);
    expect(graphRuns).toHaveBeenCalledTimes(2);
  });
});

const sizes = { vocabSize: 9, embeddingSize: 5, hiddenSize: 6 };
const stack = { vocabSize: 9, dModel: 8, numHeads: 2, dFeedForward: 12, numLayers: 2 };
const random = () => randomGenerator("traced");
const pairs = [{ source: [4, 5, 6], target: [6, 5, 4] }, { source: [7, 8], target: [8, 7] }]; // prettier-ignore
const newSeq2Seq = () => {
  const config = { ...sizes, encoderSize: 6, score: "general" } as const;
  return new Seq2Seq(new Encoder(config, random()), new AttentionDecoder(config, random()));
};
const newTransformer = (dropout: number) =>
  new Transformer(
    new TransformerEncoder({ ...stack, dropout }, random()),
    new TransformerDecoder({ ...stack, dropout }, random()),
    { labelSmoothing: 0.1 },
  );
const sequences = [[4, 5, 6, 7], [7, 6, 5]]; // prettier-ignore

describe("training on graphs", () => {
  const models: [string, () => Trainable<never>, readonly unknown[]][] = [
    ["LanguageModel", () => new LanguageModel({ ...sizes, dropout: 0.2 }, random()), sequences],
    ["Seq2Seq", newSeq2Seq, pairs],
    ["Transformer", () => newTransformer(0.1), pairs],
    ["Gpt", () => new Gpt({ ...stack, maxTime: 6, dropout: 0.1 }, random()), sequences],
    [
      "SequenceClassifier",
      () => new SequenceClassifier(new TransformerEncoder(stack, random()), { numClasses: 3 }, random()),
      sequences.map((tokens, label) => ({ tokens, label })),
    ],
    [
      "TokenClassifier",
      () => new TokenClassifier(new TransformerEncoder(stack, random()), { numClasses: 3 }, random()),
      sequences.map((tokens) => ({ tokens, labels: tokens.map((id) => id % 3) })),
    ],
  ];

  test.each(models)("%s learns the same as without them", async (_, make, examples) => {
    const numSteps = NUM_PLAIN + 8;
    const batches = () => Array.from({ length: numSteps }, () => examples as never[]);
    const learn = async (model: Trainable<never>) => {
      const optimizer = new Adam({ learningRate: 0.01 });
      const learningRate = (step: number) => 0.01 / step;
      return train(model, batches, { epochs: 1, seed: 1, clipNorm: 0.5, optimizer, learningRate });
    };
    const [onGraphs, plain] = [make(), make()];
    const { steps } = await learn(onGraphs);
    expect(graphRuns).toHaveBeenCalledTimes(2 * 8); // the gradient, and Adam
    graphRuns.mockClear();
    const own = { parameters: plain.parameters, loss: (given: readonly never[]) => plain.loss(given) };
    const { steps: plainSteps } = await withoutGraphs(() => learn(own));
    expect(graphRuns).not.toHaveBeenCalled();
    steps.forEach(({ lossNats, gradientNorm }, step) => {
      expect(lossNats).toBeCloseTo(plainSteps[step]!.lossNats, 4);
      expect(gradientNorm).toBeCloseTo(plainSteps[step]!.gradientNorm, 3);
    });
    const [learnt, learntPlain] = [onGraphs, plain].map(({ parameters }) => Object.values(parameters));
    learnt!.forEach((parameter, index) => expectClose(parameter, learntPlain![index]!, 1e-4));
  });
});

describe("writing on graphs", () => {
  test("a GPT with a cache of any length writes the same as without cache, and says when it is full", () => {
    const model = new Gpt({ ...stack, maxTime: 30 }, random());
    const options = () => ({ numTokens: 26, random: randomGenerator(3), temperature: 3 });
    const written = generate(model, [4, 5], options());
    expect(graphRuns).toHaveBeenCalledTimes(25 - NUM_PLAIN);
    expect(generate(model, [4, 5], { ...options(), usesState: false })).toEqual(written);
    expect(() => generate(model, [4, 5], { ...options(), numTokens: 40 })).toThrow(
      "LearnedPositions.next: there are 30 positions, got 31 tokens",
    );
  });

  test("a language model writes the same as without state", () => {
    const model = new LanguageModel(sizes, random());
    const options = () => ({ numTokens: 20, random: randomGenerator(3), temperature: 3 });
    const written = generate(model, [4, 5], options());
    expect(graphRuns).toHaveBeenCalledTimes(19 - NUM_PLAIN);
    expect(generate(model, [4, 5], { ...options(), usesState: false })).toEqual(written);
  });

  test("a decoder with attention writes the same tokens and looks the same way", () => {
    const model = newSeq2Seq();
    const write = () => greedyDecode(model, [[4, 5, 6], [7, 8]], { maxTime: 5 }); // prettier-ignore
    const first = write();
    repeat(NUM_PLAIN, write);
    graphRuns.mockClear();
    const [last] = [write()];
    expect(graphRuns.mock.calls.length).toBeGreaterThan(2); // the encoder once, each step once
    expect(last.map(({ tokens }) => tokens)).toEqual(first.map(({ tokens }) => tokens));
    const looks = (written: typeof first) => tf.tensor1d(written.flatMap(({ weights }) => weights!.flat()));
    expectClose(looks(last), looks(first));
  });
});
