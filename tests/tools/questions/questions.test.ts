import { beforeAll, describe, expect, test } from "vitest";
import { questionsText } from "../../../lib/jupyter/questions";
import type { Call } from "../../../tools/exercises/call";
import { runCalls } from "../../../tools/exercises/call";
import { loadAnswer } from "../../../tools/exercises/compile";
import { load, loadSheet } from "../../../tools/exercises/load";
import type { Sheet } from "../../../tools/exercises/sheet";
import { questionsOn } from "../../../tools/questions/ask";
import { changeQuestion } from "../../../tools/questions/change";
import { givenOf } from "../../../tools/questions/given";
import { inputQuestions } from "../../../tools/questions/input";
import type { Subject } from "../../../tools/questions/question";
import { shapeQuestions } from "../../../tools/questions/shape";
import { randomGenerator } from "../../../lib/random";

/** As a learner's module is: what other cells hold has a longer name. */
const dotScore = `
const cells_1 = { tf: require("./lib/tf").tf };
function dotScore(query, keys) {
  return cells_1.tf.tidy(() => {
    const products = query.expandDims(1).mul(keys);
    return products.sum(2);
  });
}
exports.dotScore = dotScore;`;

const attend = `
const { tf } = require("./lib/tf");
exports.attend = function attend(scores, values, mask) {
  return tf.tidy(() => {
    const allowed = mask ?? tf.onesLike(scores);
    const masked = tf.where(allowed.cast("bool"), scores, tf.fill(scores.shape, -Infinity));
    const weights = masked.softmax();
    const context = weights.expandDims(1).matMul(values).squeeze([1]);
    return { weights, context };
  });
};`.replace("exports.attend = function attend", "const attend = exports.attend = function");

const subjectOf = (task: string, code: string): Subject => ({
  code,
  async run(changed: string, calls: readonly Call[]) {
    try {
      const modules = ["./lib/tf"];
      return await runCalls(await loadAnswer({ task, code: changed, modules }), calls, { load });
    } catch {
      return undefined;
    }
  },
});

let sheet: Sheet;
const taskOf = (name: string) => sheet.tasks.find((task) => task.name === name)!;
beforeAll(async () => {
  sheet = await loadSheet("06");
});

describe("questions about one's own code", () => {
  test("a line's shape is what the line gives when the answer ends there, and the wrong choices differ from it", async () => {
    const given = givenOf(taskOf("dotScore"))!;
    const [last, first] = await shapeQuestions(subjectOf("dotScore", dotScore), given);
    expect(last!.text).toContain("`const products = query.expandDims(1).mul(keys);`");
    expect(first).toBeUndefined();
    const [, keys] = given.call.args as unknown as { $tensor: { shape: number[] } }[];
    expect(last!.choices[last!.right]).toBe(`[${keys!.$tensor.shape.join(", ")}]`);
    expect(new Set(last!.choices).size).toBe(last!.choices.length);
  });

  test("of a changed line they ask which check falls first, and the named check does fall", async () => {
    const task = taskOf("dotScore");
    const question = (await changeQuestion(subjectOf("dotScore", dotScore), task, randomGenerator("a")))!;
    expect(question.text).toMatch(/^Your line `.+` becomes `.+`\. Which check of dotScore fails first\?$/);
    expect(question.text).not.toContain("cells_1");
    expect(task.cases.map(({ name }) => name)).toContain(question.choices[question.right]);
  });

  test("a mask is taken away where there is one, and the outcome is what two runs say", async () => {
    const questions = await inputQuestions(subjectOf("attend", attend), givenOf(taskOf("attend"))!);
    expect(questions[0]!.text).toContain("Now `mask` is 1 everywhere");
    expect(questions[0]!.choices[questions[0]!.right]).toBe("other numbers, in the same shape");
    const twice = await inputQuestions(subjectOf("dotScore", dotScore), givenOf(taskOf("dotScore"))!);
    expect(twice[0]!.choices[twice[0]!.right]).toBe("the same, twice as large");
  });

  test("a sheet gets three, the same ones every time, from different tasks where it can", async () => {
    const passed = [
      { task: taskOf("dotScore"), subject: subjectOf("dotScore", dotScore) },
      { task: taskOf("attend"), subject: subjectOf("attend", attend) },
    ];
    const questions = await questionsOn(sheet, passed);
    expect(questions).toHaveLength(3);
    expect(new Set(questions.map(({ task }) => task)).size).toBe(2);
    expect(await questionsOn(sheet, passed)).toEqual(questions);
  });

  test("a text has all questions before the first answer", () => {
    const question = { task: "t", text: "`a` is?", choices: ["x", "y"], right: 1, because: "It was run." };
    expect(questionsText([question])).toBe("1. a is?\n  a) x\n  b) y\n\nAnswers\n\n1. b) y. It was run.");
  });
});
