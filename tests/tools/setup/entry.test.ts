import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archivesFor } from "../../../tools/setup/tensorflow-archive.mjs";
import { isMissing } from "../needs";
import { temporaryFolder } from "./folder";

/** A downloaded archive, however damaged, keeps set-up from asking the network which one to take. */
const archiveNames = archivesFor(process.platform, process.arch).map(({ file }) => file);
const project = join(import.meta.dirname, "..", "..", "..");

/** A fresh clone, as far as set-up looks, and a PATH that holds only what the test puts there. */
function freshClone() {
  const root = temporaryFolder();
  const path = join(root, "path");
  mkdirSync(path);
  for (const name of ["tools", "lib/jupyter", "package.json", "package-lock.json"])
    cpSync(join(project, name), join(root, name), { recursive: true });
  return { root, path };
}

/** Starts the real command. */
function start({ root, path }: { root: string; path: string }) {
  const env = { PATH: path, HOME: root, npm_execpath: undefined };
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/run.cjs"), "start"], {
    env,
    encoding: "utf8",
  });
  return {
    status,
    message: stderr.trim(),
    isUntouched: !existsSync(join(root, "node_modules")) && !existsSync(join(root, ".venv")),
  };
}

/** A program that answers every call with one line. */
function fakeProgram(path: string, answer: string): void {
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(path, 0o755);
}

const isWindows = process.platform === "win32"; // its PATH works otherwise

test.skipIf(isWindows)("without npm: one sentence, exit code 1, nothing installed", () => {
  const { status, message, isUntouched } = start(freshClone());
  expect({ status, isUntouched }).toEqual({ status: 1, isUntouched: true });
  expect(message).toBe('npm is missing: install it, on Debian or Ubuntu with "sudo apt install npm".');
});

test.skipIf(isWindows)("without Python: one sentence, exit code 1, nothing installed", () => {
  const clone = freshClone();
  fakeProgram(join(clone.path, "npm"), "11.0.0");
  const { status, message, isUntouched } = start(clone);
  expect({ status, isUntouched }).toEqual({ status: 1, isUntouched: true });
  expect(message).toMatch(/^Python 3\.10 or newer is missing: install it/);
});

test.skipIf(process.platform !== "linux")(
  "without a compiler on Linux: one sentence, exit code 1, nothing installed",
  () => {
    const clone = freshClone();
    fakeProgram(join(clone.path, "npm"), "11.0.0");
    fakeProgram(join(clone.path, "python3"), "/usr/bin/python3|3.11.2|complete");
    mkdirSync(join(clone.root, ".course", "downloads"), { recursive: true });
    for (const name of archiveNames) writeFileSync(join(clone.root, ".course", "downloads", name), "");
    const { status, message, isUntouched } = start(clone);
    expect({ status, isUntouched }).toEqual({ status: 1, isUntouched: true });
    expect(message).toMatch(/^The C\+\+ compiler g\+\+ is missing: install it/);
  },
);

test("a command in TypeScript, before set-up: one sentence that says what to do", () => {
  const { root, path } = freshClone();
  const command = [join(root, "tools/run.cjs"), "check", "06"];
  const { status, stderr } = spawnSync(process.execPath, command, {
    env: { PATH: path, HOME: root },
    encoding: "utf8",
  });
  expect(stderr).toBe('The course is not set up yet: run "npm start" first, or "npm run setup".\n');
  expect(status).toBe(1);
});

test.skipIf(isWindows || isMissing("bubblewrap"))(
  "on a full disk: one sentence that says where, and what to do, exit code 1",
  () => {
    const { root } = freshClone();
    const course = join(root, ".course");
    const fill = `cat /dev/zero > ${course}/full 2> /dev/null`;
    const setUp = `exec ${process.execPath} ${join(root, "tools/run.cjs")} setup`;
    const disk = ["--dev-bind", "/", "/", "--size", "4096", "--tmpfs", course]; // one page, on a disk of its own
    const { status, stderr } = spawnSync("bwrap", [...disk, "sh", "-c", `${fill}; ${setUp}`], {
      encoding: "utf8",
    });
    expect(stderr.trim()).toMatch(/^The disk is full: free some space in .*, then run this again/);
    expect(stderr).toContain(root);
    expect(stderr).not.toMatch(/ENOSPC|^ +at /m);
    expect(status).toBe(1);
  },
);
