/**
 * Arrays as numpy saves them: one in a .npy file, several in a .npz, which is a zip archive of those.
 *
 * @source NumPy's documentation, "numpy.lib.format". https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { DataFileError } from "./text-file";
import { zipFiles } from "./zip";

/** Numbers of float32, row by row. */
export interface NumpyArray {
  readonly shape: number[];
  readonly values: Float32Array;
}

const MAGIC = Buffer.from("\x93NUMPY", "latin1");
const header = /^\{'descr': '<f4', 'fortran_order': False, 'shape': \((?<axes>(?:\d+, )*\d*,?)\), \}\s*$/;

/**
 * Reads one array of float32.
 *
 * @throws {DataFileError} another file, or cut off, or an array of other numbers or laid out column by column
 */
export function npyArray(bytes: Buffer, file: string): NumpyArray {
  const isNpy = bytes.length >= 10 && bytes.subarray(0, 6).equals(MAGIC) && bytes[6] === 1;
  if (!isNpy) throw new DataFileError(file, undefined, "is no .npy file of version 1");
  const start = 10 + bytes.readUInt16LE(8);
  const described = bytes.toString("latin1", 10, start);
  const axes = header.exec(described)?.groups?.["axes"];
  if (axes === undefined)
    throw new DataFileError(
      file,
      undefined,
      `should hold float32 row by row ('<f4'), is ${described.trim()}`,
    );
  const shape = (axes.match(/\d+/g) ?? []).map(Number);
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== start + 4 * size)
    throw new DataFileError(
      file,
      undefined,
      `should hold ${size} numbers, holds ${(bytes.length - start) / 4}`,
    );
  return { shape, values: new Float32Array(new Uint8Array(bytes.subarray(start)).buffer) }; // a copy begins at 0
}

/**
 * Reads all arrays of a .npz file, by name.
 *
 * @throws {DataFileError} no zip archive, or a file in it that is no array of float32
 */
export function npzArrays(bytes: Buffer, file: string): Record<string, NumpyArray> {
  const files = [...zipFiles(bytes, file)];
  return Object.fromEntries(
    files.map(([name, content]) => [name.replace(/\.npy$/, ""), npyArray(content, `${file}, ${name}`)]),
  );
}
