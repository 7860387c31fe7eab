import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../setup/program.mjs";
import { NOTEBOOK_FOLDERS } from "./desk.mjs";
import { sha256Of, sha256OfSmallFile } from "../setup/checksum.mjs";
import { hasStamp, writeStamp } from "../setup/stamp.mjs";

/** @param {string} root */
const notebooksIn = (root) =>
  NOTEBOOK_FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".ipynb"))
      .map((name) => join(root, folder, name)),
  );

/**
 * Tells Jupyter that the course's own notebooks may show their plots; it hides those of notebooks it did not run itself.
 *
 * @param {string} root
 * @param {string} python
 * @param {Record<string, string | undefined>} env  with Jupyter's folders
 */
export async function trustNotebooks(root, python, env) {
  const notebooks = notebooksIn(root);
  const folder = /** @type {string} */ (env["JUPYTER_DATA_DIR"]);
  const inputs = { notebooks: sha256Of(notebooks.map(sha256OfSmallFile).join()) };
  if (notebooks.length === 0 || hasStamp(folder, inputs)) return;
  const trust = "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()";
  await runProgram(python, ["-c", trust, ...notebooks], { env });
  writeStamp(folder, inputs);
}
