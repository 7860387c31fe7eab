import { describe, expect, test } from "vitest";
import { withParticles } from "../../../lib/jupyter/particle.cjs";

describe("withParticles", () => {
  test.each([
    ["게이트을(를)", "게이트를"],
    ["토큰을(를)", "토큰을"],
    ["서울(으)로", "서울로"],
    ["부산(으)로", "부산으로"],
    ["어휘이(가)", "어휘가"],
    ["정렬과(와)", "정렬과"],
  ])("%s is %s", (open, right) => expect(withParticles(open)).toBe(right));

  test.each([
    ["3을(를)", "3을"],
    ["0.25은(는)", "0.25는"],
    ["100(으)로", "100으로"],
    ["1(으)로", "1로"],
    ["90 %이(가)", "90 %가"],
    ["3이어야(여야)", "3이어야"],
    ["[1, 2]이어야(여야)", "[1, 2]여야"],
  ])("reads a number aloud: %s is %s", (open, right) => expect(withParticles(open)).toBe(right));

  test.each([
    ["LSTM은(는)", "LSTM은"],
    ["GRU은(는)", "GRU는"],
    ["BLEU과(와)", "BLEU와"],
    ["attention이(가)", "attention이"],
    ["encoder을(를)", "encoder를"],
    ["URL(으)로", "URL로"],
    ["dot이(가)", "dot이"],
    ["input을(를)", "input을"],
    ["step은(는)", "step은"],
    ["weight은(는)", "weight는"],
    ["softmax과(와)", "softmax와"],
    ["nat을(를)", "nat을"],
    ["bit은(는)", "bit는"],
  ])("reads Latin letters as a Korean does: %s is %s", (open, right) =>
    expect(withParticles(open)).toBe(right),
  );

  test("looks through quotes, brackets and marks of Markdown", () => {
    expect(withParticles("**`tf.tidy()`**을(를), ‘값’이(가)")).toBe("**`tf.tidy()`**를, ‘값’이");
  });

  test("leaves a text without an open particle alone", () => {
    expect(withParticles("을 (를) softmax(x)")).toBe("을 (를) softmax(x)");
  });
});
