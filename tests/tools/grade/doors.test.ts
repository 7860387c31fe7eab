import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMissing } from "../needs";

const here = __dirname;
const isRoot = process.getuid?.() === 0;
const OTHER = 1000;

/** What the sandbox leaves open, and who the answer is outside, for a grader of this user. */
function tryDoors(folder: string, user?: number) {
  const command = [
    join(here, "../../../node_modules/tsx/dist/cli.mjs"),
    join(here, "doors-outside.ts"),
    folder,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    timeout: 60_000,
    env: { PATH: process.env["PATH"], TMPDIR: folder },
    // What a careless shell leaves open for everybody below it, as number 9.
    stdio: [
      "ignore",
      "pipe",
      "pipe",
      "ignore",
      "ignore",
      "ignore",
      "ignore",
      "ignore",
      "ignore",
      openSync(__filename, "r"),
    ],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as { open: string[]; uid: number; mayDo: string };
}

const mayRead = (user: number): boolean =>
  spawnSync("test", ["-r", __filename], { uid: user, gid: user }).status === 0;

describe.skipIf(isMissing("bubblewrap"))("an answer", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "doors-"));
    copyFileSync(join(here, "doors-inside.cjs"), join(folder, "start.cjs"));
    chmodSync(folder, 0o777);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("finds no door to the host open, and has no right of root's outside, whoever grades", () => {
    expect(tryDoors(folder)).toEqual({
      open: [],
      uid: isRoot ? 61617 : process.getuid!(),
      mayDo: "0000000000000000",
    });
  }, 60_000);

  test.skipIf(!isRoot || !mayRead(OTHER))(
    "finds none where an ordinary user grades",
    () => {
      expect(tryDoors(folder, OTHER)).toEqual({ open: [], uid: OTHER, mayDo: "0000000000000000" });
    },
    60_000,
  );
});
