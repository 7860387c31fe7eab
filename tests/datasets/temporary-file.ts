/**
 * Files that a test writes and nobody keeps.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "datasets-"));
let count = 0;

/** The path of a new file with that content. */
export function temporaryFile(content: string | Uint8Array): string {
  const path = join(folder, `${++count}.txt`);
  writeFileSync(path, content);
  return path;
}
