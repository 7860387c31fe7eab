/** Names in every spelling, and code that must stay as it was. */
import { describe, expect, test } from "vitest";
import { maskCode, maskProse } from "../../../tools/review/answers/masking";
import { namesLeftIn } from "../../../tools/review/answers/names-left";

const spellings = [
  "김민지", "김 민지", "김민지".normalize("NFD"), "민지", "Kim Min-ji", "Kim Minji", "Minji Kim", "Min-ji Kim", "Min Ji Kim", "kim min ji", "KIM MINJI", "kimminji",
  "minjikim", "KimMinji", "MinJi", "Minji", "minji", "Gim Min-ji", "Kim, Min-ji", "minji.kim", "kim_minji", "20230001",
]; // prettier-ignore

describe.for(["김민지", "Kim Min-ji", "Minji Kim"])("a learner whom the roster calls %s", (name) => {
  const cohort = [name, "20230001", "minji.kim"];
  test.for(spellings)("is masked as %s in a comment and in prose", (spelled) => {
    expect(maskCode(`const a = 1; // ${spelled}: my answer`, cohort)).toMatch(
      /^const a = 1; \/\/ (\[name\][\s,]*)+: my answer$/,
    );
    expect(maskProse(`${spelled}: my answer`, cohort)).toMatch(/^(\[name\][\s,]*)+: my answer$/);
  });

  test.for(spellings)("is masked as %s in a string", (spelled) => {
    expect(maskCode(`const me = "${spelled}";`, cohort)).toMatch(/^const me = "(\[name\][\s,]*)+";$/);
  });

  test.for([
    ["minjiScore", "name1Score"], ["scoreOfMinJi", "scoreOfName1"], ["kimminji", "name1"], ["kim_min_ji_2", "name1_2"], ["KimMinjiNet", "name1Net"],
    ["MINJI_RATE", "name1_RATE"], ["민지점수", "민지점수".replace("민지점수", "name1")], ["minji", "name1"],
  ] as const)("is not named by the variable %s", ([written, masked]) => {
    expect(maskCode(`const ${written} = 1;\nuse(${written}, \`\${${written}}\`); // ${written} again`, cohort)).not.toMatch(/min.?ji|민지/i);
    if (/^\w+$/.test(written)) expect(maskCode(`const ${written} = 1; use(${written});`, cohort)).toBe(`const ${masked} = 1; use(${masked});`);
  }); // prettier-ignore
});

describe("code keeps its meaning", () => {
  const cohort = ["Key Sum", "Max Weber", "Sum", "key", "Min", "노주의", "Query Lee", "Ann State"];
  test.for([
    "const keys = Object.keys(dKey); // keys of each head",
    "const top = Math.max(1, Math.min(2, x.sum().dataSync()[0]!));",
    'checkShapes("attend", { keys: [keys, "batch key dKey"] });',
    "const query = queries.mean(); // the mean of all queries",
    "// no softmax: the scores are a sum over key and max over time",
    "const state = { key: 1, sum: 2 }; return state.key;",
    "// 주의(attention) 가중치의 합",
  ])("%s", (code) => expect(maskCode(code, cohort)).toBe(code));

  test("two people's variables stay two", () => {
    expect(maskCode("const minjiNet = jisooNet + minjiNet;", ["Kim Min-ji", "Lee Jisoo"])).toBe(
      "const name1Net = name2Net + name1Net;",
    );
  });
});

describe("what is left for the teacher", () => {
  const cohort = ["Kim Min-ji"];
  test.for([
    ["const minjis = 1;", "minjis"], ["// thanks to Ada Lovelace", "Ada Lovelace"], ["// 홍길동 님의 풀이", "홍길동"], ["// ask @gildong", "@gildong"],
    ['const id = "20231234";', "20231234"], ["// see github.com/gildong/rnn", "github.com/gildong"],
  ] as const)("%s", ([code, text]) => {
    expect(namesLeftIn(maskCode(code, cohort), cohort).map((left) => left.text)).toEqual([text]);
  }); // prettier-ignore

  test.for(["/** @param keys what we compare to */", "// by default the mask is 1", "const n = 12345678;", "// from Vaswani", "// Kim Min-ji"])("nothing in %s", (code) => {
    expect(namesLeftIn(maskCode(code, cohort), cohort)).toEqual([]);
  }); // prettier-ignore
});
