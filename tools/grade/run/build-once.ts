/** A folder that is made once and then kept, by whichever of several graders is first. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/** Makes `folder` unless it is there; `build` fills a draft of it, so that it is there whole or not at all. */
export async function buildOnce(
  folder: string,
  build: (draft: string) => Promise<void> | void,
): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    await build(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else built the same
  }
}
