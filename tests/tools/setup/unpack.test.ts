import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layoutOf } from "../../../tools/setup/layout.mjs";
import { archivesFor } from "../../../tools/setup/tensorflow-archive.mjs";
import { unpackArchive } from "../../../tools/setup/unpack.mjs";
import { contextIn } from "./context";
import { temporaryFolder } from "./folder";

const { python } = layoutOf(join(import.meta.dirname, "..", "..", ".."));
const makeArchive = `
import sys, tarfile, zipfile
folder, *names = sys.argv[1:]
with zipfile.ZipFile(folder + "/fake.whl", "w") as wheel:
    for name in names:
        wheel.writestr(name, "content of " + name)
`;

/** A wheel with these files, unpacked as the arm64 wheel is. */
async function unpackFake(names: string[]) {
  const root = temporaryFolder();
  const { status, stderr } = spawnSync(python, ["-c", makeArchive, root, ...names], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const context = contextIn(root);
  const archive = archivesFor("linux", "arm64").at(-1)!;
  const layout = { ...context.layout, python };
  await unpackArchive({ ...context, layout }, join(root, "fake.whl"), archive, join(root, "deps"));
  return join(root, "deps");
}

test("of a wheel, only libraries and the headers we need are unpacked, and OpenMP lies beside the library", async () => {
  const deps = await unpackFake([
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/include/tensorflow/c/c_api.h",
    "tensorflow/include/Eigen/Core",
    "tensorflow/python/ops.py",
    "tensorflow_cpu_aws.libs/libomp-54bf90fd.so.5",
  ]);
  expect(readFileSync(join(deps, "lib/libtensorflow_cc.so.2"), "utf8")).toContain("libtensorflow_cc");
  expect(existsSync(join(deps, "lib/libomp-54bf90fd.so.5"))).toBe(true);
  expect(existsSync(join(deps, "include/tensorflow/c/c_api.h"))).toBe(true);
  expect(existsSync(join(deps, "include/Eigen"))).toBe(false);
  expect(existsSync(join(deps, "python"))).toBe(false);
});

test("a member that points out of the folder is refused", async () => {
  await expect(unpackFake(["tensorflow/include/tensorflow/c/../../../../../evil"])).rejects.toThrow(
    "points out of",
  );
});
