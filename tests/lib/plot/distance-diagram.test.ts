import { describe, expect, test } from "vitest";
import { distanceDiagram, memoryDistance } from "../../../lib/plot/distance-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const read = ["가", "나", "<eos>"];
const straight = [
  { source: 0, target: 0 },
  { source: 1, target: 1 },
];
const plot = distanceDiagram({
  title: "Two letters, kept three steps each",
  rows: [{ name: "as it is", read, written: ["가", "나"], links: straight }],
});

describe("memoryDistance", () => {
  test("counts the steps between reading and writing: <eos> is read, then the first token is written", () => {
    expect(memoryDistance({ read }, { source: 0, target: 0 })).toBe(3);
  });

  test("is 2 for the last token read, if it is written first", () => {
    expect(memoryDistance({ read }, { source: 1, target: 0 })).toBe(2);
  });
});

describe("distanceDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/distance-diagram.vl.json");
  });

  test("compiles without a warning and sums up each row", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">as it is: kept 3, 3 steps; shortest 3, mean 3.0<");
  });

  test("refuses a link to a token that is not there", () => {
    const links = [{ source: 3, target: 0 }];
    const beyond = () => distanceDiagram({ rows: [{ name: "x", read, written: ["가"], links }] });
    expect(beyond).toThrow("distanceDiagram: rows[0].links source[0] should be a number from 0 to 2, got 3");
  });
});
