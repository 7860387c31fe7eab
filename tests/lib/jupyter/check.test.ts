import { describe, expect, test } from "vitest";
import { outcomeBundle, outcomeText, type CheckOutcome } from "../../../lib/jupyter/check";

const failed = (name: string, message: string): CheckOutcome => ({
  name,
  verdict: "fail",
  points: 1,
  message,
});

describe("outcomeBundle", () => {
  test("says a cause once in its list, and what was found at every check", () => {
    const checks = [
      failed("weights sum to 1", "softmax is missing (a row sums to 3)"),
      failed("like PyTorch", "softmax is missing (weights at [0] is 5)"),
      failed("no tensors left", "2 tensors are left over"),
    ];
    const outcome = { task: "attend", verdict: "fail", earned: 0, possible: 3, checks, nextStep: "Next." };
    const html = String(outcomeBundle(outcome)["text/html"]);
    expect(html.match(/softmax is missing/g)).toHaveLength(2); // as the headline, and at the check that found it
    expect(html).toContain("the same (weights at [0] is 5)");
    expect(html).toContain("2 tensors are left over");
  });

  test("tells a long finding whole only where it stands first", () => {
    const finding = "(it throws Error: MatMul: 4 is not 2.\nTensorFlow's own words: incompatible)";
    const checks = ["like PyTorch", "two widths"].map((name) => failed(name, `it is transposed ${finding}`));
    const text = outcomeText(outcome("fail", checks));
    expect(text.match(/TensorFlow's own words/g)).toHaveLength(1);
    expect(text).toContain("the same (it throws Error: MatMul: 4 is not 2. …)");
  });

  const outcome = (verdict: string, checks: readonly CheckOutcome[]) =>
    ({ task: "attend", verdict, earned: 0, possible: 3, checks, nextStep: "Next." }) as const;

  test("opens the first check that says what is wrong, and folds the others", () => {
    const checks = [
      failed("a", ""),
      failed("b", "softmax is missing"),
      failed("c", "2 tensors are left over"),
    ];
    const html = String(outcomeBundle(outcome("fail", checks))["text/html"]);
    expect(
      html.match(/<details( open)?><summary>.*?<\/summary>/g)!.map((one) => one.includes(" open")),
    ).toEqual([false, true, false]);
  });

  test("marks the numbers that differ, where expected and actual have as many", () => {
    const check = {
      ...failed("a", "no"),
      expected: "[0.5, <eos> 2, -3e-4]",
      actual: "[0.5, <eos> 2.5, -3e-4]",
    };
    const html = String(outcomeBundle(outcome("fail", [check]))["text/html"]);
    expect(html).toContain("[0.5, &lt;eos&gt; <mark>2</mark>, -3e-4]");
    expect(html).toContain("[0.5, &lt;eos&gt; <mark>2.5</mark>, -3e-4]");
    const shorter = { ...check, actual: "[7]" };
    expect(String(outcomeBundle(outcome("fail", [shorter]))["text/html"])).not.toContain("<mark>");
  });

  test("shows what is not begun without a cross, and what is done without an open check", () => {
    const begun = outcomeBundle(outcome("not_attempted", [failed("a", "not written yet: attend")]));
    expect(`${String(begun["text/html"])}${String(begun["text/plain"])}`).not.toContain("✗");
    const done = outcomeBundle(outcome("pass", [{ ...failed("a", ""), verdict: "pass" }]));
    expect(String(done["text/html"])).not.toContain("<details");
  });

  test.each([
    "the norm stands after the sum (post-norm): these layers are pre-norm, x + f(norm(x))",
    "(e²ᵃ − 1) / (e²ᵃ + 1) is Infinity / Infinity for large sums: use tanh",
  ])("takes a bracket of a cause for no finding: %s", (cause) => {
    const checks = [
      failed("a", `${cause} (no gradient (it is not used))`),
      failed("b", `${cause} (the result is 3, expected 4)`),
    ];
    const text = outcomeText(outcome("fail", checks));
    expect(text).toContain(`points\n  ${cause}\n`);
    expect(text).toContain("the same (the result is 3, expected 4)");
    expect(outcomeText(outcome("fail", [failed("a", cause)]))).toContain(`points\n  ${cause}\n`);
  });

  test("keeps a cause on its own line in a terminal, in the style that it is given", () => {
    const style = { paint: (what: string, text: string) => `{${what}}${text}`, wrap: (text: string) => text };
    const text = outcomeText(outcome("fail", [failed("a", "softmax is missing (a row sums to 3)")]), style);
    expect(text).toMatch(
      /^\{bad\}✗ \{bold\}attend: 0 of 3 points\n {2}softmax is missing\n {2}\{bad\}✗ a \(1 point\)\n/,
    );
  });
});
