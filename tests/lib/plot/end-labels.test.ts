import { afterEach, describe, expect, test, vi } from "vitest";
import { endLabelLayers, spread } from "../../../lib/plot/end-labels";

afterEach(() => void vi.unstubAllEnvs());

describe("spread", () => {
  test("leaves places alone that are far enough apart", () => {
    expect(spread([20, 60], [14, 14], 100)).toEqual([20, 60]);
  });

  test("moves equal places apart, in their order", () => {
    expect(spread([50, 50, 50], [14, 14, 28], 200)).toEqual([50, 64, 85]);
  });

  test("keeps what stands at the lower end inside", () => {
    expect(spread([99, 100], [14, 14], 100)).toEqual([79, 93]);
  });

  test("keeps what stands at the upper end inside", () => {
    expect(spread([0, 1], [14, 14], 100)).toEqual([7, 21]);
  });
});

describe("endLabelLayers", () => {
  test("gives each name its line's colour, the highest value on top", () => {
    const places = { fields: { x: "x", y: "y" }, height: 100, pixelOf: Number, valueAt: Number };
    const ends = [
      { name: "low", colour: "blue", x: 5, y: 10 },
      { name: "high", colour: "red", x: 5, y: 11 },
    ];
    const [, labels] = endLabelLayers(ends, places) as { data: { values: object[] } }[];
    expect(labels!.data.values).toEqual([
      { label: "high", colour: "red", x: 5, y: 11, middle: 21, firstLine: 21 },
      { label: "low", colour: "blue", x: 5, y: 10, middle: 7, firstLine: 7 },
    ]);
  });

  test("translates a name of several lines before it breaks it", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const places = { fields: { x: "x", y: "y" }, height: 100, pixelOf: Number, valueAt: Number };
    const ends = [
      { name: "only the first letter last, free-running", colour: "blue", x: 5, y: 10 }, // 17 letters in Korean
      { name: "one head, four times as long: one head, feed-forward behind it", colour: "red", x: 5, y: 50 },
    ];
    const [, labels] = endLabelLayers(ends, places) as { data: { values: { label: unknown }[] } }[];
    expect(labels!.data.values.map(({ label }) => label)).toEqual([
      ["헤드 하나, 네 배 오래: 헤드", "하나, 뒤에 피드포워드"],
      ends[0]!.name, // translated with its column
    ]);
  });
});
