import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Dropout, dropout } from "../../lib/dropout";
import { randomGenerator } from "../../lib/random";
import { expectClose, newTensors, numbers } from "./tensors";

const ones = tf.ones<tf.Rank.R2>([100, 100]);

describe("dropout", () => {
  test("a number becomes 0, or larger by 1 / (1 − rate)", () => {
    expect(new Set(numbers(dropout(ones, { rate: 0.75, seed: 1 })))).toEqual(new Set([0, 4]));
  });

  test("drops the share that it is told to, and keeps the mean", () => {
    const kept = dropout(ones, { rate: 0.3, seed: 1 });
    expect(numbers(kept).filter((value) => value === 0).length / 10_000).toBeCloseTo(0.3, 1);
    expect(numbers(kept.mean())[0]).toBeCloseTo(1, 1);
  });

  test("the same seed drops the same numbers, another seed others", () => {
    const drop = (seed: number) => numbers(dropout(ones, { rate: 0.5, seed }));
    expect(drop(7)).toEqual(drop(7));
    expect(drop(8)).not.toEqual(drop(7));
  });

  test("tells seeds apart that are the same in 32 bits", () => {
    const drop = (seed: number) => numbers(dropout(ones, { rate: 0.5, seed }));
    const seeds = [7, 7 + 2 ** 32, 7 + 2 ** 33, 7 - 2 ** 32, -7];
    expect(new Set(seeds.map((seed) => drop(seed).join())).size).toBe(seeds.length);
  });

  test("drops the same numbers on every machine", () => {
    const kept = numbers(dropout(tf.ones([12]), { rate: 0.5, seed: 1 }));
    expect(kept.map((value) => value / 2).join("")).toBe("101000010100");
  });

  test("no gradient passes a dropped number", () => {
    const gradient = tf.grad((x) => dropout(x, { rate: 0.5, seed: 3 }))(ones);
    expectClose(gradient, dropout(ones, { rate: 0.5, seed: 3 }), 0);
  });

  test("a rate of 0 changes nothing", () => {
    expectClose(dropout(ones, { rate: 0, seed: 1 }), ones, 0);
  });

  test("leaves one tensor, and refuses a rate outside [0, 1) and a broken seed", () => {
    expect(newTensors(() => dropout(ones, { rate: 0.5, seed: 1 }))).toBe(1);
    expect(newTensors(() => dropout(ones, { rate: 0, seed: 1 }))).toBe(1);
    expect(() => dropout(ones, { rate: 1, seed: 1 })).toThrow(
      "dropout: rate should be a number in [0, 1), got 1",
    );
    expect(() => dropout(ones, { rate: NaN, seed: 1 })).toThrow("got NaN");
    expect(() => dropout(ones, { rate: 0.5, seed: NaN })).toThrow(
      "dropout: seed should be a whole number, got NaN",
    );
  });
});

describe("Dropout", () => {
  test("drops other numbers at every call in training, and none otherwise", () => {
    const layer = new Dropout({ rate: 0.5 }, randomGenerator(1));
    const first = numbers(layer.apply(ones, { isTraining: true }));
    expect(numbers(layer.apply(ones, { isTraining: true }))).not.toEqual(first);
    expectClose(layer.apply(ones, { isTraining: false }), ones, 0);
  });

  test("leaves one tensor of its own", () => {
    const layer = new Dropout({ rate: 0.5 }, randomGenerator(1));
    expect(newTensors(() => layer.apply(ones, { isTraining: true }))).toBe(1);
    expect(newTensors(() => layer.apply(ones, { isTraining: false }))).toBe(1);
  });

  test("refuses a rate outside [0, 1)", () => {
    expect(() => new Dropout({ rate: -0.1 }, randomGenerator(1))).toThrow(
      "Dropout: rate should be a number in [0, 1), got -0.1",
    );
  });
});
