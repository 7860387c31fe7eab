/** `npm run grade`. */
import { BadConfiguration, exitCodes } from "./exit-codes";
import { grade } from "./grade";
import { help, readOptions } from "./options";
import { JournalFailed } from "./record/journal";
import { explain } from "./report/explain";

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.wantsHelp) console.log(help);
    else if (options.explain !== undefined) console.log(explain(options.out, options.explain));
    else return await grade(options);
    return exitCodes.allGraded;
  } catch (error) {
    if (error instanceof BadConfiguration) {
      console.error(error.message);
      return exitCodes.badConfiguration;
    }
    const isFull = error instanceof JournalFailed || (error as NodeJS.ErrnoException).code === "ENOSPC";
    console.error(isFull ? `${(error as Error).message}` : error);
    return exitCodes.failed;
  }
}

void main().then((code) => process.exit(code));
