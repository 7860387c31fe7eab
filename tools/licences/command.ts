/** `npm run licences`. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../notebook/sources";
import { collect, normalised, pythonLicencesPath } from "./collect";
import { licencePage } from "./page";

const HELP = `npm run licences

Writes tools/licences/README.md: versions and licences of everything that set-up brings, from package-lock.json, the Python
requirements, the environment .venv and the data sets' cards. Takes a second, needs no network.`;

const pagePath = join(__dirname, "README.md");

/** What is not installed here (packages for other systems) keeps the licence that the list has. */
function refreshPythonLicences(): void {
  const folder = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(root, ".venv", ...folder);
  if (!existsSync(python)) throw new Error(".venv is missing: npm run setup makes it");
  const output = execFileSync(python, [join(__dirname, "installed.py")], { encoding: "utf8" });
  const known = JSON.parse(readFileSync(pythonLicencesPath, "utf8")) as Record<string, string>;
  const merged = { ...known, ...(JSON.parse(output) as Record<string, string>) };
  const pinned = new Set(collect().python.map(({ name }) => normalised(name)));
  const names = Object.keys(merged).filter((name) => pinned.has(name));
  const licences = Object.fromEntries(names.sort().map((name) => [name, merged[name]!]));
  writeFileSync(pythonLicencesPath, `${JSON.stringify(licences, null, 2)}\n`);
}

if (process.argv.includes("--help")) console.log(HELP);
else {
  refreshPythonLicences();
  writeFileSync(pagePath, licencePage(collect()));
  console.log(`Written: ${relative(root, pagePath)}`);
}
