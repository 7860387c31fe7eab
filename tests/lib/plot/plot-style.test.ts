import { expect, test } from "vitest";
import { plotConfig, titleLines } from "../../../lib/plot/plot-style";

test("all plots share the fonts and colours that we have looked at", async () => {
  await expect(`${JSON.stringify(plotConfig, null, 2)}\n`).toMatchFileSnapshot("specs/plot-config.json");
});

test("a Korean title breaks before it is wider than an English one may be", () => {
  const widest = "a".repeat(94);
  expect(titleLines(`${widest} b`)).toEqual([widest, "b"]);
  expect(titleLines(`${"가".repeat(62)} 나`)).toEqual(["가".repeat(62), "나"]);
  expect(titleLines(`${"가".repeat(61)} 나`)).toEqual([`${"가".repeat(61)} 나`]);
});
