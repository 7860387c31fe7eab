/** "What becomes of the result if this argument is another?" Answered by running the answer on both. */
import { phrase } from "../../lib/jupyter/language.cjs";
import type { Call, Result } from "../exercises/call";
import { findDifference } from "../exercises/compare";
import { argumentAt } from "../exercises/parameters";
import { isTensorTag, type Plain, type TensorData } from "../exercises/plain";
import { givenText, type Given } from "./given";
import type { Question, Subject } from "./question";

interface Change {
  /** "`mask` is 1 everywhere" */
  readonly words: string;
  readonly call: Call;
}

const outcomes = [
  phrase("the same result"),
  phrase("the same, twice as large"),
  phrase("other numbers, in the same shape"),
  phrase("another shape or length"),
  phrase("an error"),
] as const;
type Outcome = (typeof outcomes)[number];

/** A mask of ones first: what it hid is what the lesson is about. */
export async function inputQuestions({ code, run }: Subject, given: Given): Promise<Question[]> {
  const questions: Question[] = [];
  const changes = changesOf(given).sort(
    (a, b) => Number(b.words.includes("mask")) - Number(a.words.includes("mask")),
  );
  for (const { words, call } of changes) {
    const plain = (one: Call): Call => ({ ...one, again: false, gradients: [] });
    const [before, after] = (await run(code, [plain(given.call), plain(call)])) ?? [];
    const outcome = before && after && outcomeOf(before, after);
    if (!outcome) continue;
    questions.push({
      task: given.task,
      text: phrase(
        "{0}. Now {1}, and all else stays. What does your `{2}` give?",
        givenText(given),
        words,
        given.task,
      ),
      choices: outcomes,
      right: outcomes.indexOf(outcome),
      because: phrase("It was run on both: {0}.", outcome),
    });
  }
  return questions;
}

function changesOf({ call, parameters }: Given): Change[] {
  return call.args.flatMap((arg, index) => {
    const name = argumentAt(String(index), parameters);
    const changed = otherValue(arg, name);
    if (changed === undefined) return [];
    const args = call.args.map((one, i) => (i === index ? changed.value : one));
    return [{ words: `\`${name}\` ${changed.words}`, call: { ...call, args } }];
  });
}

function otherValue(value: Plain, name: string): { words: string; value: Plain } | undefined {
  if (isTensorTag(value)) return otherTensor(value.$tensor, name);
  if (typeof value === "number") return { words: phrase("is one larger, {0}", value + 1), value: value + 1 };
  if (Array.isArray(value) && value.length > 1)
    return { words: phrase("is turned round"), value: [...value].reverse() };
  return undefined;
}

function otherTensor(tensor: TensorData, name: string): { words: string; value: Plain } | undefined {
  const { dtype, values } = tensor;
  if (/mask/i.test(name))
    return values.includes(0)
      ? { words: phrase("is 1 everywhere"), value: { $tensor: { ...tensor, values: values.map(() => 1) } } }
      : undefined;
  if (dtype !== "float32" || !values.every((one) => typeof one === "number")) return undefined;
  return {
    words: phrase("is twice as large"),
    value: { $tensor: { ...tensor, values: values.map((one) => 2 * Number(one)) } },
  };
}

function outcomeOf(before: Result, after: Result): Outcome | undefined {
  if (!("value" in before) || "limit" in after) return undefined;
  if ("error" in after) return phrase("an error");
  if (shapesOf(before.value) !== shapesOf(after.value)) return phrase("another shape or length");
  if (findDifference(before.value, after.value) === undefined) return phrase("the same result");
  return findDifference(doubled(before.value), after.value) === undefined
    ? phrase("the same, twice as large")
    : phrase("other numbers, in the same shape");
}

const shapesOf = (value: Plain): string => {
  if (isTensorTag(value)) return value.$tensor.shape.join();
  if (Array.isArray(value)) return `${value.length}(${value.map(shapesOf).join()})`;
  return typeof value === "object" && value !== null ? Object.values(value).map(shapesOf).join() : "";
};

function doubled(value: Plain): Plain {
  if (typeof value === "number") return 2 * value;
  if (isTensorTag(value)) {
    const { values, ...rest } = value.$tensor;
    return { $tensor: { ...rest, values: values.map((one) => (typeof one === "number" ? 2 * one : one)) } };
  }
  if (Array.isArray(value)) return value.map(doubled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, doubled(item)]));
}
