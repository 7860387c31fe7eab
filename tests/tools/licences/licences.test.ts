import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../tools/notebook/sources";
import { collect } from "../../../tools/licences/collect";
import { licencePage } from "../../../tools/licences/page";

const parts = collect();

describe("the page of licences", () => {
  test("is what the lock file, the requirements and the cards say: npm run licences writes it anew", () => {
    expect(readFileSync(join(root, "tools", "licences", "README.md"), "utf8")).toBe(licencePage(parts));
  });

  test("has every direct dependency of package.json, in the version that is pinned", () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const listed = [...parts.npm, ...parts.npmDevelopment].map(({ name, version }) => `${name} ${version}`);
    const wanted = Object.entries({ ...dependencies, ...devDependencies }).map(
      ([name, at]) => `${name} ${at}`,
    );
    expect(wanted.filter((one) => !listed.includes(one))).toEqual([]);
  });

  test("knows the licence of every Python package that set-up pins", () => {
    expect(parts.python.filter(({ licence }) => licence === "").map(({ name }) => name)).toEqual([]);
    expect(parts.python.length).toBeGreaterThan(80);
  });

  test("names at its top what says nothing of its licence, and what is copyleft", () => {
    const one = { version: "1.0.0", licence: "MIT" };
    const strange = [
      { ...one, name: "silent", licence: "" },
      { ...one, name: "viral", licence: "GPL-3.0-only" },
      { ...one, name: "usual" },
    ];
    const page = licencePage({ ...parts, npm: [...parts.npm, ...strange] });
    const [top] = page.split("## TensorFlow and");
    expect(top).toMatch(/Without a licence.*silent 1\.0\.0/);
    expect(top).toMatch(/what learners run \(npm\): .*viral 1\.0\.0 \(GPL-3\.0-only\)/);
    expect(top).not.toContain("usual");
  });
});
