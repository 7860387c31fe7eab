import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossingShare } from "../../lib/alignment";

const linksOf = (...sources: number[]) => sources.map((source, target) => ({ source, target }));

describe("crossingShare", () => {
  test("is 0 for the same order and 1 for the opposite one", () => {
    expect(crossingShare(linksOf(0, 1, 2, 3))).toBe(0);
    expect(crossingShare(linksOf(3, 2, 1, 0))).toBe(1);
  });

  test("a verb that moves from the end to the second place crosses everything it passes", () => {
    expect(crossingShare(linksOf(0, 3, 1, 2))).toBe(2 / 6);
  });

  test("leaves out pairs that share a token, and needs two links to compare", () => {
    expect(crossingShare([...linksOf(0, 0), { source: 1, target: 0 }])).toBe(1);
    expect(crossingShare(linksOf(4))).toBe(0);
    expect(crossingShare([])).toBe(0);
  });

  test("does not depend on which language is the source", () => {
    const link = fc.record({ source: fc.nat(6), target: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(link), (links) => {
        const turned = links.map(({ source, target }) => ({ source: target, target: source }));
        expect(crossingShare(turned)).toBe(crossingShare(links));
      }),
    );
  });
});
