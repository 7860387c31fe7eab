/** A folder that is made once and then kept, by whichever of several graders is first. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** A draft this old is nobody's: its builder was killed. */
const ABANDONED_MS = 3_600_000;

function removeAbandoned(folder: string): void {
  const drafts = readdirSync(dirname(folder)).filter((name) => name.startsWith(`${basename(folder)}.`));
  for (const draft of drafts.map((name) => join(dirname(folder), name))) {
    const found = statSync(draft, { throwIfNoEntry: false }); // another grader may have finished it meanwhile
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) rmSync(draft, { recursive: true, force: true });
  }
}

/** Makes `folder` unless it is there; `build` fills a draft of it with files that all may read, so that it is there whole or not at all. */
export async function buildOnce(
  folder: string,
  build: (draft: string) => Promise<void> | void,
): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const draft = mkdtempSync(`${folder}.`);
  try {
    await build(draft);
    readdirSync(draft).forEach((name) => chmodSync(join(draft, name), 0o644)); // answers do not run as who built it
    chmodSync(draft, 0o755);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else built the same
  }
}
