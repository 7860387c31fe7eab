/**
 * Random programs whose state changes at random steps: traced, they must give what they give as written, at every step.
 */
import { afterAll, beforeAll, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Dropout } from "../../../lib/dropout";
import { Graph } from "../../../lib/engine/graph";
import { pure } from "../../../lib/engine/pure";
import { traced } from "../../../lib/engine/traced";
import { Linear } from "../../../lib/linear";
import { randomGenerator, type RandomGenerator } from "../../../lib/random";

const NUM_PROGRAMS = 100;
const NUM_STEPS = 40;
/** Calls before a graph runs: ten as they stand, two on tape. */
const NUM_PLAIN = 12;
const WIDTH = 3;

const OPERATIONS = ["scale", "shift", "table", "weight", "drop", "linear", "kept", "activate"] as const;
type Operation = { kind: (typeof OPERATIONS)[number]; times: number };
type Inputs = { readonly x: tf.Tensor2D };

/** What nobody called pure reads this. */
let around = 0;

const variable = (value: number): tf.Variable => tf.variable(tf.fill([WIDTH], value));

/** A few operations in a row, and all kinds of state that they read. */
class Program {
  weights = [variable(0.5), variable(-0.5)];
  settings = { scale: 1, deep: { shift: 0 } };
  table = new Float32Array(WIDTH);
  kept: tf.Tensor = tf.zeros([WIDTH]);
  isTraining = true;
  readonly linear: Linear;
  readonly dropout: Dropout;

  constructor(
    readonly operations: Operation[],
    seed: number,
  ) {
    const random = randomGenerator(seed);
    this.linear = new Linear({ inputSize: WIDTH, outputSize: WIDTH }, random);
    this.dropout = new Dropout({ rate: 0.3 }, random);
  }

  activate(x: tf.Tensor2D): tf.Tensor2D {
    return x.tanh();
  }

  private apply(x: tf.Tensor2D, { kind, times }: Operation): tf.Tensor2D {
    const { settings, weights } = this;
    if (kind === "scale") return x.mul(settings.scale * times);
    if (kind === "shift") return x.add(settings.deep.shift);
    if (kind === "table") return x.add(tf.tensor1d(this.table));
    if (kind === "weight") return x.mul<tf.Tensor2D>(weights[0]!).add(weights[1]!);
    if (kind === "drop") return this.dropout.apply(x, { isTraining: this.isTraining });
    if (kind === "linear") return this.linear.apply(x);
    if (kind === "kept") return x.add(this.kept);
    return this.activate(x);
  }

  /** The loss and the slopes of all variables that are not frozen. */
  slope({ x }: Inputs): { loss: tf.Tensor; slopes: tf.Tensor[] } {
    const all = [...this.weights, ...Object.values(this.linear.parameters)];
    const learning = all.filter(({ trainable }) => trainable);
    const loss = () =>
      tf.tidy(() => {
        const last = this.operations.reduce((state, operation) => this.apply(state, operation), x);
        const reached = all.map((weight) => weight.sum().mul(0.1)); // each variable has a slope
        return tf.addN([last.sum(), ...reached]).asScalar();
      });
    if (learning.length === 0) return { loss: loss(), slopes: [] };
    const { value, grads } = tf.variableGrads(loss, learning);
    return { loss: value, slopes: learning.map(({ name }) => grads[name]!) };
  }
}
pure(Program);

const linearApply = (program: Program) => program.linear as { apply?: unknown };

/** A change of a program; `pick` draws numbers, so that two programs can be changed alike. */
type Change = (program: Program, pick: RandomGenerator) => void;

/** After these it may become a graph again. */
const pureChanges: Change[] = [
  (program, pick) => void (program.settings.scale = pick.uniform()),
  (program, pick) => void (program.settings.deep.shift = pick.uniform()),
  (program, pick) => void (program.settings.deep = { shift: pick.uniform() }),
  (program, pick) => void program.table.fill(pick.uniform()),
  (program, pick) => void (program.table = Float32Array.from({ length: WIDTH }, () => pick.uniform())),
  (program, pick) => {
    const weight = program.weights[pick.integer(2)]!;
    weight.trainable = !weight.trainable;
  },
  (program) => {
    const bias = program.linear.parameters["bias"]!;
    bias.trainable = !bias.trainable;
  },
  (program, pick) => void (program.weights[pick.integer(2)] = variable(pick.uniform())),
  (program, pick) => void (program.kept = tf.fill([WIDTH], pick.uniform())),
  (program) => void (program.isTraining = !program.isTraining),
  (program, pick) => void (pick.pick(program.operations).times = pick.uniform()),
  (program, pick) => void program.operations.push({ kind: pick.pick(OPERATIONS), times: pick.uniform() }),
  (program, pick) => {
    const times = pick.uniform();
    program.activate = pure((x: tf.Tensor2D) => x.mul(times));
  },
  (program) => {
    Reflect.deleteProperty(program, "activate");
    Reflect.deleteProperty(program.linear, "apply");
    Object.assign(program, { note: around }); // a change in any case
  },
];

/** After these it must run as written. */
const otherChanges: Change[] = [
  (program) => void (program.activate = (x) => x.mul(around)),
  (program) => {
    const { apply } = Linear.prototype;
    linearApply(program).apply = (x: tf.Tensor2D) => apply.call(program.linear, x).mul(around);
  },
];

/** Whether all its code is pure. */
const isPureNow = (program: Program): boolean =>
  !Object.hasOwn(program.linear, "apply") &&
  !(Object.hasOwn(program, "activate") && program.activate.toString().includes("around"));

let graphRuns: MockInstance<Graph["run"]>;
let dropped: MockInstance<Graph["dispose"]>;
beforeAll(() => {
  graphRuns = vi.spyOn(Graph.prototype, "run");
  dropped = vi.spyOn(Graph.prototype, "dispose");
});
afterAll(() => vi.restoreAllMocks());

const total = { steps: 0, changes: 0, mayBeGraphs: 0 };

/** Runs two programs that are alike, one traced, one as written, and changes both alike at random steps. */
function compare(seed: number): void {
  const pick = randomGenerator(seed);
  const operations = Array.from({ length: 1 + pick.integer(4) }, () => pick.pick(OPERATIONS));
  const make = () => new Program(operations.map((kind) => ({ kind, times: 1 })), seed); // prettier-ignore
  const [plain, other] = [make(), make()];
  const run = traced(
    (inputs: Inputs) => other.slope(inputs),
    () => [other],
  );
  const numCalls = new Map<number, number>(); // since the last change, by the batch's length
  for (let step = 0; step < NUM_STEPS; step++) {
    around = pick.uniform();
    if (pick.uniform() < 0.05) {
      const change = pick.pick(pick.uniform() < 0.8 ? pureChanges : otherChanges);
      const numbers = pick.seed();
      [plain, other].forEach((program) => change(program, randomGenerator(numbers)));
      numCalls.clear();
      total.changes += 1;
    }
    if (pick.uniform() < 0.3)
      for (const { weights } of [plain, other]) weights[0]!.assign(tf.fill([WIDTH], around));
    const batch = pick.uniform() < 0.9 ? 2 : 4;
    const x = tf.fill<tf.Rank.R2>([batch, WIDTH], pick.uniform());
    numCalls.set(batch, (numCalls.get(batch) ?? 0) + 1);
    const mayBeGraph = isPureNow(other) && numCalls.get(batch)! > NUM_PLAIN;
    const before = graphRuns.mock.calls.length;
    const [wanted, got] = [plain.slope({ x }), run({ x })];
    const told = `program ${seed}, step ${step}`;
    expect(graphRuns.mock.calls.length - before, `${told}: graphs`).toBe(mayBeGraph ? 1 : 0);
    expect(got.slopes.length, told).toBe(wanted.slopes.length);
    const numbers = ({ loss, slopes }: typeof got) =>
      tf.concat([loss, ...slopes].map((tensor) => tensor.flatten())).dataSync();
    const [here, there] = [numbers(got), numbers(wanted)];
    expect(Math.max(...here.map((number, index) => Math.abs(number - there[index]!))), told).toBeLessThan(
      1e-4,
    );
    total.steps += 1;
    total.mayBeGraphs += mayBeGraph ? 1 : 0;
  }
}

describe("random programs whose state changes at random steps", () => {
  test(`${NUM_PROGRAMS} of them give the same traced as they stand, and run as graphs wherever they may`, () => {
    for (let seed = 1; seed <= NUM_PROGRAMS; seed++) tf.tidy(() => compare(seed));
    const counts = { ...total, graphRuns: graphRuns.mock.calls.length, dropped: dropped.mock.calls.length };
    console.log(counts);
    expect(counts.graphRuns).toBe(total.mayBeGraphs);
    expect(counts.graphRuns).toBeGreaterThan(0.25 * counts.steps);
    expect(counts.dropped).toBeGreaterThan(NUM_PROGRAMS / 4);
  }, 300_000);
});
