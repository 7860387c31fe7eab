import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { teacherForcing, warmup, type Schedule } from "../../lib/schedules";

const steps = (schedule: Schedule, ...at: number[]) => at.map((step) => Number(schedule(step).toFixed(6)));

describe("teacherForcing", () => {
  test("constant stays what it is", () => {
    expect(steps(teacherForcing.constant(0.25), 1, 1000)).toEqual([0.25, 0.25]);
  });

  test("linear goes from start at step 1 to end at its last step, and stays there", () => {
    expect(steps(teacherForcing.linear({ steps: 5 }), 1, 2, 3, 5, 99)).toEqual([1, 0.75, 0.5, 0, 0]);
    const late = teacherForcing.linear({ start: 0.8, end: 0.2, steps: 3 });
    expect(steps(late, 1, 2, 3, 4)).toEqual([0.8, 0.5, 0.2, 0.2]);
    expect(steps(teacherForcing.linear({ steps: 1 }), 1, 2)).toEqual([1, 0]);
  });

  test("exponential falls by the same share every step", () => {
    expect(steps(teacherForcing.exponential({ rate: 0.5 }), 1, 2, 3)).toEqual([0.5, 0.25, 0.125]);
  });

  test("inverse sigmoid is k / (k + exp(i / k))", () => {
    const schedule = teacherForcing.inverseSigmoid({ rate: 10 });
    expect(schedule(1)).toBeCloseTo(10 / (10 + Math.exp(0.1)), 12);
    expect(schedule(23)).toBeCloseTo(0.5, 1);
    expect(schedule(1e6)).toBe(0);
  });

  test("every schedule stays in [0, 1] and never rises", () => {
    const kinds = [
      teacherForcing.linear({ steps: 50 }),
      teacherForcing.exponential({ rate: 0.97 }),
      teacherForcing.inverseSigmoid({ rate: 12 }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 1e5 }), (schedule, step) => {
        expect(schedule(step)).toBeGreaterThanOrEqual(0);
        expect(schedule(step)).toBeLessThanOrEqual(1);
        expect(schedule(step + 1)).toBeLessThanOrEqual(schedule(step));
      }),
    );
  });

  test("refuses what is out of range", () => {
    expect(() => teacherForcing.constant(1.5)).toThrow(
      "teacherForcing.constant: probability should be a number in [0, 1], got 1.5",
    );
    expect(() => teacherForcing.linear({ steps: 0 })).toThrow(
      "teacherForcing.linear: steps should be a whole number ≥ 1, got 0",
    );
    expect(() => teacherForcing.linear({ steps: 5, end: NaN })).toThrow(
      "end should be a number in [0, 1], got NaN",
    );
    expect(() => teacherForcing.exponential({ rate: 1 })).toThrow(
      "teacherForcing.exponential: rate should be a number in (0, 1), got 1",
    );
    expect(() => teacherForcing.inverseSigmoid({ rate: 0.5 })).toThrow(
      "teacherForcing.inverseSigmoid: rate should be a number ≥ 1, got 0.5",
    );
    expect(() => teacherForcing.exponential({ rate: 0.5 })(0)).toThrow(
      "teacherForcing.exponential: step should be a whole number ≥ 1, got 0",
    );
  });
});

describe("warmup", () => {
  const schedule = warmup({ dModel: 512, warmupSteps: 4000 });

  test("is the paper's rate at its highest point", () => {
    expect(schedule(4000)).toBeCloseTo(512 ** -0.5 * 4000 ** -0.5, 12);
  });

  test("rises in a straight line until then, and falls with the root of the step after it", () => {
    expect(schedule(2000)).toBeCloseTo(schedule(4000) / 2, 12);
    expect(schedule(16000)).toBeCloseTo(schedule(4000) / 2, 12);
  });

  test("refuses what is out of range", () => {
    expect(() => warmup({ dModel: 0, warmupSteps: 1 })).toThrow(
      "warmup: dModel should be a whole number ≥ 1, got 0",
    );
    expect(() => warmup({ dModel: 1, warmupSteps: 1.5 })).toThrow(
      "warmup: warmupSteps should be a whole number ≥ 1, got 1.5",
    );
    expect(() => warmup({ dModel: 1, warmupSteps: 1, factor: NaN })).toThrow(
      "warmup: factor should be a number > 0, got NaN",
    );
    expect(() => schedule(0)).toThrow("warmup: step should be a whole number ≥ 1, got 0");
  });
});
