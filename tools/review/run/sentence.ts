/** The sentence on which every answer's attention is drawn: tokens, and the fixed states that the tasks are called with. */
import { existsSync, readFileSync } from "node:fs";
import { isTensorTag } from "../../exercises/plain";
import type { Plain } from "../../exercises/plain";
import { BadConfiguration } from "../../grade/exit-codes";

/** The form of tools/review/sentence.json. */
export interface Sentence {
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** 1 = a real token, 0 = padding  [source]; all are real without it */
  readonly sourceMask?: readonly number[];
  /**
   * Arguments by task, in the form of tools/exercises/call. The batch is the target: one decoder step for each token.
   *
   *     dotScore      queries [target, hidden], keys [target, source, hidden]
   *     generalScore  the same two, weight [hidden, keyHidden]
   *     concatScore   the same two, { queryWeight [hidden, scoreHidden], keyWeight [keyHidden, scoreHidden], vector [scoreHidden] }
   *     attend        scores [target, source], values [target, source, dValue], and a mask [target, source] if there is padding
   *
   * Another task whose result is scores or `{ weights }` of [target, source] may join them.
   */
  readonly calls: Readonly<Record<string, readonly Plain[]>>;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");

/** @throws {BadConfiguration} what is wrong: where, expected, got */
export function readSentence(text: string, file: string): Sentence {
  const fail = (where: string, expected: string, got: unknown): never => {
    throw new BadConfiguration(
      `${file}: ${where} should be ${expected}, got ${JSON.stringify(got)?.slice(0, 80)}`,
    );
  };
  const whole: unknown = JSON.parse(text);
  if (!isFields(whole)) return fail("the file", "an object", whole);
  const { source, target, sourceMask, calls } = whole;
  if (!isTexts(source)) return fail("source", "a list of tokens", source);
  if (!isTexts(target)) return fail("target", "a list of tokens", target);
  if (sourceMask !== undefined && (!Array.isArray(sourceMask) || sourceMask.length !== source.length))
    return fail("sourceMask", `a list of ${source.length} numbers`, sourceMask);
  if (!isFields(calls)) return fail("calls", "an object", calls);
  for (const [task, args] of Object.entries(calls)) checkArguments(task, args, target.length, fail);
  return whole as unknown as Sentence;
}

function checkArguments(
  task: string,
  args: unknown,
  numTargets: number,
  fail: (where: string, expected: string, got: unknown) => never,
): void {
  if (!Array.isArray(args) || args.length === 0) return fail(`calls.${task}`, "a list of arguments", args);
  const [first] = args as Plain[];
  const batch = isTensorTag(first) ? first.$tensor.shape[0] : undefined;
  if (batch !== numTargets)
    fail(`calls.${task}[0]`, `a tensor with a batch of ${numTargets}, one for each target token`, batch);
}

export const sentencePath = `${__dirname}/../sentence.json`;

/** The sentence of this release, if there is one: without it the pages have no maps. */
export const findSentence = (path = sentencePath): Sentence | undefined =>
  existsSync(path) ? readSentence(readFileSync(path, "utf8"), "tools/review/sentence.json") : undefined;
