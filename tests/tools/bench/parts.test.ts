import { describe, expect, test } from "vitest";
import { chooseParts } from "../../../tools/bench/parts";
import { works } from "../../../tools/bench/works";

const names = (...chosen: string[]) => chooseParts(chosen).works.map(({ name }) => name);

describe("chooseParts", () => {
  test("takes every part when none is named", () => {
    expect(chooseParts()).toEqual({ works, hasGrowth: true, hasCourse: true });
  });
  test("takes a name as it is, or as the beginning of several", () => {
    expect(names("lstm")).toEqual(["lstm"]);
    expect(names("kernel")).toEqual(["kernel-first-cell", "kernel-one-line"]);
    expect(names("decode", "growth")).toEqual(["decode-lstm", "decode-gpt"]);
    expect(chooseParts(["course"])).toEqual({ works: [], hasGrowth: false, hasCourse: true });
  });
  test("names the parts when there is none of that name", () => {
    expect(() => chooseParts(["gru"])).toThrow("There is no part gru. Parts: lstm-step, lstm");
  });
});
