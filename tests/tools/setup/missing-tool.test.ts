import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { requireCompiler } from "../../../tools/setup/compiler.mjs";
import { isFullDisk, missingBytes, requireDiskSpace } from "../../../tools/setup/disk-space.mjs";
import { needingNetwork } from "../../../tools/setup/network.mjs";
import { npmPackages } from "../../../tools/setup/npm-packages.mjs";
import { Problem } from "../../../tools/setup/problem.mjs";
import { ProgramFailure } from "../../../tools/setup/program.mjs";
import { findPython } from "../../../tools/setup/python.mjs";
import { chooseArchive } from "../../../tools/setup/tensorflow-source.mjs";
import { contextIn } from "./context";
import { temporaryFolder } from "./folder";

const nothingInstalled = async (program: string): Promise<string> => {
  throw new ProgramFailure(program, `spawn ${program} ENOENT`, undefined);
};
/** A machine whose only Python answers the question with this line. */
const pythonSays = (line: string) => (program: string) =>
  program === "python3" ? Promise.resolve(line) : nothingInstalled(program);

describe("findPython", () => {
  test("no Python", async () => {
    await expect(findPython(nothingInstalled)).rejects.toThrow("Python 3.10 or newer is missing: install it");
  });

  test("an old Python", async () => {
    await expect(findPython(pythonSays("/usr/bin/python3|3.9.2|complete"))).rejects.toThrow(
      "Python 3.9.2 is too old, 3.10 or newer is needed: install it",
    );
  });

  test("a Python without venv, as on Debian", async () => {
    await expect(findPython(pythonSays("/usr/bin/python3|3.11.2|incomplete"))).rejects.toThrow(
      "sudo apt install python3-venv",
    );
  });

  test("a Python that will do", async () => {
    expect(await findPython(pythonSays("/usr/bin/python3|3.13.0|complete"))).toMatchObject({
      version: "3.13.0",
    });
  });
});

test("no compiler", async () => {
  await expect(requireCompiler(nothingInstalled)).rejects.toThrow("g++ is missing: install it");
});

test("no npm", async () => {
  const context = contextIn(temporaryFolder(), { run: nothingInstalled });
  await expect(npmPackages.plan(context)).rejects.toThrow("npm is missing: install it");
});

test("too little space", async () => {
  await expect(requireDiskSpace("/course", 2e9, async () => 5e8)).rejects.toThrow(
    "Set-up needs 2000 MB of disk space in /course, but only 500 MB are free",
  );
});

test("what an earlier try made on the disk is not asked for again", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "inside"));
  writeFileSync(join(folder, "inside", "part"), "x".repeat(30));
  expect(missingBytes(100, folder)).toBe(70);
  expect(missingBytes(20, folder)).toBe(0);
  expect(missingBytes(100, join(folder, "not there"))).toBe(100);
});

describe("a full disk is told from other failures", () => {
  const ofProgram = (tail: string) => new ProgramFailure("pip", tail, undefined);
  const withFree = (error: Error, bytes: number) => isFullDisk(error, "/course", async () => bytes);

  test("by what we or a program say", async () => {
    expect(await withFree(new Error("ENOSPC: no space left on device, write"), 5e9)).toBe(true);
    expect(await withFree(ofProgram("OSError: [Errno 28] No space left on device"), 5e9)).toBe(true);
    expect(await withFree(ofProgram("npm error code EINTEGRITY"), 5e9)).toBe(false);
  });

  test("by the disk, where a program keeps its reason to itself, as venv does", async () => {
    const failure = ofProgram("Error: Command '[…, 'ensurepip']' returned non-zero exit status 1.");
    expect(await withFree(failure, 4e6)).toBe(true);
    expect(await withFree(new Error("a mistake of ours"), 4e6)).toBe(false);
  });
});

test("a system without TensorFlow", async () => {
  const context = contextIn(temporaryFolder(), { platform: "freebsd" });
  await expect(chooseArchive(context)).rejects.toThrow("TensorFlow.js has no build for freebsd on x64");
});

test("no network is told from other failures", async () => {
  const failing = (tail: string) => () => Promise.reject(new ProgramFailure("npm", tail, undefined));
  await expect(needingNetwork("the npm registry", failing("npm error code EAI_AGAIN"))).rejects.toThrow(
    "Cannot reach the npm registry: connect to the internet",
  );
  await expect(needingNetwork("the npm registry", failing("npm error code EINTEGRITY"))).rejects.not.toThrow(
    Problem,
  );
});
