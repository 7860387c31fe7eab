/** What a release does to CHANGELOG.md and CITATION.cff. */

const unreleased = "## [Unreleased]";

/**
 * What stands under [Unreleased] becomes the section of a version.
 *
 * @param {string} changelog @param {string} version  "1.2.3" @param {string} date  "2026-12-31"
 * @returns {{ changelog: string, notes: string }} the new text, and the section's own, for the release's page
 * @throws {Error} the version is no version or has a section already, or nothing has changed
 */
export function release(changelog, version, date) {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`expected a version such as 1.2.3, but got "${version}"`);
  if (changelog.includes(`## [${version}]`))
    throw new Error(`CHANGELOG.md has a section [${version}] already`);
  const start = changelog.indexOf(unreleased);
  if (start < 0) throw new Error(`CHANGELOG.md has no section "${unreleased}"`);
  const from = start + unreleased.length;
  const next = changelog.indexOf("\n## [", from);
  const notes = changelog.slice(from, next < 0 ? undefined : next).trim();
  if (notes === "") throw new Error("CHANGELOG.md has nothing under [Unreleased]");
  const rest = next < 0 ? "" : changelog.slice(next);
  return {
    changelog: `${changelog.slice(0, from)}\n\n## [${version}] - ${date}\n\n${notes}\n${rest}`,
    notes,
  };
}

/** @param {string} citation @param {string} version @param {string} date */
export function citationOf(citation, version, date) {
  const others = citation.replace(/^date-released: .*\n/m, "");
  return others.replace(/^version: .*$/m, `version: ${version}\ndate-released: "${date}"`);
}
