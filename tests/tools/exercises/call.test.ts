import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { runCalls } from "../../../tools/exercises/call";
import { load } from "../../../tools/exercises/load";

describe("calls of two answers at once, as where several submissions are judged", () => {
  /** A training in small: tensors that live while others get their turn. */
  async function train(steps: number): Promise<tf.Tensor> {
    let sum = tf.tensor1d([0]);
    for (let step = 0; step < steps; step += 1) {
      await new Promise((go) => setTimeout(go, 1));
      sum = sum.add(1);
    }
    return sum;
  }

  test("give what each gives alone: none's scope takes the tensors of another", async () => {
    const results = await Promise.all(
      [3, 9, 5].map((steps) => runCalls(train, [{ args: [steps], again: true }], { load, seconds: 5 })),
    );
    expect(results.flat()).toMatchObject(
      [3, 9, 5].map((steps) => ({
        value: { $tensor: { values: [steps] } },
        leaked: steps,
        changed: [],
        isPromise: true,
      })),
    );
    results.flat().forEach((result) => expect(result).not.toHaveProperty("again"));
  });

  test("go on after one that never settles", async () => {
    const never = () => new Promise(() => undefined);
    const results = await Promise.all([never, train].map((answer) => runCalls(answer, [{ args: [1] }], { load, seconds: 0.1 }))); // prettier-ignore
    expect(results.flat()).toMatchObject([{ limit: "wall" }, { leaked: 1 }]);
  });
});

test("a call by hand has no automatic differentiation, nor when it is made again; the next call has it", async () => {
  const slope = (x: number) => tf.grad((y: tf.Tensor) => y.square())(tf.scalar(x));
  const byHand = (x: number) => 2 * x;
  const calls = [{ args: [3], byHand: true, again: true }, { args: [3] }];
  expect(await runCalls(slope, calls, { load })).toMatchObject([
    { error: { message: expect.stringContaining("by hand") as string } },
    { value: { $tensor: { values: [6] } } },
  ]);
  expect(await runCalls(byHand, calls, { load })).toMatchObject([{ value: 6 }, { value: 6 }]);
});
