/** The zoos' hidden checks: what only knows the broken models of the page does not pass them. */
import { describe, expect, test } from "vitest";
import { checkTask, computeHere, isVisible } from "../../tools/exercises/check";
import { callsOf } from "../../tools/exercises/judge";
import { load, loadSheet } from "../../tools/exercises/load";
import { firstFailed } from "../../tools/exercises/points";
import type { Task, TaskRecord } from "../../tools/exercises/sheet";
import { tf } from "../../lib/tf";
import { decoder, sequenceLoss, type Step } from "./fixtures/12-bug-zoo/sequence";
import type { Suspect } from "./fixtures/13-second-zoo/suspects";
import { blindTests } from "../mutants/12-bug-zoo/blind";

const { tasks } = await loadSheet("12");
const { tasks: cases } = await loadSheet("13");

const recordOf = (task: Task, answer: unknown): Promise<TaskRecord> =>
  checkTask("zoo", task, computeHere(task, answer, load), load);

/** "inverted", "right, by hand" … of the visible or of the hidden cases. */
function kindsOf(task: Task, isShown: boolean): string[] {
  const cases = task.cases.filter((testCase) => isVisible(testCase) === isShown);
  const calls = cases.flatMap((testCase) => callsOf(task, testCase));
  return [...new Set(calls.map(({ args: [model] }) => (model as { args: string[] }).args[0]!))];
}

describe.each(tasks.map((task) => [task.name, task] as const))("the hidden check of %s", (name, task) => {
  test("has only broken models of kinds that are not shown, and a right one of such a kind", () => {
    const shown = kindsOf(task, true);
    const unseen = kindsOf(task, false).filter((kind) => !shown.includes(kind));
    const isRight = (kind: string): boolean => kind.startsWith("right");
    expect(kindsOf(task, false).filter((kind) => !isRight(kind) && shown.includes(kind))).toEqual([]);
    expect(unseen.filter(isRight).length).toBeGreaterThanOrEqual(1);
    expect(unseen.filter((kind) => !isRight(kind)).length).toBeGreaterThanOrEqual(2);
  });

  test("is lost by a test that only knows the models of the page", async () => {
    const { checks } = await recordOf(task, blindTests[name as keyof typeof blindTests]);
    const failed = checks.filter(({ verdict }) => verdict === "fail").map(({ hidden }) => hidden);
    expect(failed).toEqual([true]);
  });
});

describe("what a prompt of the zoo says of right models", () => {
  const rightKinds = (name: string): string[] => {
    const task = tasks.find((one) => one.name === name)!;
    const kinds = [true, false].flatMap((isShown) => kindsOf(task, isShown));
    return [...new Set(kinds)].filter((kind) => kind.startsWith("right"));
  };

  test.each(rightKinds("testDecoder"))(
    "holds for the decoder %j: at most maxTime tokens, no <eos>",
    (kind) => {
      // Says 3, 4 and <eos> (2), whatever it reads.
      const step: Step = (_token, state) => ({
        logits: [0, 1, 2, 3, 4].map((id) => Number(id === [3, 4, 2][state])),
        state: state + 1,
      });
      expect([decoder(kind)(step, 0, 9), decoder(kind)(step, 0, 1)]).toEqual([[3, 4], [3]]);
    },
  );

  test.each(rightKinds("testSequenceLoss"))("holds for the loss %j: any id at any place", (kind) => {
    const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "int32");
    for (const id of [0, 1, 2]) {
      const targets = tf.fill([1, 3], id, "int32") as tf.Tensor2D;
      const [nats] = sequenceLoss(kind)(tf.zeros([1, 3, 3]), targets, mask).dataSync();
      expect(nats).toBeCloseTo(Math.log(3), 5);
    }
  });
});

describe("what a zoo's check says to a learner", () => {
  const [task] = tasks as [Task];
  const firstMessage = async (answer: unknown): Promise<string> =>
    firstFailed((await recordOf({ ...task, mistakes: [] }, answer)).checks)!.message;

  test("names a model that got through by its number and its symptom, not by its bug", async () => {
    expect(await firstMessage(() => undefined)).toBe(
      "your test passes broken model 1 of 2: what stands behind a short sentence changes its context",
    );
  });

  test("refuses a test that promises to judge later", async () => {
    expect(await firstMessage(async () => undefined)).toContain("take async away");
  });

  test("gives the rule for an error that is too short", async () => {
    const curt = ((...args: Parameters<typeof blindTests.testMaskedAttention>) => {
      try {
        blindTests.testMaskedAttention(...args);
      } catch {
        throw new Error("padding counts");
      }
    }) as unknown;
    expect(await firstMessage(curt)).toContain(
      'in a sentence of at least three words, but says "padding counts"',
    );
  });
});

const places: Record<string, string> = {
  caseOne: "KV cache",
  caseTwo: "dropout",
  caseThree: "causal mask",
  caseFour: "cross-attention",
};

describe.each(cases.map((task) => [task.name, task] as const))("the second zoo's %s", (name, task) => {
  const accusation = { place: places[name], evidence: "the difference is 0.5" };

  test("gives a constant answer nothing, though its place is right", async () => {
    expect((await recordOf(task, () => accusation)).earned).toBe(0);
  });

  test("gives little for the right place without a proof", async () => {
    const hunch = ({ write }: Suspect) => {
      const words = [[3, 4, 5, 6], [10, 8, 9], [6, 6, 10, 4, 8, 5]]; // prettier-ignore
      const isWrong = (word: number[]): boolean => write(word).join() !== [...word].reverse().join();
      return words.some(isWrong) ? accusation : undefined;
    };
    const { earned, possible } = await recordOf(task, hunch);
    expect(earned).toBeLessThanOrEqual(2);
    expect(possible).toBe(7);
  });
});
