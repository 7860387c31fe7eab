import { describe, expect, test } from "vitest";
import { floats } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import { mapFrom, softmaxUnder } from "../../../tools/review/run/attention-map";
import { readSentence } from "../../../tools/review/run/sentence";

const sentence = { source: ["a", "b"], target: ["x", "y", "z"], calls: {} };
const gave = (value: Plain) => mapFrom({ results: [{ value, leaked: 0, changed: [] }] }, sentence);

describe("the map of an answer", () => {
  test("is the softmax of its scores, row by row", () => {
    expect(gave(floats([[0, 0], [1000, 0], [0, -1000]]))).toEqual({ weights: [[0.5, 0.5], [1, 0], [1, 0]] }); // prettier-ignore
  });

  test("is its own weights where it gives them", () => {
    const weights = [[0.25, 0.75], [1, 0], [0, 1]]; // prettier-ignore
    expect(gave({ weights: floats(weights), context: floats([[1]]) })).toEqual({ weights });
  });

  test("gives padding no weight, and a row of padding none at all", () => {
    expect(softmaxUnder({ sourceMask: [1, 0, 1] })([2, 9, 2])).toEqual([0.5, 0, 0.5]);
    expect(softmaxUnder({ sourceMask: [0, 0] })([2, 9])).toEqual([0, 0]);
  });

  test.each([
    ["another shape", floats([[1, 2, 3]]), "a map needs the shape [3, 2], it gave [1, 3]"],
    ["weights beyond 1", { weights: floats([[2, -1], [1, 0], [1, 0]]) }, "weights lie between 0 and 1, these between -1.00 and 2.00"],
    ["NaN", { $tensor: { shape: [3, 2], dtype: "float32" as const, values: [1, 1, 1, 1, 1, "NaN" as const] } }, "NaN or infinite"],
    ["no tensor", "hello", "neither scores nor weights"],
    ["nothing", null, "neither scores nor weights"],
  ])("is not drawn from %s, and says why", (_, value, problem) => {
    expect(gave(value as Plain)).toEqual({ problem: expect.stringContaining(problem) as string });
  }); // prettier-ignore

  test("is not drawn from an answer that throws or dies", () => {
    const threw = mapFrom({ results: [{ error: { name: "Error", message: "oh" } }] }, sentence);
    expect(threw).toEqual({ problem: "it throws Error: oh" });
    const died = mapFrom({ death: { verdict: "limit:cpu", message: "stopped" } }, sentence);
    expect(died).toEqual({ problem: "stopped" });
  });
});

describe("the sentence file", () => {
  const args = [floats([[1], [2], [3]])];
  const text = (changed: object): string =>
    JSON.stringify({ ...sentence, calls: { dotScore: args }, ...changed });

  test("is read with its tokens and the arguments of each task", () => {
    expect(readSentence(text({}), "s.json").calls["dotScore"]).toEqual(args);
  });

  test.each([
    [{ source: [] }, "s.json: source should be a list of tokens, got []"],
    [{ target: "xyz" }, 's.json: target should be a list of tokens, got "xyz"'],
    [{ sourceMask: [1] }, "s.json: sourceMask should be a list of 2 numbers, got [1]"],
    [{ calls: { attend: [] } }, "s.json: calls.attend should be a list of arguments, got []"],
    [{ target: ["x"] }, "s.json: calls.dotScore[0] should be a tensor with a batch of 1, one for each target token, got 3"],
  ])("with %o is refused with the place", (changed, message) => {
    expect(() => readSentence(text(changed), "s.json")).toThrow(message);
  }); // prettier-ignore
});
