/**
 * A graph never gives another result than the function as it now stands: one test for each kind of change.
 */
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Graph } from "../../../lib/engine/graph";
import { pure } from "../../../lib/engine/pure";
import { traced, withoutGraphs } from "../../../lib/engine/traced";
import { LanguageModel } from "../../../lib/language-model";
import { zeroParameter } from "../../../lib/parameters";
import { randomGenerator } from "../../../lib/random";
import { train, type Trainable } from "../../../lib/training";
import { expectClose, numbers } from "../tensors";

let graphRuns: MockInstance<Graph["run"]>;
beforeEach(() => void (graphRuns = vi.spyOn(Graph.prototype, "run")));
afterEach(() => vi.restoreAllMocks());

type Batch = { readonly x: tf.Tensor1D };

/** Its loss is w · mean(x) + b and some numbers that lie at several depths. */
class Line {
  readonly parameters = { weight: zeroParameter([1]), bias: zeroParameter([1]) };
  ratio = 0;
  settings: { shift: number; names?: string[] } = { shift: 0 };
  table = new Float32Array([0, 0]);
  offset: tf.Tensor = tf.scalar(0);
  static base = 0;

  loss(examples: readonly number[]): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(examples)));
  }

  batchOf(examples: readonly number[]): Batch {
    return { x: tf.tensor1d([...examples]) };
  }

  batchLoss({ x }: Batch): tf.Scalar {
    const { weight, bias } = this.parameters;
    const line = () => x.mul(weight).add(bias).mean();
    const { shift, names = [] } = this.settings;
    const own = this.ratio ** 2 + shift + names.length + Line.base;
    return tf.tidy(() => line().add(own).add(tf.tensor1d(this.table).sum()).add(this.offset).asScalar());
  }
}
pure(Line);

/** A loss that depends on a parameter, as TensorFlow.js wants it, but always has this value. */
const always = (model: Pick<Line, "parameters">, loss: number): tf.Scalar =>
  tf.tidy(() => model.parameters.bias.mul(0).add(loss).asScalar());

const NUM_STEPS = 20;
const still = { epochs: 1, seed: 1, optimizer: tf.train.sgd(1), learningRate: () => 0 };

/** Trains for some steps that change nothing, and tells the losses. */
async function losses(model: Trainable<number>): Promise<number[]> {
  const batches = () => Array.from({ length: NUM_STEPS }, () => [1, 2, 3]);
  const { steps } = await train(model, batches, still);
  return steps.map(({ lossNats }) => lossNats);
}

const all = (loss: number): number[] => Array(NUM_STEPS).fill(loss) as number[];

describe("train follows a pure model of one's own", () => {
  const changes: [string, (model: Line) => void, number][] = [
    ["an option", (model) => (model.ratio = 2), 4],
    ["an option of a part", (model) => (model.settings.shift = 3), 3],
    ["a part that is replaced", (model) => (model.settings = { shift: 5 }), 5],
    ["an option that was not there", (model) => (model.settings.names = ["a"]), 1],
    ["an array that is filled anew", (model) => model.table.fill(4), 8],
    ["a tensor that is replaced", (model) => (model.offset = tf.scalar(7)), 7],
    ["a number of its class", () => (Line.base = 9), 9],
    ["a parameter", (model) => model.parameters.bias.assign(tf.tensor1d([6])), 6],
    ["a method", (model) => (model.batchLoss = () => always(model, 42)), 42],
    ["the loss", (model) => (model.loss = () => always(model, 43)), 43],
    ["what it reads of examples", (model) => (model.batchOf = () => ({ x: tf.tensor1d([NaN]) })), NaN],
  ];

  test.each(changes)("%s, changed between two trainings", async (_, change, loss) => {
    const model = new Line();
    expect(await losses(model)).toEqual(all(0));
    expect(graphRuns).toHaveBeenCalled();
    change(model);
    const learnt = losses(model);
    if (Number.isNaN(loss)) await expect(learnt).rejects.toThrow("the loss is NaN at step 1");
    else expect(await learnt).toEqual(all(loss));
    Line.base = 0;
  });

  test("an option, changed after each epoch", async () => {
    const model = new Line();
    const batches = () => Array.from({ length: NUM_STEPS }, () => [1, 2, 3]);
    const onEpoch = () => void (model.ratio += 5);
    const { steps } = await train(model, batches, { ...still, epochs: 3, onEpoch });
    expect(steps.map(({ lossNats }) => lossNats)).toEqual([...all(0), ...all(25), ...all(100)]);
    expect(graphRuns).toHaveBeenCalledTimes(3 * (NUM_STEPS - 12));
  });

  test("a subclass that overrides only the loss has that loss", async () => {
    class Other extends Line {
      override loss() {
        return always(this, 44);
      }
    }
    expect(await losses(new (pure(Other))())).toEqual(all(44));
  });

  test("a model that counts its own calls", async () => {
    class Counter extends Line {
      numCalls = 0;
      override batchLoss(batch: Batch) {
        this.numCalls += 1;
        return super.batchLoss(batch);
      }
    }
    const model = new (pure(Counter))();
    await losses(model);
    expect(model.numCalls).toBe(NUM_STEPS);
  });
});

describe("train runs code as written that nobody called pure", () => {
  let around = 0;
  beforeEach(() => void (around = 0));

  /** Losses of a model whose code reads a variable around it, which grows at every step. */
  async function followed(model: Trainable<number>): Promise<void> {
    const batches = () => Array.from({ length: NUM_STEPS }, () => [1, 2, 3]);
    const { steps } = await train(model, batches, { ...still, onStep: () => void (around += 1) });
    expect(steps.map(({ lossNats }) => lossNats)).toEqual(Array.from({ length: NUM_STEPS }, (_, n) => n));
  }

  test("a class", async () => {
    class Mine extends Line {
      override batchLoss() {
        return always(this, around);
      }
    }
    await followed(new Mine());
  });

  test("an object", async () => {
    const { parameters } = new Line();
    const batchLoss = () => always({ parameters }, around);
    await followed({ parameters, loss: batchLoss, batchOf: () => ({ x: tf.scalar(1) }), batchLoss });
  });

  test("a method that was replaced", async () => {
    const model = new Line();
    model.batchLoss = () => always(model, around);
    await followed(model);
  });

  test("a method of the class that was replaced", async () => {
    const model = new Line();
    const batchLoss = vi.spyOn(Line.prototype, "batchLoss");
    batchLoss.mockImplementation(() => always(model, around));
    await followed(model);
    expect(batchLoss).toHaveBeenCalledTimes(NUM_STEPS);
  });

  test("a getter", async () => {
    const model = new Line();
    Object.defineProperty(model.settings, "shift", { get: () => around });
    await followed(model);
  });

  test("a proxy", async () => {
    const model = new Line();
    model.settings = new Proxy({ shift: 0 }, { get: (_, name) => (name === "shift" ? around : undefined) });
    await followed(model);
  });
});

describe("a model of lib", () => {
  const sizes = { vocabSize: 6, embeddingSize: 3, hiddenSize: 4 };
  const newModel = () => new LanguageModel(sizes, randomGenerator(1));
  type Parts = Record<"embedding" | "output", { apply(inputs: tf.Tensor): tf.Tensor }>;
  const partsOf = (model: LanguageModel) => model as unknown as Parts;
  const sequence = [4, 5, 4, 5];

  /** The loss of a batch after enough steps for a graph, and how many graphs ran in the meantime. */
  async function lossOf(model: LanguageModel) {
    const before = graphRuns.mock.calls.length;
    const { steps } = await train(model, () => Array(NUM_STEPS).fill([sequence]) as number[][][], still);
    const [loss] = await withoutGraphs(() => model.loss([sequence]).dataSync());
    expect(steps.at(-1)!.lossNats).toBeCloseTo(loss!, 5);
    return graphRuns.mock.calls.length - before;
  }

  test("has graphs from its 13th step on", async () => {
    expect(await lossOf(newModel())).toBe(NUM_STEPS - 12);
  });

  test("follows a layer that was replaced by one of the same kind, with a graph again", async () => {
    const model = newModel();
    await lossOf(model);
    Object.assign(model, { embedding: partsOf(newModel()).embedding });
    await lossOf(model);
    Object.assign(model, { embedding: partsOf(new LanguageModel(sizes, randomGenerator(2))).embedding });
    expect(await lossOf(model)).toBe(NUM_STEPS - 12);
  });

  test("runs as written with a layer of one's own, and with a layer's method replaced", async () => {
    const model = newModel();
    await lossOf(model);
    const { apply } = partsOf(model).output;
    partsOf(model).output.apply = function (this: Parts["output"], inputs) {
      return apply.call(this, inputs).mul(2);
    };
    expect(await lossOf(model)).toBe(0);
    partsOf(model).output.apply = apply;
    expect(await lossOf(model)).toBe(NUM_STEPS - 12);
    const embedding = partsOf(model).embedding;
    partsOf(model).embedding = { ...embedding, apply: (tokens) => embedding.apply(tokens).mul(3) };
    expect(await lossOf(model)).toBe(0);
  });
});

describe("traced", () => {
  const steps = (run: (index: number) => void) =>
    Array.from({ length: 30 }).forEach((_, index) => run(index));

  test("remembers the numbers of an array that is filled anew before each use", () => {
    const array = new Float32Array(1);
    const run = traced(({ x }: { readonly x: tf.Tensor1D }) => ({
      sum: [1, 2, 3].reduce((sum, number) => sum.add(tf.tensor1d(array.fill(number))), x as tf.Tensor),
    }));
    steps(() => expect(numbers(run({ x: tf.tensor1d([0]) }).sum)).toEqual([6]));
    expect(graphRuns).toHaveBeenCalledTimes(30 - 12);
  });

  test("follows numbers and texts among its inputs, and gives them back", () => {
    const run = traced(({ x, times, name }: { x: tf.Tensor1D; times: number; name: string }) => ({
      y: x.mul(times),
      next: times + 1,
      name,
    }));
    steps((index) => {
      const times = index < 20 ? 2 : 5;
      const { y, next, name } = run({ x: tf.tensor1d([3]), times, name: `${times}` });
      expect([numbers(y), next, name]).toEqual([[3 * times], times + 1, `${times}`]);
    });
    expect(graphRuns).toHaveBeenCalledTimes(20 - 12);
  });

  test("gives back an input or a variable that is part of the result, the very same", () => {
    const weight = tf.variable(tf.tensor1d([1]));
    const run = traced(
      ({ x }: { x: tf.Tensor1D }) => ({ x, weight, y: x.add(weight) }),
      () => [weight],
    );
    steps(() => {
      const x = tf.tensor1d([1]);
      const result = run({ x });
      expect(result.x).toBe(x);
      expect(result.weight).toBe(weight);
    });
    expect(graphRuns).toHaveBeenCalledTimes(30 - 12);
  });

  test("tells an input that shares its numbers with a variable from one that does not", () => {
    const weight = tf.variable(tf.tensor1d([1]));
    const run = traced(
      ({ x }: { x: tf.Tensor1D }) => ({ y: x.mul(10).add(weight) }),
      () => [weight],
    );
    steps(() => run({ x: weight.clone() }));
    expectClose(run({ x: tf.tensor1d([2]) }).y, tf.tensor1d([21]));
  });

  test("a class with # fields cannot be called pure", () => {
    class Hidden {
      #ratio = 1;
      loss = () => this.#ratio;
    }
    expect(() => pure(Hidden)).toThrow(
      "pure: Hidden has fields with #, which cannot be watched; write private",
    );
  });
});
