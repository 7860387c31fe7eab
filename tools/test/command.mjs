import { runCommand } from "../setup/problem.mjs";
import { ensureReady } from "../setup/setup.mjs";
import { chooseStages, stages } from "./stages.mjs";
import { runStages } from "./run-stages.mjs";
import { requirePlainFolder } from "./vitest.mjs";

const HELP = `npm test [-- STAGE...]

Sets up whatever is missing, then runs everything that CI runs (or only the stages named):
about 17 minutes on two quick cores, up to an hour on slow ones.

${stages.map(({ name, what }) => `  ${name.padEnd(16)} ${what}`).join("\n")}

Words that name no stage go to vitest as filters: npm test -- unit shapes
A test whose tool is missing is skipped by name; with CI=true it fails.`;

await runCommand(async () => {
  const words = process.argv.slice(2);
  if (words.includes("--help")) return console.log(HELP);
  const { chosen, filters } = chooseStages(words);
  if (chosen.some(({ tests }) => tests)) requirePlainFolder();
  await ensureReady();
  return runStages(chosen, filters);
});
