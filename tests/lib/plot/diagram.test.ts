import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawDiagram, group, text, type Diagram } from "../../../lib/plot/diagram";
import * as plots from "../../../lib/plots";
import { diagrams } from "./diagram-options";

const drawn = Object.entries(diagrams).map(([name, [draw, options]]) => ({ name, draw, options }));
const words = { title: "t", description: "d" };

/** XML by its grammar, as far as markup goes: elements close, attributes are quoted, no stray <, > or &. */
function isWellFormed(markup: string): boolean {
  const inner = /<(\w+)((?: [\w:-]+="[^"<>]*")*)(?:\/>|>[^<>]*<\/\1>)/g;
  let [before, left] = ["", markup];
  while (left !== before) [before, left] = [left, left.replace(inner, "")];
  const strays = markup.replace(/&(amp|lt|gt|quot);/g, "").includes("&");
  const hasForbidden = /[\0-\b\v\f\x0e-\x1f\ufffe\uffff\p{Surrogate}]/u.test(markup);
  return left === "" && !strays && !hasForbidden;
}

/** Every place inside options, as the keys that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

function replaced(options: object, path: readonly string[], part: unknown): unknown {
  if (path.length === 0) return part;
  const copy = structuredClone(options) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  holder[path.at(-1)!] = part;
  return copy;
}

/** The same options with another word, wherever the word stands. */
const reworded = (options: object, from: string, to: string): unknown =>
  JSON.parse(JSON.stringify(options), (_, part: unknown) => (part === from ? to : part));

describe("a diagram", () => {
  test.each(drawn)("$name is the picture that we have looked at", async ({ name, draw, options }) => {
    const file = `specs/${name.replace(/D/, "-d")}.svg`;
    await expect(`${drawDiagram(draw(options as never), "white")}\n`).toMatchFileSnapshot(file);
  });

  test("is in this list if lib has it", () => {
    const known = Object.keys(plots).filter((name) => name.endsWith("Diagram"));
    expect(drawn.map(({ name }) => name)).toEqual(known);
  });

  test.each(drawn)("$name tells its title, and what it shows in words", ({ draw, options }) => {
    const diagram = draw({ ...options, title: "What we found" } as never);
    const svg = drawDiagram(diagram);
    expect(svg).toContain('role="img" aria-label="What we found"');
    expect(svg).toMatch(/^<svg [^>]*>\n<desc>[^<]{20,}<\/desc>/);
  });

  test.each(drawn)(
    "$name refuses nonsense at any place of its options, by name, or leaves it alone",
    (one) => {
      const nonsense = [undefined, null, Number.NaN, Infinity, "x", [], {}, [[]], [null], true, 1e9];
      const silent = placesIn(one.options).flatMap((path) =>
        nonsense.flatMap((part) => complaintOf(one, replaced(one.options, path, part)) ?? []),
      );
      expect(silent).toEqual([]);
    },
  );

  test.each(drawn)("$name draws any text that it is given, in HTML and in a file", ({ draw, options }) => {
    const texts = placesIn(options)
      .map((path) => path.reduce((part, key) => (part as Record<string, unknown>)[key], options as unknown))
      .filter(
        (part): part is string => typeof part === "string" && !["own", "pre", "bahdanau"].includes(part),
      );
    const hostile = fc.constantFrom("<", "</svg>", "&", "&lt;", '"', "\0", "\ud83d", "월", "]]>", "\n");
    const anyText = fc.array(fc.oneof(hostile, fc.string())).map((parts) => parts.join(""));
    const isSound = (from: string, to: string): boolean =>
      isWellFormed(drawDiagram(draw(reworded({ title: "t", ...options }, from, to) as never)));
    fc.assert(fc.property(fc.constantFrom("t", ...texts), anyText, isSound), { seed: 18, numRuns: 150 });
  });
});

describe("drawDiagram", () => {
  const red: Diagram = { ...words, shapes: [text(0, 0, "안녕"), text(200, 0, "end", { align: "end" })] };

  test("is as large as what it holds", () => {
    const [, x, , width] = /viewBox="(\S+) (\S+) (\S+)/.exec(drawDiagram(red))!.map(Number);
    expect(x!).toBeLessThanOrEqual(-12); // two Korean letters of 12 pixels, around 0
    expect(x! + width!).toBeGreaterThanOrEqual(200);
  });

  test("takes the colour of the page, or brings its own with a ground", () => {
    expect(drawDiagram(red)).toContain('fill="currentColor"');
    expect(drawDiagram(red)).not.toContain("background");
    expect(drawDiagram(red, "white")).toContain("color: #1f1f1f; background: white");
  });

  test("needs no id, so that many of them fit on one page", () => {
    for (const { draw, options } of drawn)
      expect(drawDiagram(draw(options as never))).not.toMatch(/ id=|url\(/);
  });
});

describe("text", () => {
  test("is written smaller if it would leave its room, and only then", () => {
    const sizeOf = (label: string) => text(0, 0, label, { size: 12, widest: 30 }).attributes["font-size"];
    expect(sizeOf("ab")).toBe(12);
    expect(sizeOf("안녕하세요")).toBe(6);
  });
});

describe("group", () => {
  test("is as large as all that is in it, and tells its tip", () => {
    const both = group([text(0, 0, "a", { align: "start" }), text(50, 0, "b", { align: "end" })], "a to b");
    expect(both.room).toMatchObject({ left: 0, right: 50 });
    expect(drawDiagram({ ...words, shapes: [both] })).toContain("<title>a to b</title>");
  });
});

/** What is wrong with how a diagram takes its options: another error than its own, or a picture of nothing. */
function complaintOf({ name, draw }: (typeof drawn)[number], options: unknown): string | undefined {
  try {
    const svg = drawDiagram(draw(options as never));
    return /NaN|undefined|Infinity|\[object/.test(svg) ? `draws ${JSON.stringify(options)}` : undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith(`${name}: `) ? undefined : `${message}: ${JSON.stringify(options)}`;
  }
}
