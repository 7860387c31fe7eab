/** A sheet of three one-line tasks: what the grader's own tests grade, so that a sandbox's start is all they wait for. */
import { tf } from "../../../lib/tf";
import { call, callWithGradients, leaksNothing, likeReference, rejects } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import type { Sheet, Task } from "../../../tools/exercises/sheet";

type Matrix = import("../../../lib/tf").tf.Tensor2D;

const doubled: Task = {
  name: "doubled",
  reference: (x: Matrix) => tf.tidy(() => x.mul(2)),
  mistakes: [
    {
      says: "you square the numbers instead of doubling them",
      answer: (x: Matrix) => tf.tidy(() => x.square()),
    },
  ],
  alternatives: [{ name: "a sum", answer: (x: Matrix) => tf.tidy(() => x.add(x)) }],
  cases: [
    likeReference("twice each number", {
      points: 1,
      calls: () => callWithGradients(["0"], floats([[1, 2], [3, 4]])), // prettier-ignore
    }),
    likeReference("twice each number of matrices that nobody has seen", {
      points: 2,
      hidden: true,
      calls: (draw) => [call(draw.normal(2, 3)), call(draw.normal(4, 1))],
    }),
  ],
};

const rowSums: Task = {
  name: "rowSums",
  reference: (x: Matrix) => tf.tidy(() => x.sum(1)),
  mistakes: [{ says: "the sum runs over the rows", answer: (x: Matrix) => tf.tidy(() => x.sum(0)) }],
  alternatives: [
    {
      name: "a product with ones",
      answer: (x: Matrix) => tf.tidy(() => x.matMul(tf.ones([x.shape[1], 1])).squeeze([1])),
    },
  ],
  cases: [
    likeReference("one sum for each row", { points: 1, calls: (draw) => call(draw.normal(2, 3)) }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(draw.normal(3, 2)) }),
  ],
};

function greetingOf(name: string): string {
  if (name === "") throw new RangeError("greeting: the name is empty");
  return `Hello, ${name}!`;
}

const greeting: Task = {
  name: "greeting",
  reference: greetingOf,
  mistakes: [{ says: "the name is missing", answer: () => "Hello!" }],
  alternatives: [
    {
      name: "joined",
      answer: (name: string) => (name === "" ? greetingOf("") : ["Hello, ", name, "!"].join("")),
    },
  ],
  cases: [
    likeReference("greets by name", { points: 1, calls: () => call("Min-ji") }),
    rejects("refuses an empty name", { points: 1, naming: ["empty"], calls: () => call("") }),
  ],
};

export const sheet: Sheet = { slug: "90-tiny", tasks: [doubled, rowSums, greeting] };

/** Right answers, as cells. */
export const solutions: Readonly<Record<string, string>> = {
  doubled: "export const doubled = (x: tf.Tensor2D): tf.Tensor => tf.tidy(() => x.mul(2));",
  rowSums: "export function rowSums(x: tf.Tensor2D): tf.Tensor {\n  return tf.tidy(() => x.sum(1));\n}",
  greeting:
    'export function greeting(name: string): string {\n  if (name === "") throw new RangeError("greeting: the name is empty");\n  return `Hello, ${name}!`;\n}',
};
