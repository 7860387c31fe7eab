import { existsSync } from "node:fs";
import path from "node:path";
import { phrase } from "../../lib/jupyter/language.cjs";
import { readerSnapshot, snapshotPlace } from "../exercises/reader-snapshot.cjs";
import { isReadOnly } from "./state-folder.cjs";

/**
 * The compiler's memory of the course's types, from which `npm run check` starts. Where it cannot be made, a check takes a
 * few seconds more, so it is no reason for set-up to fail; where the project cannot be written, a learner's first check makes it.
 *
 * @type {import("./step.mjs").Step}
 */
export const answerReader = {
  async isDone({ layout }) {
    if (isReadOnly(layout.root)) return true;
    return existsSync(path.join(layout.root, "node_modules")) && existsSync(snapshotPlace());
  },

  async plan() {
    return {
      what: phrase("the course's types, read once for all checks"),
      downloadBytes: 0,
      diskBytes: 75_000_000,
      seconds: 8,
      async perform() {
        readerSnapshot();
      },
    };
  },
};
