import { describe, expect, test } from "vitest";
import { outcomeBundle, type CheckOutcome } from "../../../lib/jupyter/check";

const failed = (name: string, message: string): CheckOutcome => ({
  name,
  verdict: "fail",
  points: 1,
  message,
});

describe("outcomeBundle", () => {
  test("says a cause once in its table, and what was found at every check", () => {
    const checks = [
      failed("weights sum to 1", "softmax is missing (a row sums to 3)"),
      failed("like PyTorch", "softmax is missing (weights at [0] is 5)"),
      failed("no tensors left", "2 tensors are left over"),
    ];
    const outcome = { task: "attend", verdict: "fail", earned: 0, possible: 3, checks, nextStep: "Next." };
    const html = String(outcomeBundle(outcome)["text/html"]);
    expect(html.match(/softmax is missing/g)).toHaveLength(1);
    expect(html).toContain("the same (weights at [0] is 5)");
    expect(html).toContain("2 tensors are left over");
  });
});
