/**
 * Texts that an npm package ships, if they are the very ones that a data set's splits are made from.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataFileError, readText } from "./text-file";

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** Over the names and texts of all files that are read, in their order. */
  readonly sha256: string;
}

/**
 * Reads files of a package.
 *
 * @param namesIn  the files to read, as names below the folder
 * @throws {DataFileError} the package is missing, or another version of it is installed
 */
export function readPackageFiles(
  folder: string,
  { name: packageName, version, sha256 }: ShippedPackage,
  namesIn: (folder: string) => readonly string[],
): { name: string; text: string }[] {
  if (!existsSync(folder)) {
    const reason = `is missing: it is the package ${packageName} ${version}; npm ci installs it`;
    throw new DataFileError(folder, undefined, reason);
  }
  const files = namesIn(folder).map((name) => ({ name, text: readText(join(folder, name)) }));
  const hash = createHash("sha256");
  for (const { name, text } of files) hash.update(`${name}\n${text}`);
  const found = hash.digest("hex");
  if (found !== sha256) {
    const reason = `is not ${packageName} ${version}, which the splits are made from: expected SHA-256 ${sha256}, got ${found}; npm ci mends it`;
    throw new DataFileError(folder, undefined, reason);
  }
  return files;
}
