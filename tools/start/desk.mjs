import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The learner's own copies of the notebooks, where the project itself cannot be written. */

/** English and Korean. */
export const NOTEBOOK_FOLDERS = ["notebooks", "exercises", "solutions"].flatMap((folder) => [
  folder,
  `${folder}/ko`,
]);

/**
 * Copies what is not there yet, and never overwrites: what a learner wrote, and a notebook they ran, stay as they are.
 *
 * @param {string} project
 * @param {string} desk
 */
export function layOutDesk(project, desk) {
  for (const folder of NOTEBOOK_FOLDERS) {
    if (!existsSync(join(project, folder))) continue;
    mkdirSync(join(desk, folder), { recursive: true });
    for (const name of readdirSync(join(project, folder))) {
      const target = join(desk, folder, name);
      if (name.endsWith(".ipynb") && !existsSync(target)) cpSync(join(project, folder, name), target);
    }
  }
}
