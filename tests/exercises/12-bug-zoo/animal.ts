/** A task of the zoo: the learner's test must pass on right models, and fail, in words, on broken ones. */
import type { Result } from "../../../tools/exercises/call";
import { call, makeCase } from "../../../tools/exercises/case";
import type { Finding } from "../../../tools/exercises/compare";
import { lib } from "../../../tools/exercises/draw";
import type { Alternative, Mistake, Task } from "../../../tools/exercises/sheet";

export interface Animal {
  /** The name of the learner's test. */
  readonly name: string;
  /** A maker of models in tests/exercises/fixtures/12-bug-zoo: "attention#maskedAttention". */
  readonly maker: `${"attention" | "sequence" | "layer"}#${string}`;
  /** The kinds of models that are right, with further arguments of the maker. */
  readonly right: readonly Model[];
  readonly broken: readonly Broken[];
  /** Kinds that only the hidden check has: the same symptom for another reason, and what is right in another way. */
  readonly hidden: { readonly right: readonly Model[]; readonly broken: readonly Model[] };
  /** What the sheet gives of lib for it. */
  readonly given?: readonly string[];
  readonly mistakes: readonly Mistake[];
  readonly alternatives: readonly Alternative[];
}

/** A kind, or a kind and a number for the maker. */
export type Model = string | readonly [kind: string, argument: number];

export interface Broken {
  readonly model: Model;
  /** What a learner would notice, and not why: the kind would give the answer away. */
  readonly symptom: string;
}

export function animal({
  name,
  maker,
  right,
  broken,
  hidden,
  given = [],
  mistakes,
  alternatives,
}: Animal): Task {
  const models = (kinds: readonly Model[]) =>
    kinds.map((kind) => call(lib(`tests/exercises/fixtures/12-bug-zoo/${maker}`, ...[kind].flat())));
  const brokenThenRight = () => models([...broken.map(({ model }) => model), ...right]);
  return {
    name,
    reference: alternatives[0]!.answer,
    mistakes,
    alternatives,
    given,
    cases: [
      makeCase(
        "passes on right models, however they are written",
        { points: 1, needsValues: true, calls: () => models(right) },
        (given) => firstWrong(given.results, falseAlarm),
      ),
      makeCase(
        "fails on broken models",
        { points: 2, calls: brokenThenRight },
        ({ results }) =>
          firstWrong(results.slice(0, broken.length), (result, i) =>
            blindness(result, `${i + 1} of ${broken.length}: ${broken[i]!.symptom}`),
          ) ?? alarmAtAll(results.slice(broken.length)),
      ),
      makeCase(
        "says in a sentence what is wrong with the model",
        { points: 1, calls: brokenThenRight },
        ({ results }) =>
          firstWrong(results.slice(0, broken.length), speechless) ??
          silence(results.slice(0, broken.length)) ??
          alarmAtAll(results.slice(broken.length)),
      ),
      makeCase(
        "judges models that nobody has seen",
        { points: 2, hidden: true, calls: () => models([...hidden.right, ...hidden.broken]) },
        ({ results }) =>
          firstWrong(results.slice(0, hidden.right.length), falseAlarm) ??
          firstWrong(results.slice(hidden.right.length), (result, i) =>
            blindness(result, `that the page does not show: ${[hidden.broken[i]!].flat()[0]}`),
          ) ??
          firstWrong(results.slice(hidden.right.length), speechless),
      ),
    ],
  };
}

function firstWrong(
  results: readonly Result[],
  find: (result: Result, index: number) => Finding | undefined,
): Finding | undefined {
  return results.map(find).find((finding) => finding !== undefined);
}

function falseAlarm(result: Result): Finding | undefined {
  if (!("error" in result)) return undefined;
  const { name, message } = result.error;
  return {
    message: `your test fails a right model: ${message || name}`,
    expected: "no error",
    actual: message || name,
  };
}

function blindness(result: Result, which: string): Finding | undefined {
  if ("error" in result) return undefined;
  return {
    message: `your test passes broken model ${which}`,
    expected: "an error that says what is wrong",
    actual: "no error",
  };
}

/** Who fails every model, tells none from another. */
function alarmAtAll(right: readonly Result[]): Finding | undefined {
  const alarms = right.map(falseAlarm);
  return alarms.every((finding) => finding !== undefined) ? alarms[0] : undefined;
}

/** Who fails no model, says nothing about one. */
function silence(broken: readonly Result[]): Finding | undefined {
  if (broken.some((result) => "error" in result)) return undefined;
  return { message: "your test says nothing: it passes every broken model" };
}

/** A crash fails the broken model too, but says nothing to whoever must mend it. */
function speechless(result: Result): Finding | undefined {
  if (!("error" in result)) return undefined;
  const { name, message } = result.error;
  if (/^(Type|Reference|Range|Shape|Syntax)Error$/.test(name))
    return { message: `your test does not judge, it crashes: ${message}`, actual: name };
  return message.trim().split(/\s+/).length >= 3
    ? undefined
    : {
        message: `the error should say what is wrong in a sentence of at least three words, but says "${message}"`,
        actual: message,
      };
}
