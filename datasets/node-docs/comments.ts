/**
 * The documentation comments of the package @types/node, module by module.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPackageFiles } from "../kit/package-files";

export interface Comment {
  /** The module that the comment documents: "fs" for fs.d.ts and for fs/promises.d.ts. */
  readonly chapter: string;
  /** Without its stars. */
  readonly markdown: string;
}

const shipped = join(__dirname, "../../node_modules/@types/node");
const nodeTypes = {
  name: "@types/node",
  version: "20.19.43",
  sha256: "315980f983861bfd3aa3e0e4f9c9de1ca3ae6cdd3b8740743cc7246a9b1ba4ed",
};

/** Declarations for an old compiler: the same comments once more. */
const leftOut = /^ts\d/;

/**
 * Reads all comments, in the order of the files' names.
 *
 * @throws {DataFileError} the package is missing, or another version of it is installed
 */
export function readComments(folder = shipped): Comment[] {
  return readPackageFiles(folder, nodeTypes, declarationFiles).flatMap(({ name, text }) =>
    (text.match(/\/\*\*[^]*?\*\//g) ?? []).map((comment) => ({
      chapter: /^[\w-]+/.exec(name)![0],
      markdown: comment.slice(3, -2).replace(/^ *\*(?: |$)?/gm, ""),
    })),
  );
}

function declarationFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    name.replace(/\\/g, "/"),
  );
  return names.filter((name) => name.endsWith(".d.ts") && !leftOut.test(name)).sort();
}
