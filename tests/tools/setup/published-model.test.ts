import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ProgramFailure, type RunProgram } from "../../../tools/setup/program.mjs";
import { publishedModel, wheel } from "../../../tools/setup/published-model.mjs";
import { contextIn } from "./context";
import { temporaryFolder } from "./folder";

/** A pip that puts a file of these bytes where it is told to. */
const pipWith = (content: string, calls: string[][] = []): RunProgram => {
  return (_command, args) => {
    calls.push(args);
    writeFileSync(join(args[args.indexOf("--dest") + 1]!, wheel.file), content);
    return Promise.resolve("");
  };
};
const perform = async (context: ReturnType<typeof contextIn>) =>
  (await publishedModel.plan(context)).perform();

test("asks pip for the one wheel, without what it depends on", async () => {
  const calls: string[][] = [];
  const context = contextIn(temporaryFolder(), { run: pipWith("another file", calls) });
  await perform(context).catch(() => undefined);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toEqual(expect.arrayContaining(["download", "--no-deps", "--require-hashes"]));
});

test("refuses a file of another hash, says both hashes, and leaves nothing", async () => {
  const context = contextIn(temporaryFolder(), { run: pipWith("another file") });
  await expect(perform(context)).rejects.toThrow(
    new RegExp(`is not the file it should be: expected SHA-256 ${wheel.sha256}, got .* refused and deleted`),
  );
  expect(existsSync(join(context.layout.course, "g2p-en", wheel.file))).toBe(false);
  expect(await publishedModel.isDone(context)).toBe(false);
});

test("says in one sentence that the package index cannot be reached", async () => {
  const failure = new ProgramFailure("pip", "ConnectionError: name resolution", undefined);
  const context = contextIn(temporaryFolder(), { run: () => Promise.reject(failure) });
  await expect(perform(context)).rejects.toThrow(
    "Cannot reach the Python package index: connect to the internet (behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1), then run this again.",
  );
});

test("is not done while the file is another one, such as one that was cut off", async () => {
  const context = contextIn(temporaryFolder());
  const folder = join(context.layout.course, "g2p-en");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, wheel.file), "cut off");
  expect(await publishedModel.isDone(context)).toBe(false);
});
