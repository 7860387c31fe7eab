import * as danfo from "danfojs-node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cellDiagram } from "../../lib/plot/cell-diagram";
import { lossCurve } from "../../lib/plot/loss-curve";
import { band, marked, show, table } from "../../lib/notebook";
import { cell } from "./plot/diagram-options";
import { startFakeKernel, stopFakeKernel, type Message } from "./fake-kernel";

const plotOf = (lossNats: number) =>
  lossCurve({ title: "월 falls", series: [{ name: "training", steps: [1, 2], lossNats: [1, lossNats] }] });

let messages: Message[];
beforeEach(() => {
  messages = startFakeKernel();
});
afterEach(() => {
  stopFakeKernel();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("show", () => {
  test("sends one output with the spec, a picture and a line of words", () => {
    show(plotOf(0.5));
    expect(messages).toHaveLength(1);
    expect(Object.keys(messages[0]!.data)).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/svg+xml",
      "text/plain",
    ]);
  });

  test("draws a picture that reads on any page: dark text on a ground of its own", () => {
    show(plotOf(0.5));
    const svg = String(messages[0]!.data["image/svg+xml"]);
    expect(svg).toContain('fill="white"');
    expect(svg).toContain(">월 falls<");
    expect(svg).not.toContain("currentColor");
  });

  test("sends a diagram as a part of the page, a picture and its words", () => {
    show(cellDiagram(cell));
    const { data } = messages[0]!;
    expect(Object.keys(data)).toEqual(["text/html", "image/svg+xml", "text/plain"]);
    expect(data["text/html"]).not.toContain("background");
    expect(data["image/svg+xml"]).toContain("background: white");
    expect(data["text/plain"]).toMatch(/^\[diagram\] Half is kept\nCell after = forget gate 0\.50/);
  });

  test("returns nothing, so that a cell that ends with it prints nothing more", () => {
    expect(show(plotOf(0.5))).toBeUndefined();
  });

  test("prints the description in a terminal", () => {
    stopFakeKernel();
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    show(plotOf(0.5));
    expect(log.mock.calls).toEqual([
      ["[plot] 월 falls. Loss in nats a token. training: from 1.000 to 0.500 at step 2."],
    ]);
  });
});

describe("table", () => {
  test("shows records as HTML and as text", () => {
    table([{ score: "dot", "exact match": 0.99 }, { score: "general" }]);
    expect(messages[0]!.data["text/plain"]).toBe("score    exact match\ndot      0.99\ngeneral");
    expect(messages[0]!.data["text/html"]).toContain("<th");
  });

  test("marks the words that differ from the right ones, and not by colour alone", () => {
    table([{ written: marked("나는 <물>을 마신다", "나는 밥을 마신다") }]);
    expect(messages[0]!.data["text/plain"]).toContain("나는 *<물>을* 마신다");
    expect(messages[0]!.data["text/html"]).toMatch(
      /나는 <b style="text-decoration: underline 0.15em #\w+">&lt;물&gt;을<\/b> 마신다/,
    );
  });

  test("marks the digits of a date that differ, not all of it", () => {
    table([
      { written: marked("2019-06-30", "2019-05-31") },
      { written: marked("2019-011-30", "2019-11-30") },
    ]);
    expect(messages[0]!.data["text/plain"]).toBe("written\n2019-0*6*-3*0*\n2019-*0*11-30");
    expect(messages[0]!.data["text/html"]).toMatch(/<td[^>]*>2019-0<b [^>]*>6<\/b>-3<b [^>]*>0<\/b><\/td>/);
    const cells = [marked("41 apples", "42 apples"), marked("soon", "42"), marked("1999 2000", "2000")];
    table(cells.map((written) => ({ written })));
    expect(messages[1]!.data["text/plain"].split("\n").slice(1)).toEqual([
      "4*1* apples",
      "*soon*",
      "*1999* 2000",
    ]);
  });

  test("has a caption as wide as the page, and breaks Korean between words", () => {
    table([{ a: 1 }], "a caption that is longer than its table");
    const html = String(messages[0]!.data["text/html"]);
    expect(html).toMatch(/^<figure style="margin: 0; word-break: keep-all;[^>]*><figcaption>a caption/);
    expect(messages[0]!.data["text/plain"]).toMatch(/^a caption/);
  });

  test("puts a particle after a number in a Korean caption", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    table([{ a: 1 }], "조각 90개, 그중 42.3 %은(는) 어휘 집합에 없음");
    expect(messages[0]!.data["text/plain"]).toMatch(/^조각 90개, 그중 42.3 %는 어휘 집합에 없음/);
  });

  test("shows a data frame", () => {
    table({ columns: ["a", "b"], values: [[1, 2]] });
    expect(messages[0]!.data["text/plain"]).toBe("a  b\n1  2");
  });

  test("shows a series with its index", () => {
    const frame = new danfo.DataFrame([{ way: "dot" }, { way: "dot" }, { way: "concat" }]);
    table(frame["way"] as danfo.Series);
    table((frame["way"] as danfo.Series).valueCounts());
    const texts = messages.map(({ data }) => data["text/plain"]!.split("\n"));
    expect(texts[0]!.slice(1)).toEqual(["0  dot", "1  dot", "2  concat"]);
    expect(texts[1]!.slice(1)).toEqual(["dot     2", "concat  1"]);
  });

  test("shows columns that are called as every object's own parts", () => {
    table([{ constructor: 2, dot: 1 }, { dot: 3 }, JSON.parse('{ "__proto__": 4 }') as object]);
    expect(messages[0]!.data["text/plain"]).toBe(
      "constructor  dot  __proto__\n2            1\n             3\n                  4",
    );
  });

  test("refuses to show nothing", () => {
    expect(() => table([])).toThrow("table: rows should be a list with at least one record, got []");
  });
});

describe("band", () => {
  const bandMimeType = "application/vnd.course.band+json";

  test("says that a result is inside its band, for readers and for the build", () => {
    band({ name: "exact match", value: 0.995, low: 0.99, high: 1 });
    expect(messages[0]!.data["text/plain"]).toBe(
      "✓ inside its band: exact match is 0.995, expected 0.99 to 1",
    );
    expect(messages[0]!.data["text/html"]).toBe(
      "<p>✓ inside its band: exact match is 0.995, expected 0.99 to 1</p>",
    );
    expect(messages[0]!.data[bandMimeType]).toEqual({
      name: "exact match",
      value: 0.995,
      low: 0.99,
      high: 1,
    });
  });

  test("sets the thousands of large numbers apart", () => {
    band({ name: "gradient", value: 21_580_000, low: 1000, high: 1e12 });
    expect(messages[0]!.data["text/plain"]).toBe(
      "✓ inside its band: gradient is 21,580,000, expected 1,000 to 1,000,000,000,000",
    );
  });

  test("says that a result is outside its band", () => {
    band({ name: "loss", value: 3, low: 0, high: 1 });
    expect(messages[0]!.data["text/plain"]).toContain("✗ outside its band");
  });

  test("does not judge a rehearsal", () => {
    vi.stubEnv("SMOKE", "1");
    band({ name: "loss", value: 3, low: 0, high: 1 });
    expect(messages[0]!.data["text/plain"]).toContain("not checked, smoke size");
  });

  test("is outside if the result is not a number", () => {
    band({ name: "loss", value: Number.NaN, low: 0, high: 1 });
    expect(messages[0]!.data["text/plain"]).toContain("✗ outside its band: loss is NaN");
    expect(messages[0]!.data[bandMimeType]).toMatchObject({ value: null });
  });

  test("refuses a band that is upside down", () => {
    expect(() => band({ name: "loss", value: 0, low: 1, high: 0 })).toThrow(
      "band: low should be at most high, got low 1 and high 0",
    );
  });
});
