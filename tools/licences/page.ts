/** The page of licences: first what deserves a look, then everything. */
import type { Part, Parts } from "./collect";

/** Licences that ask something of those who hand on changed copies. */
const copyleft = /\b(A?GPL|LGPL|MPL|EPL|CDDL|OSL|EUPL|CC-BY-SA)\b|Mozilla|GNU/;

const isUnknown = ({ licence }: Part): boolean => licence === "";
const isCopyleft = ({ licence }: Part): boolean => copyleft.test(licence);

/** What a human found where a package says nothing of its licence. */
const foundByHand: Readonly<Record<string, string>> = {
  "typed-function": "its file LICENSE is the MIT licence",
};

export function licencePage(parts: Parts): string {
  const { npm, npmDevelopment, python, dataSets } = parts;
  const all = [...npm, ...npmDevelopment, ...python];
  return `# Versions and licences

<!-- Made by npm run licences; do not edit. -->

Everything that set-up brings to a machine. Licences are what each package says of itself, in its own words. No package lies in the
repository: each comes from its own publisher.

## Look at these first

**Without a licence in its metadata:** ${listOf(all.filter(isUnknown), noteOf)}

**Copyleft.** To use these asks nothing of you. If you hand one on, changed or not, its source must stay available under the same licence.

${groupsOf([
  ["in what learners run (npm)", npm.filter(isCopyleft)],
  ["in what checks, grader, book and tests use (npm)", npmDevelopment.filter(isCopyleft)],
  ["in JupyterLab's environment (Python)", python.filter(isCopyleft)],
])}

## TensorFlow and other files

A machine gets one archive of TensorFlow: the first for its system that can be reached. The library has other projects' code
compiled in, Eigen (MPL-2.0) among it.

| what | version | licence |
|---|---|---|
${parts.archives.map(({ system, file }) => `| TensorFlow's C library for ${system} | \`${file}\` | Apache-2.0 |`).join("\n")}
| the addon: TensorFlow.js's own C++ sources, compiled here (Linux) or downloaded (macOS, Windows) | ${versionOf(npm, "@tensorflow/tfjs-node")} | Apache-2.0 |
| \`tools/setup/signals.cc\`, compiled into the addon (Linux) | this repository's | MIT |
| the weights of \`g2p-en\`, out of its Python package | \`${parts.modelFile}\` | Apache-2.0 |
| the font STIX Two Math, by way of \`@fontsource/stix-two-math\` | ${versionOf(npmDevelopment, "@fontsource/stix-two-math")} | OFL-1.1 |

## Data sets

| data set | licence, as its card says |
|---|---|
${dataSets.map(({ name, licence }) => `| [${name}](../../datasets/${name}/card.md) | ${licence} |`).join("\n")}

## npm packages that learners run

${byLicence(npm)}

## npm packages of checks, grader, book and tests

${byLicence(npmDevelopment)}

## Python packages of JupyterLab's environment

Those for other systems and other versions of Python are here too.

${byLicence(python)}
`;
}

function versionOf(parts: readonly Part[], name: string): string {
  const found = parts.find((part) => part.name === name);
  if (found === undefined) throw new Error(`package-lock.json has no ${name}`);
  return found.version;
}

const noteOf = ({ name }: Part): string => (foundByHand[name] === undefined ? "" : ` (${foundByHand[name]})`);

const listOf = (parts: readonly Part[], note: (part: Part) => string = () => ""): string =>
  parts.length === 0
    ? "none."
    : `${parts.map((part) => `${part.name} ${part.version}${note(part)}`).join(", ")}.`;

const groupsOf = (groups: readonly (readonly [string, readonly Part[]])[]): string =>
  groups.map(([title, parts]) => `- ${title}: ${listOf(parts, ({ licence }) => ` (${licence})`)}`).join("\n");

function byLicence(parts: readonly Part[]): string {
  const licences = [...new Set(parts.map(({ licence }) => licence))].sort();
  return licences
    .map((licence) => {
      const under = parts.filter((part) => part.licence === licence);
      return `**${licence === "" ? "not said" : licence}** (${under.length}): ${listOf(under)}`;
    })
    .join("\n\n");
}
