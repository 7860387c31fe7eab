import { expect, test } from "vitest";
import { packRows, unpackRows } from "../../../tools/book/packed-rows";

const step = (series: string, step: number) => ({ series, step, weights: [step / 2], from: { step } });
const values = [step("LSTM, starts by keeping", 1), step("LSTM, starts by keeping", 2), step("GRU", 1)];
const spec = {
  title: ["Loss", "by step"],
  layer: [{ data: { values } }, { data: { values: [{ a: 1 }, { b: 2 }, {}] } }, { mark: null }],
  datasets: { few: [{ a: "x" }], none: [], mixed: [1, { a: 1 }, "x"], alike: [{ a: 1 }, { a: "1" }, { a: null }] },
}; // prettier-ignore

test("a plot's rows come back as they were, in their order", () => {
  expect(JSON.stringify(unpackRows(packRows(spec)))).toBe(JSON.stringify(spec));
});

test("names of columns and texts of rows are written once", () => {
  const packed = JSON.stringify(packRows(spec));
  expect(packed.split("LSTM, starts by keeping")).toHaveLength(2);
  expect(packed.split('"weights"')).toHaveLength(2);
});
