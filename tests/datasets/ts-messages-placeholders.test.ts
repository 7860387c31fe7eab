import { describe, expect, test } from "vitest";
import {
  messagePieces,
  placeholdersKept,
  withoutPlaceholders,
} from "../../datasets/ts-messages/placeholders";

describe("placeholders", () => {
  test("stay whole where words fall into pieces, and no merge is learned from them", () => {
    expect(messagePieces(["{10}", "is"], [])).toEqual(["{10}", "i@@", "s"]);
    expect(withoutPlaceholders(["{10}", "is"])).toEqual(["is"]);
  });

  test("are kept in any order, but all of them, and counted where there are any", () => {
    const references = [["{0}", "of", "{1}"], ["{0}"], ["none"]];
    expect(placeholdersKept([["{1}", "has", "{0}"], ["{0}"], ["{0}"]], references)).toBe(1);
    expect(placeholdersKept([["{0}", "{0}"], ["{0}"], []], references)).toBe(0.5);
    expect(placeholdersKept([[]], [["none"]])).toBe(0);
  });
});
