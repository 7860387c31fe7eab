import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { citationOf, release } from "./changelog.mjs";

const HELP = `node tools/release/command.mjs VERSION --notes FILE

Makes a version of what stands under [Unreleased] in CHANGELOG.md, dates CITATION.cff, and writes the version's changes into
FILE. The workflow "Release" runs it; npm version changes package.json and its lock file.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { notes: { type: "string" }, help: { type: "boolean" } },
});

if (values.help || positionals.length !== 1 || values.notes === undefined) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
} else {
  const [version] = /** @type {[string]} */ (positionals);
  const date = new Date().toISOString().slice(0, 10);
  const { changelog, notes } = release(readFileSync("CHANGELOG.md", "utf8"), version, date);
  writeFileSync("CHANGELOG.md", changelog);
  writeFileSync("CITATION.cff", citationOf(readFileSync("CITATION.cff", "utf8"), version, date));
  writeFileSync(values.notes, `${notes}\n`);
}
