import { describe, expect, test } from "vitest";
import { diffAgainst, highlightLines } from "../../../tools/review/answers/diff";
import { canonicalForm, foldEqual, longestSource } from "../../../tools/review/answers/fold";
import { maskCode, maskProse } from "../../../tools/review/answers/masking";

const original = `import { tf } from "./lib/tf";
/** the dot score */
function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor {
  const spread = query.expandDims(1); // one axis more
  return keys.mul(spread).sum(2);
}
export { dotScore };`;
const renamed = `import { tf } from "./lib/tf";
function dotScore(q: tf.Tensor2D, encoderStates: tf.Tensor3D): tf.Tensor
{
    const stretched = q.expandDims(1);

    return encoderStates.mul(stretched).sum(2)
}
export { dotScore };`;

const isSame = async (a: string, b: string): Promise<boolean> =>
  (await canonicalForm(a)) === (await canonicalForm(b));

describe("two answers are the same", () => {
  test("if they differ in names, layout, comments and types alone", async () => {
    expect(await isSame(original, renamed)).toBe(true);
    expect(await isSame(original, original.replace(": tf.Tensor {", " {"))).toBe(true);
  });

  test("but not if a number, a method or an order of arguments differs", async () => {
    expect(await isSame(original, original.replace("sum(2)", "sum(1)"))).toBe(false);
    expect(await isSame(original, original.replace("sum(2)", "mean(2)"))).toBe(false);
    expect(await isSame(original, original.replace("keys.mul(spread)", "spread.mul(keys)"))).toBe(false);
  });

  test("and one that cannot be parsed, or is very long, is like no other", async () => {
    const broken = "function dotScore( {";
    expect(await canonicalForm(broken)).toBeUndefined();
    expect(await canonicalForm(`${original}// ${"x".repeat(longestSource)}`)).toBeUndefined();
    const folds = foldEqual(["a", "b", "c"], (one) => (one === "b" ? undefined : "same"));
    expect(folds).toEqual([["a", "c"], ["b"]]);
    expect(foldEqual(["a", "b"], () => undefined)).toEqual([["a"], ["b"]]);
  });
});

describe("the diff against the stub", () => {
  const stub = 'function f(x: number) {\n  throw new Error("not written yet: f");\n}';
  const kinds = (source: string): string[] => diffAgainst(stub, source).lines.map(({ kind }) => kind);

  test("keeps the signature, takes the stub's line away and adds what was written", () => {
    expect(kinds("function f(x: number) {\n  const y = x;\n  return y;\n}")).toEqual([
      "kept",
      "removed",
      "added",
      "added",
      "kept",
    ]);
  });

  test("of an untouched stub has kept lines only", () => {
    expect(new Set(kinds(stub))).toEqual(new Set(["kept"]));
  });

  test("escapes what was written, and names characters that turn text round", () => {
    const { lines } = diffAgainst(stub, 'const a = "</script><b>\u202e";');
    const html = lines.map((line) => line.html).join("");
    expect(html).not.toMatch(/<\/script|<b>/);
    expect(html).toContain("⟨U+202E⟩");
  });

  test("says so when an answer is too long to be shown whole", () => {
    expect(diffAgainst(stub, "x;\n".repeat(5000)).note).toContain("longer than");
  });

  test("marks the words that another answer has not, through colours, entities and letters of two units", () => {
    const mine = "𝑥;\nconst a = 1 < 2;\nreturn keys.mul(b).sum(2);";
    const { lines } = diffAgainst(
      mine,
      mine,
      mine.replace("𝑥", "y").replace("2;", "3;").replace("sum", "mean"),
    );
    const marked = lines.map(({ html }) =>
      [...html.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, text]) => text),
    );
    expect(marked).toEqual([["𝑥"], ["2"], ["sum"]]);
    const markless = (html: string) => html.replace(/<\/?mark>/g, "");
    expect(lines.map(({ html }) => markless(html))).toEqual(
      diffAgainst(mine, mine).lines.map(({ html }) => html),
    );
  });

  test("marks nothing where two answers have little in common", () => {
    const { lines } = diffAgainst("", "return tf.tidy(() => keys.mul(query));", "for (let i = 0; i < 9; i++) x[i] = 1;"); // prettier-ignore
    expect(lines.map(({ html }) => html).join("")).not.toContain("<mark>");
  });

  test("closes every colour at the end of its line", () => {
    const lines = highlightLines("/* one\n two */ const a = `x\ny`;");
    for (const line of lines)
      expect((line.match(/<span/g) ?? []).length).toBe((line.match(/<\/span>/g) ?? []).length);
    expect(lines[1]).toMatch(/^<span class="hljs-comment"> two/);
  });
});

describe("an anonymous text", () => {
  const cohort = ["007", "Kim Min-ji", "Max Weber", "kim-minji@example.org", "s20261234"];

  test("has no name, id or address of the cohort in its comments", () => {
    const masked = maskCode(
      "/* by Kim Min-ji (007), s20261234 */ const a = 1; // thanks to Max, write to kim@uni.example.ac.kr",
      cohort,
    );
    expect(masked).toBe(
      "/* by [name] ([name]), [name] */ const a = 1; // thanks to [name], write to [e-mail]",
    );
  });

  test("loses what follows @author or 작성자, known or not", () => {
    expect(maskCode("/** @author Somebody Else */", cohort)).toBe("/** @author [name]*/");
    expect(maskProse("작성자: 홍길동", cohort)).toBe("작성자: [name]");
  });

  test("keeps its code: Math.max is nobody's name, and a string is no comment", () => {
    const code = 'const top = Math.max(1, 007); const url = "http://x"; const max = top;';
    expect(maskCode(code, cohort)).toBe(code);
  });

  test("hides whole names and addresses in strings", () => {
    expect(maskCode('const me = "Kim Min-ji";', cohort)).toBe('const me = "[name]";');
    expect(maskCode('const me = "a.b@example.org";', cohort)).toBe('const me = "[e-mail]";');
  });

  test("of a message hides Korean names and spelling variants", () => {
    expect(maskProse("김민지가 아니라 김민지 님, MINJI KIM? kim minji", ["김민지", "Kim Min-ji"])).toBe(
      "[name]가 아니라 [name] 님, [name]? [name]",
    );
  });
});
