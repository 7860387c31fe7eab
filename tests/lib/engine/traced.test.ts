import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Dropout, dropout } from "../../../lib/dropout";
import { Graph, NUM_IDLE_RUNS, NUM_KEPT } from "../../../lib/engine/graph";
import { randomGenerator } from "../../../lib/random";
import { fresh } from "../../../lib/engine/tape";
import { traced } from "../../../lib/engine/traced";
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

  test("keeps at most as many graphs as are in use: one that has not run for long gives its memory back, and runs again", () => {
    const model = (factor: number) => traced(({ x }: { readonly x: tf.Tensor2D }) => ({ y: x.mul(factor) }));
    const x = normal<tf.Rank.R2>([3, 2], 1);
    const models = Array.from({ length: NUM_KEPT + 5 }, (_, index) => model(index));
    const dropped = vi.spyOn(Graph.prototype, "dispose");
    models.forEach((run) => repeat(NUM_PLAIN + 1, () => tf.dispose(run({ x }))));
    const own = new Set(graphRuns.mock.contexts);
    expect(dropped.mock.contexts.filter((graph) => own.has(graph))).toEqual([]); // all of them ran a moment ago
    repeat(NUM_IDLE_RUNS + 1, () => tf.dispose(models.at(-1)!({ x })));
    const another = model(-1);
    repeat(NUM_PLAIN + 1, () => tf.dispose(another({ x })));
    expect(dropped.mock.calls.length).toBeGreaterThanOrEqual(NUM_KEPT);
    graphRuns.mockClear();
    repeat(4, () => expectClose(models[2]!({ x }).y, x.mul(2)));
    expect(graphRuns).toHaveBeenCalledTimes(2); // after two calls on tape
  });

  test("runs as it stands at first, then as a graph, with the same results and every number of its inputs anew", () => {
    const run = traced(product, () => [weight]);
    repeat(NUM_PLAIN + 3, (index) => {
      const x = normal<tf.Rank.R2>([3, 2], index);
      const [got, wanted] = [run({ x }), product({ x })];
      expectClose(got.y, wanted.y);
      expectClose(got.parts[0]!, wanted.parts[0]!);
    });
    expect(graphRuns).toHaveBeenCalledTimes(3);
  });

  test("follows a variable that has changed", () => {
    const run = traced(product, () => [weight]);
    const x = normal<tf.Rank.R2>([3, 2], 1);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    weight.assign(normal([2, 2], 2));
    expectClose(run({ x }).y, product({ x }).y);
    expect(graphRuns).toHaveBeenCalledTimes(2);
  });

  test("makes one graph for each shape", () => {
    const run = traced(product, () => [weight]);
    repeat(NUM_PLAIN + 1, () => [3, 5].forEach((rows) => run({ x: tf.ones([rows, 2]) })));
    expect(graphRuns).toHaveBeenCalledTimes(2);
    expect(run({ x: tf.ones([5, 2]) }).y.shape).toEqual([5, 2]);
  });

  test("an axis that grows needs one graph for all its lengths", () => {
    const longer = ({ x }: { readonly x: tf.Tensor2D }) => ({ x: tf.concat([x, x.sum(0, true)]) });
    const run = traced(longer);
    let x = tf.ones<tf.Rank.R2>([1, 2]);
    repeat(NUM_PLAIN + 4, () => {
      expectClose(run({ x }).x, longer({ x }).x);
      x = x.concat(normal<tf.Rank.R2>([1, 2], x.shape[0]));
    });
    expect(graphRuns).toHaveBeenCalledTimes(4);
  });

  test("a function that uses the length of a growing axis never becomes a graph", () => {
    const longer = ({ x }: { readonly x: tf.Tensor1D }) => ({
      x: tf.concat([x, tf.ones<tf.Rank.R1>([1])]),
      mean: x.sum().div(x.size),
    });
    const run = traced(longer);
    let x = tf.ones<tf.Rank.R1>([1]);
    repeat(NUM_PLAIN + 8, () => {
      const next = run({ x });
      expect(numbers(next.mean)).toEqual([1]);
      x = next.x;
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
    const run = traced(product, () => [weight]);
    const x = tf.ones<tf.Rank.R2>([1, 2]);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    const slope = tf.grad((x) => run({ x: x as tf.Tensor2D }).parts[0]!)(x);
    expect(numbers(slope)).toEqual([1, 1]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("an input that the graph refuses gets the error of the function as it stands", () => {
    const table = tf.ones([3, 2]);
    const run = traced(
      ({ rows }: { rows: tf.Tensor1D }) => ({ y: tf.gather(table, rows) }),
      () => [table],
    );
    const rows = (id: number) => ({ rows: tf.tensor1d([id], "int32") });
    repeat(NUM_PLAIN + 1, () => run(rows(2)));
    expect(() => run(rows(7))).toThrow("indices[0] = 7 is not in [0, 3)");
    expect(numbers(run(rows(1)).y)).toEqual([1, 1]);
  });

  test("a tensor that it reads and that is replaced makes it start over", () => {
    const holder = { offset: tf.scalar(1) };
    const run = traced(
      ({ x }: { x: tf.Tensor1D }) => ({ y: x.add(holder.offset) }),
      () => [holder],
    );
    const x = tf.tensor1d([1]);
    repeat(NUM_PLAIN + 1, () => run({ x }));
    holder.offset.dispose();
    holder.offset = tf.scalar(5);
    repeat(NUM_PLAIN + 1, () => expect(numbers(run({ x }).y)).toEqual([6]));
    expect(graphRuns).toHaveBeenCalledTimes(2);
  });

  test("one that reads a tensor from elsewhere never becomes a graph, whenever that is replaced", () => {
    let offset = tf.scalar(1);
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: x.add(offset) }));
    const x = tf.tensor1d([1]);
    repeat(NUM_PLAIN + 3, (index) => {
      offset = tf.scalar(index);
      expect(numbers(run({ x }).y)).toEqual([index + 1]);
    });
    expect(graphRuns).not.toHaveBeenCalled();
  });

  test("leaves no tensors behind", () => {
    const run = traced(({ x }: { x: tf.Tensor1D }) => ({ y: dropout(x.add(1), { rate: 0.5, seed: 1 }) }));
    const x = tf.tensor1d([1, 2, 3]);
    repeat(NUM_PLAIN + 1, () => tf.dispose(run({ x })));
    expect(newTensors(() => tf.dispose(run({ x })))).toBe(0);
    expect(graphRuns).toHaveBeenCalledTimes(2);
  });
});
