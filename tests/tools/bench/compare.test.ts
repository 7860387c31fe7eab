import { describe, expect, test } from "vitest";
import { compare, spread } from "../../../tools/bench/compare";
import { works } from "../../../tools/bench/works";

describe("spread", () => {
  test("is the middle of the rounds, and what a quarter of them is below and above", () => {
    expect(spread([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
    expect(spread([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75 });
    expect(spread([7])).toEqual({ median: 7, low: 7, high: 7 });
  });
});

describe("compare", () => {
  test("times a work on our side alone when no peer is there", { timeout: 120_000 }, async () => {
    const work = works.find(({ name }) => name === "decode-gpt")!;
    const { ms, peakMb, ratio, versions } = await compare(work, ["ours"], { rounds: 2, roundMs: 1 });
    expect(ms.ours!.median).toBeGreaterThan(0);
    expect(peakMb.ours).toBeGreaterThan(50);
    expect(ratio).toEqual({});
    expect(versions.ours).toContain("TensorFlow.js 4.22.0");
  });

  test("says what a side complained of when it ends", { timeout: 120_000 }, async () => {
    const work = { ...works[0]!, name: "none" };
    await expect(compare(work, ["ours"], { rounds: 1, roundMs: 1 })).rejects.toThrow("There is no work none");
  });
});
