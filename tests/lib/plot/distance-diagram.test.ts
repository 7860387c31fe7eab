import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { distanceDiagram, memoryDistance } from "../../../lib/plot/distance-diagram";
import { distance as options } from "./diagram-options";

const [row] = options.rows;

describe("memoryDistance", () => {
  test("counts the steps between reading and writing: <eos> is read, then the first token is written", () => {
    expect(memoryDistance(row!, { source: 0, target: 0 })).toBe(3);
  });

  test("is 2 for the last token read, if it is written first", () => {
    expect(memoryDistance(row!, { source: 1, target: 0 })).toBe(2);
  });
});

describe("distanceDiagram", () => {
  test("sums up each row, and tells each distance under the pointer", () => {
    const svg = drawDiagram(distanceDiagram(options));
    expect(svg).toContain(">as it is: kept 3, 3 steps; shortest 3, mean 3.0<");
    expect(svg).toContain("<title>나: 3 steps in memory</title>");
  });

  test("draws a longer wait as a higher arc", () => {
    const links = [
      { source: 1, target: 0 },
      { source: 0, target: 1 },
    ];
    const svg = drawDiagram(distanceDiagram({ rows: [{ ...row!, links }] }));
    const heights = [...svg.matchAll(/A\S+ (\S+) 0 0 1/g)].map(([, height]) => Number(height));
    expect(heights).toEqual([42, 84]); // 2 and 4 steps
  });

  test("refuses a link to a token that is not there", () => {
    const beyond = () => distanceDiagram({ rows: [{ ...row!, links: [{ source: 3, target: 0 }] }] });
    expect(beyond).toThrow("distanceDiagram: rows[0].links[0].source should be a number from 0 to 2, got 3");
  });
});
