/** The pages for humans: their links lead somewhere, and the numbers on the first page are the sheets' own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSheets } from "../../tools/exercises/load";
import { root } from "./exports";

const folders = [".", ".github"];
const foldersBelow = ["lib", "datasets", "exercises", "tests", "tools"];
const isPage = (file: string): boolean => file.endsWith(".md");
const pages = [
  ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file))),
  ...foldersBelow.flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: "utf8", recursive: true }).map((file) => join(folder, file)),
  ),
].filter(isPage);

const textOf = (page: string): string =>
  readFileSync(join(root, page), "utf8").replace(/^```[^]*?^```/gm, "");

/** As GitHub names a heading: "What's in it?" → "whats-in-it". */
const anchorsIn = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe.each(pages)("%s", (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);

  test("links only to files and headings that exist", () => {
    const isBroken = (link: string): boolean => {
      if (/^https?:/.test(link)) return false;
      const [path, anchor] = link.split("#") as [string, string?];
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && isPage(target) && !anchorsIn(target).includes(anchor);
    };
    expect(links.filter(isBroken)).toEqual([]);
  });
});

const readme = readFileSync(join(root, "README.md"), "utf8");

test("the README leads to a page for each kind of reader", () => {
  const pages = ["lib/README.md", "CONTRIBUTING.md", "tools/setup/hub.md"];
  const ofTeachers = ["teaching", "grade", "review"].map((name) => `tools/${name}/README.md`);
  for (const page of [...pages, ...ofTeachers]) expect(readme).toContain(`](${page})`);
});

describe("the Korean README", () => {
  const korean = readFileSync(join(root, "README.ko.md"), "utf8");
  const firstCells = (text: string): string[] =>
    [...text.matchAll(/^\| ((?:&emsp;)?`[^|]*) \|/gm)].map(([, cell]) => cell!);
  const linksIn = (text: string): string[] =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^README/.test(link));
  const commandsIn = (text: string): string[] =>
    [...text.matchAll(/^```[^]*?^```/gm)].map(([block]) => block.replace(/#.*$/gm, ""));

  test("has the commands, the notebooks and the links of the English one", () => {
    expect(firstCells(korean)).toEqual(firstCells(readme));
    expect(commandsIn(korean)).toEqual(commandsIn(readme));
    expect(linksIn(korean).sort()).toEqual(linksIn(readme).sort());
  });

  test("has every number of the English one", () => {
    const numbersIn = (text: string): string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? [];
    const known = new Set(numbersIn(korean));
    expect(numbersIn(readme).filter((number) => !known.has(number))).toEqual([]);
  });

  test("and the English one lead to each other", () => {
    expect(korean.split("\n", 3).join()).toContain("](README.md)");
    expect(readme.split("\n", 3).join()).toContain("](README.ko.md)");
  });
});

/** What the kit's programs print, as it stands in them, with "…" for what they fill in. */
const programText = readdirSync(join(root, "tools"), { encoding: "utf8", recursive: true })
  .filter((file) => /\.(ts|mjs|cjs)$/.test(file))
  .map((file) => readFileSync(join(root, "tools", file), "utf8"))
  .join("\n")
  .replace(/["`] \+\s+["`]/g, "");

const troubles = readFileSync(join(root, "tools/setup/README.md"), "utf8");
const messageCells = [...troubles.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell!);
const messages = messageCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));

test.each(messages)("the page on troubles quotes “%s” as the programs print it", (message) => {
  const parts = message.split(/…|[\d.]+|\bN\b/).filter((part) => part.trim() !== "");
  expect(parts.filter((part) => !programText.includes(part))).toEqual([]);
});

test("the README counts tasks, mistakes and other answers as the sheets have them", async () => {
  const tasks = (await loadSheets()).flatMap((sheet) => sheet.tasks);
  const count = (of: "mistakes" | "alternatives"): number =>
    tasks.reduce((sum, task) => sum + task[of].length, 0);
  const said =
    /exercise sheets with (\d+)\s+tasks, whose checks name (\d+) known mistakes and pass (\d+) other/.exec(
      readme,
    )!;
  expect(said.slice(1).map(Number)).toEqual([tasks.length, count("mistakes"), count("alternatives")]);
});
