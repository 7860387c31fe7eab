import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSuite } from "../../../tools/grade/judge/suite";
import { projectRoot } from "../../../tools/grade/layout";
import { temporaryFolder } from "./grading";
import { sheet } from "./tiny-sheet";

const folder = temporaryFolder();
const hidden = folder.path;
afterAll(() => folder.remove());

const writeHidden = (task: string): void =>
  writeFileSync(
    join(hidden, "90-tiny.ts"),
    `import { call, likeReference } from ${JSON.stringify(join(projectRoot, "tools/exercises/case"))};
const cases = [likeReference("greets in Korean", { points: 3, calls: () => call("민지") })];
export const sheet = { slug: "90-tiny", tasks: [{ name: "${task}", cases }] };\n`,
  );

beforeAll(() => writeHidden("greeting"));

test("cases from --hidden are added to the task of their name, all of them hidden, and change the suite's hash", async () => {
  const [plain, suite] = [await openSuite({ all: [sheet] }), await openSuite({ all: [sheet], hidden })];
  const greeting = suite.sheets[0]!.tasks.find(({ name }) => name === "greeting")!;
  const told = greeting.cases.map(({ name, visibility }) => [name, visibility]);
  expect(told).toEqual([
    ["greets by name", "visible"],
    ["refuses an empty name", "visible"],
    ["greets in Korean", "hidden"],
  ]);
  expect(suite.hash).not.toBe(plain.hash);
});

test("a folder without cases, and a sheet that is not there, are named", async () => {
  await expect(openSuite({ all: [sheet], hidden: __dirname })).rejects.toThrow(
    /no file NN-slug.ts with cases/,
  );
  await expect(openSuite({ all: [sheet], sheets: ["03"] })).rejects.toThrow(/no sheet 03; there are 90-tiny/);
});
