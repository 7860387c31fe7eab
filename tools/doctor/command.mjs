import { phrase } from "../../lib/jupyter/language.cjs";
import { runCommand } from "../setup/problem.mjs";
import { defaultContext } from "../setup/setup.mjs";
import { doctorReport } from "./report.mjs";

const HELP = phrase(`npm run doctor

One screen for a bug report: versions, what is set up, which tools are there,
disk, memory, whether the registries are reached. Changes nothing; no name and
no path is in it.

  --help   this text`);

await runCommand(async () => {
  if (process.argv.includes("--help")) return console.log(HELP);
  console.log(await doctorReport(defaultContext()));
});
