import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChanged, fingerprintOf } from "../../../tools/setup/fingerprint.mjs";
import { hasStamp, removeStamp, writeStamp } from "../../../tools/setup/stamp.mjs";
import { temporaryFolder } from "./folder";

test("a folder is done when its stamp holds the same inputs", () => {
  const folder = temporaryFolder();
  expect(hasStamp(folder, { lock: "a" })).toBe(false);
  writeStamp(folder, { lock: "a" });
  expect(hasStamp(folder, { lock: "a" })).toBe(true);
  expect(hasStamp(folder, { lock: "b" })).toBe(false);
});

test("a stamp that was cut off or taken away counts as none", () => {
  const folder = temporaryFolder();
  writeStamp(folder, { lock: "a" });
  const [name] = readdirSync(folder);
  writeFileSync(join(folder, name!), '{ "lock": ');
  expect(hasStamp(folder, { lock: "a" })).toBe(false);
  removeStamp(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test("a library with one flipped byte is noticed and named", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "library.so"), "all is well");
  const prints = await fingerprintOf(folder, ["."]);
  expect(await findChanged(folder, prints)).toBeUndefined();
  writeFileSync(join(folder, "library.so"), "all is wull");
  expect(await findChanged(folder, prints)).toBe("library.so");
});
