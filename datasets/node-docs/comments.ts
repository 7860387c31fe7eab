/**
 * The documentation comments of the package @types/node, module by module.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DataFileError, readText } from "../kit/text-file";

export interface Comment {
  /** The module that the comment documents: "fs" for fs.d.ts and for fs/promises.d.ts. */
  readonly chapter: string;
  /** Without its stars. */
  readonly markdown: string;
}

const shipped = join(__dirname, "../../node_modules/@types/node");
const version = "20.19.43";
/** Over the names and texts of all files that are read. */
const sha256 = "315980f983861bfd3aa3e0e4f9c9de1ca3ae6cdd3b8740743cc7246a9b1ba4ed";

/** Declarations for an old compiler: the same comments once more. */
const leftOut = /^ts\d/;

/**
 * Reads all comments, in the order of the files' names.
 *
 * @throws {DataFileError} the package is missing, or another version of it is installed
 */
export function readComments(folder = shipped): Comment[] {
  const files = declarationFiles(folder).map((name) => ({ name, text: readText(join(folder, name)) }));
  const hash = createHash("sha256");
  for (const { name, text } of files) hash.update(`${name}\n${text}`);
  const found = hash.digest("hex");
  if (found !== sha256) {
    const reason = `is not @types/node ${version}, which the splits are made from: expected SHA-256 ${sha256}, got ${found}; npm ci mends it`;
    throw new DataFileError(folder, undefined, reason);
  }
  return files.flatMap(({ name, text }) =>
    (text.match(/\/\*\*[^]*?\*\//g) ?? []).map((comment) => ({
      chapter: /^[\w-]+/.exec(name)![0],
      markdown: comment.slice(3, -2).replace(/^ *\*(?: |$)?/gm, ""),
    })),
  );
}

function declarationFiles(folder: string): string[] {
  if (!existsSync(folder)) {
    throw new DataFileError(
      folder,
      undefined,
      `is missing: it is the package @types/node ${version}; npm ci installs it`,
    );
  }
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    name.replace(/\\/g, "/"),
  );
  return names.filter((name) => name.endsWith(".d.ts") && !leftOut.test(name)).sort();
}
