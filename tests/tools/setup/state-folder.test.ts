/** Where the kit writes while it is used. */
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  canWrite,
  isReadOnly,
  learnerFolder,
  shownPath,
  stateFolder,
} from "../../../tools/setup/state-folder.cjs";
import { temporaryFolder } from "./folder";

const never = () => false;

test("a learner works in the project, and in a folder of their own where the project cannot be written", () => {
  const root = temporaryFolder();
  expect(learnerFolder(root)).toBe(root);
  expect(isReadOnly(root, never)).toBe(true);
  expect(learnerFolder(root, never)).toBe(join(homedir(), "rnn-to-transformer"));
});

test("COURSE_STATE says where the state lies", () => {
  const state = temporaryFolder();
  vi.stubEnv("COURSE_STATE", state);
  expect(stateFolder("exercises", "progress.json")).toBe(join(state, "exercises", "progress.json"));
  vi.unstubAllEnvs();
});

test("a folder that is not there yet counts by the nearest above it that is", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a"));
  expect(canWrite(join(folder, "a", "b", "c"))).toBe(true);
});

test("nothing can be written below what is a file", () => {
  const file = join(temporaryFolder(), "a file");
  writeFileSync(file, "");
  expect(canWrite(join(file, "b"))).toBe(false);
});

test("a path below the reader's folder is shown from there, any other one whole", () => {
  const root = temporaryFolder();
  expect(shownPath(join(root, "exercises", "a.zip"), root)).toBe(join("exercises", "a.zip"));
  expect(shownPath(join(root, "..", "elsewhere", "a.zip"), root)).toBe(
    join(root, "..", "elsewhere", "a.zip"),
  );
  expect(shownPath(join(root, "..a.zip"), root)).toBe("..a.zip");
});
