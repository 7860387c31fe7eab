import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { citationOf, release } from "../../../tools/release/changelog.mjs";

const changelog =
  "# Changes\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-11-22\n\nThe first.\n";

describe("release", () => {
  test("gives what is unreleased a version and a date, and leaves an empty section above it", () => {
    const released = release(changelog, "0.2.0", "2026-12-31");
    expect(released.notes).toBe("### Added\n\n- A thing.");
    expect(released.changelog).toBe(
      "# Changes\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-31\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-11-22\n\nThe first.\n",
    );
  });

  test("takes the project's own changelog", () => {
    const own = readFileSync("CHANGELOG.md", "utf8");
    expect(release(own, "9.9.9", "2026-12-31").notes.length).toBeGreaterThan(0);
  });

  test("refuses what is no version, a version twice, and a release without a change", () => {
    expect(() => release(changelog, "v1", "2026-12-31")).toThrow(
      'expected a version such as 1.2.3, but got "v1"',
    );
    expect(() => release(changelog, "0.1.0", "2026-12-31")).toThrow("has a section [0.1.0] already");
    const { changelog: empty } = release(changelog, "0.2.0", "2026-12-31");
    expect(() => release(empty, "0.3.0", "2027-01-01")).toThrow("nothing under [Unreleased]");
  });
});

test("a citation carries the version and the date of the last release, once", () => {
  const first = citationOf("title: x\nversion: 0.1.0\nlicense: MIT\n", "0.2.0", "2026-12-31");
  expect(citationOf(first, "0.3.0", "2027-01-31")).toBe(
    'title: x\nversion: 0.3.0\ndate-released: "2027-01-31"\nlicense: MIT\n',
  );
});
