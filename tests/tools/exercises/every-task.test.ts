/** What holds for every task is checked by the checker itself: no promise, nothing kept between calls, leaks apart from values. */
import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { checkTask, computeHere } from "../../../tools/exercises/check";
import { findTask } from "../../../tools/exercises/checker";
import { load } from "../../../tools/exercises/load";

/** What the failed checks of an answer say. */
async function messages(name: string, answer: unknown): Promise<string[]> {
  const { sheet, task } = await findTask(name);
  const { checks } = await checkTask(sheet.slug, task, computeHere(task, answer, load), load);
  return checks.flatMap(({ verdict, message }) => (verdict === "fail" ? [message] : []));
}
const firstMessage = async (name: string, answer: unknown) => (await messages(name, answer))[0];

const solution = async (name: string): Promise<(...args: never[]) => unknown> =>
  (await findTask(name)).task.reference as (...args: never[]) => unknown;

const promised = "it gives a promise where its value is due";
const kept = "called twice with the same arguments, the first result disposed in between, it differs";

describe("a promise where a value is due", () => {
  test.each(["dotScore", "linearDecay"])("is named, not taken for a wrong value: %s", async (name) => {
    const reference = await solution(name);
    const answer = async (...args: never[]): Promise<unknown> => Promise.resolve(reference(...args));
    expect(await firstMessage(name, answer)).toContain(promised);
  });
});

describe("what an answer keeps between calls", () => {
  test("a mask kept in a map is dead once its user disposes it", async () => {
    const masks = new Map<number, tf.Tensor>();
    const reference = (await solution("causalMask")) as unknown as (time: number) => tf.Tensor;
    const answer = (time: number): tf.Tensor => {
      if (!masks.has(time)) masks.set(time, tf.keep(reference(time)));
      return masks.get(time)!;
    };
    expect(await firstMessage("causalMask", answer)).toContain(kept);
  });

  test("a table kept by one of two sizes is wrong for the other", async () => {
    const tables = new Map<number, number[][]>();
    const reference = (await solution("sinusoidalEncoding")) as unknown as (
      time: number,
      dModel: number,
    ) => tf.Tensor2D;
    const answer = (time: number, dModel: number): tf.Tensor2D => {
      if (!tables.has(time)) tables.set(time, reference(time, dModel).arraySync());
      return tf.tensor2d(tables.get(time)!);
    };
    expect((await messages("sinusoidalEncoding", answer)).join()).toContain("expected [20, 2]");
  });

  test("random numbers of one's own differ from one call to the next", async () => {
    const answer = (right: number[], own: number[], probability: number): number[] => {
      if (right.length !== own.length)
        throw new RangeError(`mixTokens: ${right.length} right tokens, ${own.length} own`);
      return right.map((token, i) => (Math.random() < probability ? token : own[i]!));
    };
    const said = await messages("mixTokens", answer);
    expect(said.join()).toContain("draw random numbers only from what you are given");
  });
});

describe("numbers that were read out and made a tensor again", () => {
  const readOut = (x: tf.Tensor): tf.Tensor => tf.tensor(x.arraySync() as tf.TensorLike);

  test.each(["dotScore", "attend", "splitHeads", "textLogits"])(
    "are one of two causes that the gradient's check of %s names",
    async (name) => {
      const reference = await solution(name);
      const answer = (first: tf.Tensor, ...others: never[]): unknown =>
        tf.tidy(() => reference(readOut(first) as never, ...others) as tf.Tensor);
      const said = await firstMessage(name, answer);
      expect(said).toMatch(/^the gradient of \w+ is no gradient \(the result does not come of it/);
      expect(said).toContain("either it is not used, or its numbers were read out");
    },
  );

  test("one tensor that is left over is one tensor", async () => {
    const reference = await solution("dotScore");
    const answer = (...args: never[]): unknown => {
      tf.keep(tf.scalar(1));
      return reference(...args);
    };
    expect(await firstMessage("dotScore", answer)).toContain("1 tensor is left over after the call");
  });
});

describe("a forgotten tf.tidy", () => {
  test.each(["lstmStep", "lastState", "clipGradients", "maskedCrossEntropy", "bothWays"])(
    "hides no other mistake of %s",
    async (name) => {
      const { task } = await findTask(name);
      const [mistake] = task.mistakes;
      const answer = (...args: unknown[]): unknown => {
        tf.keep(tf.scalar(1)); // left over
        return (mistake!.answer as (...args: unknown[]) => unknown)(...args);
      };
      expect(await firstMessage(name, answer)).toMatch(new RegExp(`^${escape(mistake!.says)}`));
    },
  );
});

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
