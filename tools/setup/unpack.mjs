import { phrase } from "../../lib/jupyter/language.cjs";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withBar } from "../../lib/jupyter/bar.cjs";

const script = fileURLToPath(new URL("unpack.py", import.meta.url));

/**
 * Unpacks what is wanted of an archive into a folder, which is emptied first.
 *
 * @param {import("./step.mjs").Context} context
 * @param {string} path
 * @param {import("./tensorflow-archive.mjs").Archive} archive
 * @param {string} folder
 */
export async function unpackArchive({ layout, run, out }, path, { members, unpackedBytes }, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await withBar({ title: phrase("Unpacking"), total: unpackedBytes, unit: "MB" }, out, (bar) =>
    run(layout.python, [script, path, folder, ...members], {
      onLine: (line) => bar.update(Number(line.split(" ")[0])),
    }),
  );
}
