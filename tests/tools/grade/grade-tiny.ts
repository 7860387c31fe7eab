/** `npm run grade`, but by the tiny sheet: a process of its own that tests may kill. CLOCK_BACK_MS sets its clock back. */
import { BadConfiguration, exitCodes } from "../../../tools/grade/exit-codes";
import { grade } from "../../../tools/grade/grade";
import { readOptions } from "../../../tools/grade/options";
import { notebookOf, stubCells, tinyCells } from "./notebooks";
import { sheet } from "./tiny-sheet";

const pagesOf = () => ({ exercises: notebookOf(stubCells()), solutions: notebookOf(tinyCells()) });
const back = Number(process.env["CLOCK_BACK_MS"] ?? 0);
const surroundings = { sheets: [sheet], pagesOf, now: () => Date.now() - back };

async function main(): Promise<number> {
  try {
    return await grade(readOptions(process.argv.slice(2)), surroundings);
  } catch (error) {
    console.error((error as Error).message);
    return error instanceof BadConfiguration ? exitCodes.badConfiguration : exitCodes.failed;
  }
}

void main().then((code) => process.exit(code));
