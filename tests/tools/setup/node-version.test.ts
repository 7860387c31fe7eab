import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adviceOf, problemOf } from "../../../tools/setup/node-version.cjs";

test("the versions that the course supports pass", () => {
  const versions = ["v20.19.0", "v22.1.0", "v24.21.0", "v26.10.0"];
  expect(versions.map(problemOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test("package.json asks npm for the same versions", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8");
  expect((JSON.parse(text) as { engines: object }).engines).toEqual({ node: ">=20.19 <27" });
});

test("an older Node is named, with the ones to install", () => {
  expect(problemOf("v20.18.3")).toBe(
    "Node v20.18.3 is too old: install Node 24 or 26 from https://nodejs.org (22 will do)",
  );
});

test("a Node that came later is refused, too", () => {
  expect(problemOf("v27.0.0")).toContain("install Node 24 or 26");
});

test("Node 20 is taken, with the advice to leave it; from 22 on there is nothing to say", () => {
  expect(adviceOf("v20.20.2")).toContain("no more security fixes: install Node 24 or 26");
  expect(["v22.1.0", "v24.21.0", "v26.10.0"].map(adviceOf)).toEqual([undefined, undefined, undefined]);
});
