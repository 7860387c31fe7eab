/** `npm run mutants`: what becomes of the known mistakes, or with --auto of every small change of every answer. */
import { loadSheets } from "../exercises/load";
import { killTable, tryVariants, type Trial } from "../exercises/mutants";

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
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
