import { expect, test } from "vitest";
import { problemOf } from "../../../tools/setup/node-version.cjs";

test("the versions that the course supports pass", () => {
  expect(["v20.19.0", "v22.1.0", "v24.21.0"].map(problemOf)).toEqual([undefined, undefined, undefined]);
});

test("an older Node is named, with the one to install", () => {
  expect(problemOf("v20.18.3")).toBe(
    "Node v20.18.3 is too old: install Node 24 (20.19 or newer will do) from https://nodejs.org",
  );
});

test("a Node that came later is refused, too", () => {
  expect(problemOf("v25.0.0")).toContain("install Node 24");
});
