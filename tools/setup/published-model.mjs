import { phrase } from "../../lib/jupyter/language.cjs";
import { join } from "node:path";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { sha256OfSmallFile } from "./checksum.mjs";
import { obtainFile } from "./download.mjs";
import { downloadWheel } from "./wheel.mjs";

/**
 * The weights of a published model, for notebook 11: the Python package g2p-en, which is neither installed nor unpacked, nor any
 * of the packages that it asks for. datasets/g2p-en reads it.
 */

/** @typedef {import("./step.mjs").Context} Context */

export const wheel = {
  file: "g2p_en-2.1.0-py3-none-any.whl",
  sha256: "2a7aabf1fc7f270fcc3349881407988c9245173c2413debbe5432f4a4f31319f",
  requirement: "g2p-en==2.1.0",
  platform: "any",
  bytes: 3_117_464,
};

/** @param {Context} context */
const folderOf = ({ layout }) => join(layout.course, "g2p-en");

/** @param {Context} context */
const obtain = (context) =>
  obtainFile(
    folderOf(context),
    wheel,
    (partial) =>
      withBar({ title: phrase("Published model"), total: wheel.bytes, unit: "MB" }, context.out, (bar) =>
        downloadWheel(context, wheel, partial, bar.update),
      ),
    context.say,
  );

/** @type {import("./step.mjs").Step} */
export const publishedModel = {
  async isDone(context) {
    return sha256OfSmallFile(join(folderOf(context), wheel.file)) === wheel.sha256;
  },

  async plan(context) {
    return {
      what: phrase("the weights of a published model, from its Python package g2p-en 2.1.0"),
      downloadBytes: wheel.bytes,
      diskBytes: wheel.bytes,
      seconds: 4,
      async perform() {
        await obtain(context);
      },
    };
  },
};
