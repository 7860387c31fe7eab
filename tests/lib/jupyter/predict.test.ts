import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { predict, predictionMimeType, type Prediction, type Predictions } from "../../../lib/jupyter/predict";
import { startFakeKernel, stopFakeKernel, type Message } from "../fake-kernel";

const key = Symbol.for("rnn-to-transformer.predictions");
const offers = globalThis as unknown as Record<symbol, unknown>;
const question: Prediction = {
  question: "Is `<b>` bold?",
  choices: ["no", "yes", "only in $x$"],
  right: 1,
  answer: "It is $x$.",
};

let messages: Message[];
beforeEach(() => void (messages = startFakeKernel()));
afterEach(() => {
  stopFakeKernel();
  delete offers[key];
});

/** A reader who types these answers, one after the other. */
function readerTypes(...typed: string[]) {
  const ask = vi.fn(() => Promise.resolve(typed.shift()!));
  const keep = vi.fn();
  offers[key] = (): Predictions => ({ ask, keep });
  return { ask, keep };
}

const markdownOf = (message: Message | undefined) => String(message?.data["text/markdown"]);

describe("predict, where nobody can be asked", () => {
  test("shows the question, its choices and the folded answer, and leaves the formulas to the page", async () => {
    await predict(question);
    expect(messages).toHaveLength(1);
    expect(markdownOf(messages[0]).split("\n").slice(2, -2).join("\n")).toBe(
      "**Predict:** Is `<b>` bold?\n\n- **a** · no\n- **b** · yes\n- **c** · only in $x$\n\n" +
        "<details><summary><i>Show the answer</i></summary>\n\n**b.** It is $x$.\n\n</details>",
    );
    expect(messages[0]!.data[predictionMimeType]).toEqual(question);
  });

  test("says the same in words, without the marks of a page", async () => {
    stopFakeKernel();
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await predict(question);
    expect(log.mock.calls[0]![0]).toBe(
      "Predict: Is `<b>` bold?\n- a · no\n- b · yes\n- c · only in $x$\nAnswer: b. It is $x$.",
    );
    log.mockRestore();
  });
});

describe("predict, where a reader types", () => {
  test("shows no answer before the reader's, then both beside the choices, and keeps what was chosen", async () => {
    const { keep } = readerTypes("C");
    await predict(question);
    expect(markdownOf(messages[0])).not.toContain("It is $x$");
    expect(messages[1]).toMatchObject({ isUpdate: true, displayId: messages[0]!.displayId });
    const shown = markdownOf(messages[1]);
    expect(shown).toContain("- **b** · yes **← ✓ right**\n- **c** · only in $x$ **← your answer**");
    expect(shown).toContain("**You said c. ✗ The answer is b.** It is $x$.");
    expect(keep).toHaveBeenCalledExactlyOnceWith("Is `<b>` bold?", "only in $x$", false);
  });

  test("says so if the reader is right", async () => {
    const { keep } = readerTypes("b");
    await predict(question);
    expect(markdownOf(messages[1])).toContain("**You said b. ✓ That is right.** It is $x$.");
    expect(keep).toHaveBeenCalledExactlyOnceWith("Is `<b>` bold?", "yes", true);
  });

  test("asks again, with the wrong letter in view, until one of the letters comes", async () => {
    const { ask } = readerTypes("d", "a");
    await predict(question);
    expect(ask.mock.calls).toEqual([
      ["a, b or c (Enter skips): "],
      ['"d" is none of the letters. Please type a, b or c (Enter skips): '],
    ]);
  });

  test("folds the answer if the reader skips, and keeps nothing", async () => {
    const { keep } = readerTypes(" ");
    await predict(question);
    expect(markdownOf(messages[1])).toContain("<details>");
    expect(keep).not.toHaveBeenCalled();
  });
});

describe("predict refuses", () => {
  const nothing = undefined as never;
  const refusals: [string, Partial<Prediction>][] = [
    ["predict: question should be a text, got undefined", { question: nothing }],
    ["predict: choices should be a list, got undefined", { choices: nothing }],
    ["predict: choices[1] should be a text, got 3", { choices: ["2", 3 as never] }],
    ["predict: choices should be 2 to 4 different texts, got a list of 1", { choices: ["yes"] }],
    ["predict: choices should be 2 to 4 different texts, got a list of 2", { choices: ["yes", "yes"] }],
    ["predict: right should be the place of a choice, 0 to 2, got 3", { right: 3 }],
    ['predict: right should be the place of a choice, 0 to 2, got "b"', { right: "b" as never }],
    ["predict: answer should be a text, got undefined", { answer: nothing }],
  ];
  test.each(refusals)("%s", async (message, wrong) => {
    await expect(predict({ ...question, ...wrong })).rejects.toThrow(message);
  });

  test("what is no question at all", async () => {
    await expect(predict("Is it?" as never)).rejects.toThrow(
      'predict: prediction should be an object, got "Is it?"',
    );
  });
});
