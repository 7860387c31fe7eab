/** Answers that do nothing: whoever hands one in has earned nothing. */
import { tf } from "../../lib/tf";

export interface TrivialAnswer {
  readonly name: string;
  /** @param words  every word that an error could be asked to name */
  readonly make: (words: string) => unknown;
}

const returns = (name: string, value: () => unknown): TrivialAnswer => ({
  name,
  make: () => () => value(),
});

export const trivialAnswers: readonly TrivialAnswer[] = [
  {
    name: "throws, with all words",
    make: (words) => () => {
      throw new Error(words);
    },
  },
  {
    name: "the stub",
    make: () => () => {
      throw new Error("not written yet: it");
    },
  },
  { name: "a class of nothing", make: () => class {} },
  { name: "(x) => x", make: () => (x: unknown) => x },
  { name: "a copy of x", make: () => (x: unknown) => (x instanceof tf.Tensor ? x.clone() : x) },
  { name: "zeros like x", make: () => (x: unknown) => (x instanceof tf.Tensor ? tf.zerosLike(x) : 0) },
  { name: "the second argument", make: () => (_x: unknown, y: unknown) => y },
  {
    name: "the last argument",
    make:
      () =>
      (...all: unknown[]) =>
        all.at(-1),
  },
  {
    name: "all arguments",
    make:
      () =>
      (...all: unknown[]) =>
        all,
  },
  returns("{}", () => ({})),
  returns("[]", () => []),
  returns("undefined", () => undefined),
  returns("null", () => null),
  returns("0", () => 0),
  returns("1", () => 1),
  returns("NaN", () => NaN),
  returns("true", () => true),
  returns('""', () => ""),
  returns("a tensor of 0", () => tf.scalar(0)),
  returns("an empty tensor", () => tf.zeros([0])),
];
