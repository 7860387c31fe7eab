/** `npm run hand-in`. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { parseArgs } from "node:util";
import { deskFolder, sayWhichDesk } from "../../exercises/desk-file";
import { loadSheets } from "../../exercises/load";
import { shownPath } from "../../setup/state-folder.cjs";
import { sheetsHash } from "../judge/suite";
import { packHandIn, readExercises, whatIsMissing } from "./pack";
import { handInPath, keepHandIn } from "./place";

const help = phrase(`npm run hand-in -- --id ID [--out FILE]

Packs the sheets of exercises/ and exercises/ko/, without outputs, into one
file for your grader, and says what is missing. Of a sheet with answers in both
languages, the one in yours goes in.
ID is what your course calls you: a number, a login.`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { id: { type: "string" }, out: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return (console.log(help), 0);
  if (!values.id) return (console.error(phrase("--id is missing.\n\n{0}", help)), 4);
  const sheets = await loadSheets();
  const files = readExercises(sheets, deskFolder(), (desk) => sayWhichDesk(desk, "npm run hand-in --"));
  if (files.length === 0)
    return (console.error(phrase("exercises/ holds no notebook: nothing to hand in.")), 5);
  const missing = whatIsMissing(sheets, files);
  console.log(
    missing.length === 0
      ? phrase("Every task is written, and the notebook's compiler takes them all.")
      : phrase("Missing:\n  {0}", missing.join("\n  ")),
  );
  const path = handInPath(values.id, values.out);
  const bytes = await packHandIn(values.id, files, sheetsHash(), new Date());
  keepHandIn(path, bytes);
  console.log(phrase("Packed {0} notebooks into {1}: hand in this one file.", files.length, shownPath(path)));
  return 0;
}

void main()
  .catch((error: Error) => (console.error(error.message), 1))
  .then((code) => process.exit(code));
