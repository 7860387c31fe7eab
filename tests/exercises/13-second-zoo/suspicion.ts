/** A task of the second zoo: the learner's function must accuse one model, at the right place, and no other one. */
import type { Result } from "../../../tools/exercises/call";
import { call, makeCase } from "../../../tools/exercises/case";
import type { Finding } from "../../../tools/exercises/compare";
import { lib } from "../../../tools/exercises/draw";
import type { Alternative, Mistake, Task } from "../../../tools/exercises/sheet";
import { fieldOf } from "../../../tools/exercises/fields";

export interface Suspicion {
  /** The name of the learner's function. */
  readonly name: string;
  /** Which of the four models it is about. */
  readonly number: 1 | 2 | 3 | 4;
  readonly place: string;
  readonly mistakes: readonly Mistake[];
  readonly alternatives: readonly Alternative[];
}

const question = (model: string) =>
  call(lib("tests/exercises/fixtures/13-second-zoo/suspects#suspect", model));
const numbers = [1, 2, 3, 4] as const;

export function suspicion({ name, number, place, mistakes, alternatives }: Suspicion): Task {
  const guilty = `model ${number}`;
  const others = numbers.filter((other) => other !== number).map((other) => `model ${other}`);
  const strangers = [
    "healthy, second",
    "healthy, untrained",
    ...others.map((other) => `${other}, otherwise`),
  ];
  return {
    name,
    reference: alternatives[0]!.answer,
    mistakes,
    alternatives,
    cases: [
      makeCase(
        `accuses ${guilty}, and not the healthy model`,
        { points: 1, calls: () => [question(guilty), question("healthy")] },
        ({ results: [result, healthy] }) =>
          wrongAccusation(result!, guilty, place) ?? accused(healthy!, "the healthy model"),
      ),
      makeCase(
        "lets the other three broken models go",
        { points: 2, calls: () => [guilty, ...others].map(question) },
        ({ results: [result, ...rest] }) =>
          wrongAccusation(result!, guilty, place) ??
          rest.map((one, i) => accused(one, others[i]!)).find((finding) => finding !== undefined),
      ),
      makeCase(
        "gives its evidence in a sentence with a number",
        { points: 1, calls: () => [question(guilty), question("healthy")] },
        ({ results: [result, healthy] }) => speechless(result!) ?? accused(healthy!, "the healthy model"),
      ),
      makeCase(
        "judges models of another size, and the same bug in another form",
        {
          points: 3,
          hidden: true,
          calls: () => [`${guilty}, second`, `${guilty}, otherwise`, ...strangers].map(question),
        },
        ({ results: [second, otherwise, ...rest] }) =>
          wrongAccusation(second!, `${guilty}, second`, place) ??
          wrongAccusation(otherwise!, `${guilty}, otherwise`, place) ??
          rest.map((one, i) => accused(one, strangers[i]!)).find((finding) => finding !== undefined),
      ),
    ],
  };
}

function crash(result: Result): Finding | undefined {
  if (!("error" in result)) return undefined;
  const { name, message } = result.error;
  return { message: `it throws ${name}: ${message}`, expected: "a result", actual: name };
}

const valueOf = (result: Result): unknown => ("value" in result ? result.value : undefined);

/** What `undefined` becomes on its way from the answer. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || fieldOf(value, "$other") === "undefined";

function wrongAccusation(result: Result, model: string, place: string): Finding | undefined {
  const crashed = crash(result);
  if (crashed) return crashed;
  const value = valueOf(result);
  if (isNothing(value))
    return {
      message: `your function finds nothing in ${model}`,
      expected: "an accusation",
      actual: "nothing",
    };
  const said = fieldOf(value, "place");
  if (said === place) return undefined;
  if (typeof said !== "string")
    return { message: "an accusation is { place, evidence }", expected: "a place" };
  return { message: `the bug of ${model} is at another place than "${said}"`, actual: said };
}

function accused(result: Result, model: string): Finding | undefined {
  const crashed = crash(result);
  if (crashed) return crashed;
  if (isNothing(valueOf(result))) return undefined;
  return {
    message: `your function accuses ${model} too, which does not have this bug: what tells the two apart?`,
    expected: "undefined",
  };
}

function speechless(result: Result): Finding | undefined {
  const crashed = crash(result);
  if (crashed) return crashed;
  const said = fieldOf(valueOf(result), "evidence");
  const evidence = typeof said === "string" ? said : "";
  if (evidence.trim().split(/\s+/).length >= 3 && /\d/.test(evidence)) return undefined;
  return {
    message: `the evidence should be a sentence of at least three words with a number that you measured, but says "${evidence}"`,
    actual: evidence,
  };
}
