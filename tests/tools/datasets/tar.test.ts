import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tarFiles } from "../../../tools/datasets/tar";
import { tarOf } from "./tar-archive";

const textsOf = (archive: Uint8Array) =>
  [...tarFiles(archive)].map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);

test("gives the files of an archive, with an empty one and one that fills its blocks", () => {
  const files = { "a/1.txt": "one", "a/2.txt": "", "b.txt": "x".repeat(1024), "c.txt": "last" };
  expect(textsOf(tarOf(files))).toEqual(Object.entries(files));
});

test.runIf(process.platform === "linux")("reads what tar itself writes, folders passed over", () => {
  const folder = mkdtempSync(join(tmpdir(), "tar-"));
  const deep = join(folder, "package", "d".repeat(90));
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, "long-name.txt"), "한글");
  execFileSync("tar", ["--format=ustar", "-cf", "a.tar", "package"], { cwd: folder });
  expect(textsOf(readFileSync(join(folder, "a.tar")))).toEqual([
    [`package/${"d".repeat(90)}/long-name.txt`, "한글"],
  ]);
});

test("refuses an archive that is cut off", () => {
  expect(() => [...tarFiles(tarOf({ "a.txt": "x".repeat(2000) }).subarray(0, 1024))]).toThrow(
    "tarFiles: the archive is cut off or damaged at byte 0",
  );
});
