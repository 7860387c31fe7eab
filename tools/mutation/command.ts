/** `npm run mutants`: what becomes of the known mistakes, or with --auto of every small change of every answer. */
import { loadSheets } from "../exercises/load";
import { killTable, tryVariants, type Trial } from "../exercises/mutants";

const HELP = `npm run mutants [-- NN…] [-- --auto [options]]

Does every check name every known mistake, and pass every other right answer? Prints the table of kills, and fails if one
is not as it should be.

  NN             only this sheet, such as 06; all of them without a number
  --auto         makes every small change of every answer instead (about 60 a task), lets the checks try each, and keeps
                 in tests/mutation what survived; only what changed since is tried again, and it goes on after a stop
  --summary      with --auto: tries nothing, and counts what is kept
  --fresh        with --auto: tries everything again
  --processes N  with --auto: so many at a time; one fewer than there are cores unless said otherwise
  --help         this text`;

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  if (chosen.includes("--help")) return console.log(HELP);
  if (chosen.includes("--auto")) return (await import("./run")).runAutomatic(chosen);
  const sheets = (await loadSheets()).filter(
    ({ slug }) => chosen.length === 0 || chosen.some((number) => slug.startsWith(number)),
  );
  const trials: Trial[] = [];
  for (const sheet of sheets) trials.push(...(await tryVariants(sheet)));
  console.log(killTable(trials));
  process.exitCode = trials.length > 0 && trials.every(({ isGood }) => isGood) ? 0 : 1;
}

void main();
