import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Graph } from "../../../lib/engine/graph";
import { cacheLength } from "../../../lib/engine/cache-length";
import { namedOperations } from "../../../lib/engine/output-names";
import { pure } from "../../../lib/engine/pure";
import { repeatedStep, type StepInputs, type StepResult } from "../../../lib/engine/repeated-step";
import { fresh, tape } from "../../../lib/engine/tape";
import { withoutGraphs } from "../../../lib/engine/traced";
import { Lstm } from "../../../lib/lstm";
import { masked } from "../../../lib/masked";
import { maskedSoftmax, prepareMask } from "../../../lib/masked-softmax";
import { randomGenerator } from "../../../lib/random";
import { newTensors, numbers } from "../tensors";

/** Steps before a graph runs: ten as they stand, two on tape. */
const NUM_PLAIN = 12;

let graphRuns: MockInstance<Graph["run"]>;
beforeEach(() => void (graphRuns = vi.spyOn(Graph.prototype, "run")));
afterEach(() => vi.restoreAllMocks());

type Row = { readonly x: tf.Tensor2D };
type Step<Carried> = (
  model: object,
  inputs: StepInputs<{ readonly last: tf.Tensor }, Carried>,
) => StepResult<Carried, Row>;

const scalar = (value: number) => tf.scalar(value);
const isPast = (x: tf.Tensor, last: tf.Tensor) => x.max().greater(last).asScalar();

/** Runs a step from a state on, several times in a row, and says what it showed at last. */
function lastOf<Carried>(
  step: Step<Carried>,
  first: () => Carried,
  { last = 1e6, maxSteps = 8 } = {},
): number[] {
  const model = pure({ step });
  const run = () =>
    tf.tidy(() => {
      const { x } = repeatedStep(
        model,
        "test",
        step,
      )({ given: { last: scalar(last) }, carried: first() }, maxSteps);
      return numbers(x);
    });
  const before = run();
  for (let i = 0; i < NUM_PLAIN; i++) expect(run()).toEqual(before);
  graphRuns.mockClear();
  expect(run()).toEqual(before);
  return before;
}

describe("a repeated step", () => {
  const double: Step<Row> = (_, { given, carried }) => {
    const x = carried.x.mul<tf.Tensor2D>(2);
    return { carried: { x }, shown: { x: x.clone() }, isOver: isPast(x, given.last) };
  };
  const one = () => ({ x: tf.ones<tf.Rank.R2>([1, 1]) });

  test("is one run of one graph, however many steps there are", () => {
    expect(lastOf(double, one)).toEqual([2, 4, 8, 16, 32, 64, 128, 256]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
    expect(lastOf(double, one, { maxSteps: 1 })).toEqual([2]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("ends after the step that says so", () => {
    expect(lastOf(double, one, { last: 20 })).toEqual([2, 4, 8, 16, 32]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("carries a state that grows, and one that stays", () => {
    type State = { readonly all: tf.Tensor2D; readonly still: tf.Tensor2D };
    const grow: Step<State> = (_, { given, carried: { all, still } }) => {
      const next = all.sum(1, true).add<tf.Tensor2D>(still); // [1, 1]
      const carried = { all: tf.concat([all, next], 1), still };
      return { carried, shown: { x: next }, isOver: isPast(next, given.last) };
    };
    const state = () => ({ all: tf.ones<tf.Rank.R2>([1, 1]), still: tf.zeros<tf.Rank.R2>([1, 1]) });
    expect(lastOf(grow, state, { last: 30 })).toEqual([1, 2, 4, 8, 16, 32]);
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("does once what is the same at every step, and shows it at every step", () => {
    const add: Step<Row> = (_, { given, carried }) => {
      const same = given.last.sub<tf.Scalar>(1).reshape<tf.Tensor2D>([1, 1]);
      const x = carried.x.add<tf.Tensor2D>(same.div(10));
      return { carried: { x }, shown: { x: same }, isOver: isPast(x, given.last) };
    };
    expect(lastOf(add, one, { last: 41 })).toEqual(Array(8).fill(40));
    expect(lastOf(add, one, { last: 11 })).toEqual(Array(8).fill(10));
    expect(graphRuns).toHaveBeenCalledTimes(1);
  });

  test("that cannot go around in a graph is done step by step, with the same results", () => {
    type Pair = { readonly a: tf.Tensor2D; readonly b: tf.Tensor2D };
    const swap: Step<Pair> = (_, { given, carried: { a, b } }) => {
      const next = a.add<tf.Tensor2D>(b);
      return { carried: { a: b, b: next }, shown: { x: next.clone() }, isOver: isPast(next, given.last) };
    };
    const ones = () => ({ a: tf.ones<tf.Rank.R2>([1, 1]), b: tf.ones<tf.Rank.R2>([1, 1]) });
    expect(lastOf(swap, ones)).toEqual([2, 3, 5, 8, 13, 21, 34, 55]);
    expect(graphRuns).toHaveBeenCalledTimes(8);
    const unnamed: Step<Row> = (_, { given, carried }) => {
      const x = carried.x.add<tf.Tensor2D>(carried.x.atan().floor().add(1)); // the graph's function knows no Atan
      return { carried: { x }, shown: { x: x.clone() }, isOver: isPast(x, given.last) };
    };
    expect(lastOf(unnamed, one, { maxSteps: 3 })).toEqual([2, 4, 6]);
    expect(graphRuns).toHaveBeenCalledTimes(3);
  });

  test("carries one tensor in two places on as two", () => {
    type Pair = { readonly a: tf.Tensor2D; readonly b: tf.Tensor2D };
    const grow: Step<Pair> = (_, { given, carried: { a, b } }) => {
      const [doubled, sum] = [a.mul<tf.Tensor2D>(2), a.add<tf.Tensor2D>(b).add<tf.Tensor2D>(1)];
      return { carried: { a: doubled, b: sum }, shown: { x: sum.clone() }, isOver: isPast(sum, given.last) };
    };
    const same = () => {
      const one = tf.ones<tf.Rank.R2>([1, 1]);
      return { a: one, b: one };
    };
    expect(lastOf(grow, same, { maxSteps: 5 })).toEqual([3, 6, 11, 20, 37]);
  });

  test("draws anew at every step", () => {
    let drawn = 0;
    const draw: Step<Row> = (_, { given, carried }) => {
      const x = carried.x.add<tf.Tensor2D>(fresh(() => scalar((drawn += 1))));
      return { carried: { x }, shown: { x: x.clone() }, isOver: isPast(x, given.last) };
    };
    pure(draw);
    const model = pure({ draw });
    const run = () => {
      drawn = 0;
      const first = { given: { last: scalar(1e6) }, carried: one() };
      return numbers(repeatedStep(model, "test", draw)(first, 4).x);
    };
    for (let i = 0; i < 2 * NUM_PLAIN; i++) expect(run()).toEqual([2, 4, 7, 11]);
  });

  test("leaves what it showed and no other tensor, with a graph and without", async () => {
    const model = pure({ double });
    const run = () => {
      const first = { given: { last: scalar(1e6) }, carried: one() };
      const { x } = repeatedStep(model, "test", double)(first, 5);
      tf.dispose([x, first.given.last, first.carried.x]);
    };
    for (let i = 0; i < NUM_PLAIN; i++) expect(newTensors(run)).toBe(0);
    await withoutGraphs(() => expect(newTensors(run)).toBe(0));
  });

  test("tells an error of a step in the words of the step, though a graph met it", () => {
    const check: Step<Row> = (_, { given, carried }) => {
      const x = tf.gather(
        tf.tensor2d([[1], [2], [3]]),
        carried.x.cast("int32").reshape<tf.Tensor1D>([1]),
      ) as tf.Tensor2D;
      return { carried: { x }, shown: { x: x.clone() }, isOver: isPast(x, given.last) };
    };
    const model = pure({ check });
    const write = (maxSteps: number) =>
      numbers(
        repeatedStep(
          model,
          "test",
          check,
        )({ given: { last: scalar(9) }, carried: { x: tf.zeros([1, 1]) } }, maxSteps).x,
      );
    for (let i = 0; i < 2 * NUM_PLAIN; i++) expect(write(3)).toEqual([1, 2, 3]);
    expect(() => write(4)).toThrow(/3|indices/);
    expect(write(3)).toEqual([1, 2, 3]);
  });
});

describe("the outputs' names", () => {
  /** Functions of x [1, 2], numbers in (0, 1), which together ask for every operation in the table. */
  const functions: readonly ((x: tf.Tensor2D) => tf.Tensor)[] = [
    (x) =>
      x
        .abs()
        .cos()
        .erf()
        .exp()
        .floor()
        .log()
        .neg()
        .reciprocal()
        .rsqrt()
        .sigmoid()
        .sin()
        .sqrt()
        .square()
        .tanh(),
    (x) => x.greater(0.5).logicalNot().logicalAnd(x.less(1)).logicalOr(x.equal(x)).all(1).expandDims(1),
    (x) => x.greaterEqual(0.5).any(1).cast("float32"),
    (x) => tf.where(x.lessEqual(0.5), x.argMax(1).cast("float32"), x.argMin(1).cast("float32")),
    (x) => tf.where(x.notEqual(0.5), x.floorDiv(0.3), x.mod(0.2)),
    (x) => x.maximum(0.4).minimum(0.5).pow(2).div(3).sub(0.1).squaredDifference(x),
    (x) => x.max(1).add(x.min(1)).add(x.mean(1)).mul(x.sum(1)),
    (x) => tf.matMul(x.transpose<tf.Tensor2D>(), x).softmax(1).logSoftmax(1).relu(),
    (x) => tf.matMul(x.reshape([1, 2, 1]), x.reshape([1, 1, 2])).squeeze([0]),
    (x) =>
      tf
        .stack(tf.unstack(tf.concat(tf.split(x, 2, 1), 1), 1), 1)
        .tile([1, 2])
        .gather([0, 1], 1),
    (x) =>
      x
        .slice([0, 1], [1, 1])
        .add(x.stridedSlice([0, 0], [1, 2], [1, 2]))
        .add(tf.range(0, 1)),
    (x) => x.add(tf.fill([1, 2], 0.5)).add(cacheLength(x.reshape([1, 1, 1, 2])).cast("float32")),
    (x) => masked(x.expandDims(0), tf.ones([1, 1, 2], "int32")),
    (x) => maskedSoftmax(x, prepareMask(tf.tensor2d([[1, 0]], undefined, "int32"))),
    (x) => new Lstm({ inputSize: 2, hiddenSize: 2 }, randomGenerator(1)).run(x.expandDims(0)).hiddens,
  ];

  test.each(functions.map((run) => [String(run).replace(/__vite\w+\./g, ""), run] as const))(
    "are right in %s",
    (_, run) => {
      const step: Step<Row> = (_, { given, carried }) => {
        const changed = run(carried.x).cast("float32").flatten().slice([0], [1]).tanh().abs();
        const x = tf.concat([changed, changed.mul(0.5)]).reshape<tf.Tensor2D>([1, 2]);
        return { carried: { x }, shown: { x: x.clone() }, isOver: isPast(x, given.last) };
      };
      lastOf(step, () => ({ x: tf.tensor2d([[0.3, 0.6]]) }));
      expect(graphRuns).toHaveBeenCalledTimes(1);
    },
  );

  test("have been tried, all of them", () => {
    const asked = functions.flatMap((run) => tape(() => run(tf.tensor2d([[0.3, 0.6]]))).tape.operations);
    const names = new Set([...asked.map(({ name }) => name), "Const"]);
    expect([...namedOperations].filter((name) => !names.has(name))).toEqual([]);
  });
});
