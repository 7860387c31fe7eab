import { describe, expect, test } from "vitest";
import { summarise } from "../../../tools/review/feedback/cohort-report";
import { fencesOf, isOutside, median, quantile } from "../../../tools/review/feedback/statistics";
import type { Session } from "../../../tools/review/session/session";

describe("the median", () => {
  test("is the middle value, or lies between the two middle ones", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  });

  test("of nothing is refused", () => {
    expect(() => median([])).toThrow("at least one value");
  });
});

describe("an outlier", () => {
  test("lies more than 1.5 spreads outside of the quartiles", () => {
    const fences = fencesOf([2, 2, 3, 4, 4]);
    expect(fences).toEqual({ low: -1, high: 7 });
    expect(isOutside(-1, fences)).toBe(false);
    expect(isOutside(-1.1, fences)).toBe(true);
  });

  test("needs more than one step of distance where all others agree", () => {
    const fences = fencesOf([4, 4, 4, 4, 4]);
    expect([2, 3, 5].map((value) => isOutside(value, fences))).toEqual([true, false, false]);
  });

  test("cannot be told among fewer than 4", () => {
    expect(fencesOf([1, 5, 5])).toBeUndefined();
    expect(isOutside(1, undefined)).toBe(false);
  });
});

test("a reviewer whose reviews helped much less than the others' is marked in the summary", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const members = ids.map((id) => ({ submission: id, learner: id, name: "", feedback: id }));
  const session = { members } as unknown as Session;
  const reviews = ids.flatMap((reviewer) =>
    [4, 5].map((rating) => ({
      reviewer,
      author: "x",
      tasks: [],
      given: { review: 1, rating: reviewer === "c" ? 1 : rating, comment: "" },
    })),
  );
  const marked = summarise(session, reviews).filter(({ isOutlier }) => isOutlier);
  expect(marked.map(({ reviewer, median: middle, written }) => [reviewer, middle, written])).toEqual([
    ["c", 1, 2],
  ]);
});
