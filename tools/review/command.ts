/** `npm run review`. */
import { BadConfiguration, exitCodes } from "../grade/exit-codes";
import { JournalFailed } from "../grade/record/journal";
import { collect } from "./feedback/collect";
import { reportRatings } from "./feedback/ratings";
import { makeSession } from "./make";
import { help, readOptions } from "./options";

async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options.kind === "make") return makeSession(options);
  if (options.kind === "help") console.log(help);
  else if (options.kind === "collect") await collect(options.out, options.files, process.stdout);
  else reportRatings(options.out, options.files, process.stdout);
  return exitCodes.allGraded;
}

async function main(): Promise<number> {
  try {
    return await run(process.argv.slice(2));
  } catch (error) {
    if (error instanceof BadConfiguration) {
      console.error(error.message);
      return exitCodes.badConfiguration;
    }
    const isTold = error instanceof JournalFailed || (error as NodeJS.ErrnoException).code === "ENOSPC";
    console.error(isTold ? (error as Error).message : error);
    return exitCodes.failed;
  }
}

void main().then((code) => process.exit(code));
