import { readFileSync } from "node:fs";
import { writeAtomically } from "./stamp.mjs";

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * A step that writes small files; done when they hold what they should, so it is redone when Node or the project moves.
 *
 * @param {string} what
 * @param {(layout: import("./layout.mjs").Layout) => Record<string, object>} filesOf  JSON contents by path
 * @returns {import("./step.mjs").Step}
 */
export function writtenFiles(what, filesOf) {
  /** @param {import("./step.mjs").Context} context */
  const texts = ({ layout }) =>
    Object.entries(filesOf(layout)).map(([path, content]) => ({
      path,
      text: JSON.stringify(content, null, 2) + "\n",
    }));
  return {
    isDone: async (context) => texts(context).every(({ path, text }) => read(path) === text),
    plan: async (context) => ({
      what,
      downloadBytes: 0,
      diskBytes: 0,
      seconds: 1,
      async perform() {
        for (const { path, text } of texts(context)) writeAtomically(path, text);
      },
    }),
  };
}
