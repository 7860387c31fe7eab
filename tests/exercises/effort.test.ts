/** Stars and minutes of every task are in line with the rule of tools/exercises/effort.ts. */
import { describe, expect, test } from "vitest";
import { inspectLabels, minutesFor } from "../../tools/exercises/effort";
import { loadSheets } from "../../tools/exercises/load";
import type { Task } from "../../tools/exercises/sheet";
import { courseOf, readSolution, readTasks } from "../../tools/exercises/solution";
import { answerSize } from "../../tools/exercises/stub";
import { zoos } from "../../tools/mutation/record";

/**
 * How often an answer was checked until it passed, when one session solved the sheets from notebooks, prompts and messages alone
 * (November 2026). Of a task that is younger we take the number of its visible checks of values, as if each had failed once.
 */
const tries: Readonly<Record<string, number>> = {
  rnnStep: 4,
  unroll: 4,
  numericSlope: 3,
  rnnStepBackward: 7,
  clipGradients: 4,
  lstmStep: 3,
  gruStep: 2,
  lastState: 6,
  bothWays: 3,
  buildVocabulary: 2,
  shiftByOne: 2,
  maskedCrossEntropy: 4,
  topK: 4,
  shiftRight: 3,
  greedySearch: 5,
  matchByLength: 2,
  linearDecay: 3,
  mixTokens: 4,
  errorByPosition: 3,
  dotScore: 3,
  generalScore: 3,
  concatScore: 2,
  attend: 3,
  attentionEntropy: 2,
  causalMask: 3,
  scaledDotProductAttention: 3,
  splitHeads: 3,
  sinusoidalEncoding: 3,
  layerNorm: 2,
  residual: 2,
  crossAttention: 3,
  smoothTargets: 2,
  textLogits: 3,
  cachedAttention: 3,
  continuePrompt: 3,
  gptParameters: 3,
  growBeams: 3,
  clippedPrecision: 3,
  editDistance: 3,
};

const checksOf = ({ cases }: Task): number =>
  cases.filter(({ visibility, isAboutLeaks }) => visibility === "visible" && !isAboutLeaks).length;

// In the zoos one looks for a bug, and neither lines nor tries count that: their labels are guesses.
const sheets = (await loadSheets()).filter(({ slug }) => !zoos.includes(slug));
const tasks = sheets.flatMap((sheet) => {
  const cells = readSolution(sheet.slug);
  const promptOf = (name: string): string =>
    cells.find((cell) => courseOf(cell)?.task === name && courseOf(cell)?.role === "prompt")!.source;
  return readTasks(sheet, cells).map(({ name, answer, minutes, difficulty }, i) => ({
    name,
    label: { minutes, difficulty },
    work: {
      prompt: promptOf(name),
      lines: answerSize(name, answer),
      tries: tries[name] ?? checksOf(sheet.tasks[i]!),
    },
  }));
});

describe("the labels of the sheets", () => {
  test("no task's stars or minutes are out of line with the others", () => {
    const wrong = tasks.flatMap(({ name, work, label }) =>
      inspectLabels(work, label).map((problem) => `${name}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  test("together they take what the rule says, within a tenth", () => {
    const total = (of: (task: (typeof tasks)[number]) => number): number =>
      tasks.reduce((sum, task) => sum + of(task), 0);
    const ratio = total(({ label }) => label.minutes) / total(({ work }) => minutesFor(work));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  });

  test("tries are of tasks that there are", () => {
    const names = tasks.map(({ name }) => name);
    expect(Object.keys(tries).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("the rule", () => {
  const work = { prompt: "one two $$x = 1$$ four", lines: 5, tries: 2 }; // 1 + 4 / 60 + 3 + 2.5

  test("counts words, lines and tries", () => {
    expect(minutesFor(work)).toBeCloseTo(6.567, 3);
  });

  test("says what is out of line", () => {
    expect(inspectLabels(work, { minutes: 15, difficulty: 3 })).toEqual([
      "about 15 minutes, the rule says 6.6",
      "difficulty 3, the rule says 1",
    ]);
    expect(inspectLabels(work, { minutes: 8, difficulty: 1 })).toEqual([]);
  });
});
