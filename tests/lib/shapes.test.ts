import { describe, expect, test } from "vitest";
import { checkShapes, ShapeError } from "../../lib/shapes";

const shaped = (...shape: number[]) => ({ shape });

describe("checkShapes", () => {
  test("takes any word for an axis, those of JavaScript's objects too", () => {
    const axes = "constructor __proto__ toString";
    const lengths = checkShapes("f", { x: [{ shape: [1, 2, 3] }, axes], y: [{ shape: [1, 2, 3] }, axes] });
    expect(Object.entries(lengths)).toEqual([["constructor", 1], ["__proto__", 2], ["toString", 3]]); // prettier-ignore
    expect(() => checkShapes("f", { x: [{ shape: [1, 2] }, "toString toString"] })).toThrow(
      'f: axis "toString" is 1 in x, but 2 in x',
    );
  });

  test("gives the length of every axis by its name", () => {
    const sizes = checkShapes("attend", {
      queries: [shaped(2, 3, 4), "batch query dKey"],
      keys: [shaped(2, 5, 4), "batch key dKey"],
    });
    expect(sizes).toEqual({ batch: 2, query: 3, dKey: 4, key: 5 });
  });

  test("names the function, the axis and both arguments when two lengths differ", () => {
    const mismatch = () =>
      checkShapes("attend", { keys: [shaped(1, 2), "batch key"], values: [shaped(1, 4), "batch key"] });
    expect(mismatch).toThrow(new ShapeError('attend: axis "key" is 2 in keys, but 4 in values'));
  });

  test("shows the axes that were expected when the rank is wrong", () => {
    const wrongRank = () => checkShapes("attend", { keys: [shaped(2, 3), "batch key dKey"] });
    expect(wrongRank).toThrow("attend: keys should have 3 axes [batch, key, dKey], got 2 [2, 3]");
  });

  test("refuses an empty axis by its name", () => {
    const empty = () => checkShapes("attend", { keys: [shaped(0, 3), "batch key"] });
    expect(empty).toThrow('attend: keys has no "batch": the axis is empty');
  });

  test("refuses what is not a tensor", () => {
    const array = () => checkShapes("attend", { keys: [[1, 2] as never, "batch key"] });
    expect(array).toThrow("attend: keys should be a tensor [batch, key], got a list of 2");
  });

  test("skips a tensor that was left out if its name has a question mark", () => {
    expect(checkShapes("attend", { "mask?": [undefined, "batch key"] })).toEqual({});
    const wrong = () => checkShapes("attend", { "mask?": [shaped(2), "batch key"] });
    expect(wrong).toThrow("attend: mask should have 2 axes [batch, key], got 1 [2]");
  });

  test("refuses a missing tensor that may not be left out", () => {
    const missing = () => checkShapes("attend", { keys: [undefined, "batch key"] });
    expect(missing).toThrow(new ShapeError("attend: keys should be a tensor [batch, key], got undefined"));
  });
});
