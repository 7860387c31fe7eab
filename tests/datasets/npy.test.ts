import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { npyArray, npzArrays } from "../../datasets/kit/npy";

/** A file as numpy 2.4.6 writes it. */
function npyOf(
  values: number[],
  description = `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`,
) {
  const header = Buffer.from(`${description.padEnd(117)}\n`);
  const start = Buffer.from("\x93NUMPY\x01\x00\x00\x00", "latin1");
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, header, Buffer.from(new Float32Array(values).buffer)]);
}

const six = [1, 2, 3, -0.5, 1e-30, 6];
const described = (shape: string) => `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;

describe("npyArray", () => {
  test("gives shape and numbers, row by row", () => {
    expect(npyArray(npyOf(six), "a.npy")).toEqual({ shape: [2, 3], values: new Float32Array(six) });
  });

  test("reads a list and a single number, too", () => {
    expect(npyArray(npyOf(six, described("(6,)")), "a.npy").shape).toEqual([6]);
    expect(npyArray(npyOf([7], described("()")), "a.npy")).toEqual({
      shape: [],
      values: new Float32Array([7]),
    });
  });

  test("refuses another file, other numbers, another layout and a wrong length, each by its name", () => {
    expect(() => npyArray(Buffer.from("no numbers here"), "a.npy")).toThrow("a.npy: is no .npy file");
    const other = (text: string) => () => npyArray(npyOf(six, text), "a.npy");
    expect(other(described("(2, 3)").replace("<f4", "<f8"))).toThrow(
      "should hold float32 row by row ('<f4'), is {",
    );
    expect(other(described("(2, 3)").replace("False", "True"))).toThrow("row by row");
    expect(other(described("(2, 4)"))).toThrow("a.npy: should hold 8 numbers, holds 6");
    expect(() => npyArray(npyOf(six).subarray(0, -1), "a.npy")).toThrow("should hold 6 numbers, holds 5.75");
  });
});

test("npzArrays gives the arrays of an archive by name, and names the one that it cannot read", async () => {
  const zip = new ZipFile();
  zip.addBuffer(npyOf(six), "weights.npy", { compress: false });
  zip.addBuffer(npyOf([1], described("(1,)")), "bias.npy");
  zip.end();
  const bytes = await buffer(zip.outputStream);
  expect(Object.keys(npzArrays(bytes, "a.npz"))).toEqual(["weights", "bias"]);
  const broken = new ZipFile();
  broken.addBuffer(Buffer.from("?"), "weights.npy");
  broken.end();
  const brokenBytes = await buffer(broken.outputStream);
  expect(() => npzArrays(brokenBytes, "a.npz")).toThrow("a.npz, weights.npy: is no .npy file");
});
