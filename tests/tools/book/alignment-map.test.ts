import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AlignmentMap } from "../../../tools/book/alignment-map";
import { html } from "../../../tools/page/html";

const mapOf = (source: readonly string[]): string => {
  const weights = [source.map((_, column) => (column === 0 ? 1 : 0))];
  return html(AlignmentMap({ source, tokens: ["<eos>"], weights, row: 0, step: 0, title: "map" }));
};
const styles = readFileSync(join(__dirname, "..", "..", "..", "tools", "book", "client", "book.css"), "utf8");

test("labels of an alignment map stand upright, a long one among letters above its neighbours", () => {
  const map = mapOf([..."2026-12", " ", "<eos>"]);
  const heightOf = (label: string): number =>
    Number(new RegExp(`<text x="[\\d.]+" y="([\\d.]+)"[^>]*>${label}<`).exec(map)![1]);
  expect(heightOf("&lt;eos>")).toBeLessThan(heightOf("6"));
  expect(heightOf("␣")).toBe(heightOf("6"));
  expect(map + styles).not.toMatch(/rotate|writing-mode/);
});

test("a label that is wider than its column stays inside the picture", () => {
  const width = (map: string): number => Number(/viewBox="0 0 ([\d.]+)/.exec(map)![1]);
  expect(width(mapOf([..."2026-12", "<eos>"]))).toBeGreaterThan(width(mapOf([..."2026-12", "1"])));
});
