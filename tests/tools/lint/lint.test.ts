/** The rules of eslint.config.mjs fire where they should, and only there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, describe, expect, test } from "vitest";
import { noCycle } from "../../../tools/lint/no-cycle.mjs";

const root = join(__dirname, "..", "..", "..");
const whole = new ESLint({ cwd: root });
/** Without types: they take seconds, and no arrow needs them. */
const untyped = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
});

/** The rules that a text breaks, if it stood in this file. */
async function brokenRules(filePath: string, text: string, linter = untyped): Promise<(string | null)[]> {
  const [result] = await linter.lintText(text, { filePath: join(root, filePath) });
  return result!.messages.map(({ ruleId }) => ruleId);
}

const arrow = "@typescript-eslint/no-restricted-imports";
const type = (path: string) => `import type { Anything } from "${path}";\nexport type Kept = Anything;\n`;

describe("an arrow against the layout is refused, even for a type:", () => {
  test.each([
    ["lib/lstm.ts", "./plot/svg"],
    ["lib/training.ts", "./jupyter/display"],
    ["lib/lstm.ts", "../datasets/dates/dates"],
    ["lib/notebook.ts", "../tools/run"],
    ["lib/engine/kernel.ts", "../shapes"],
    ["lib/engine/kernel.ts", "../plot/svg"],
    ["lib/plot/svg.ts", "../tf"],
    ["lib/plot/svg.ts", "../jupyter/html"],
    ["lib/jupyter/html.ts", "../notebook"],
    ["datasets/dates/dates.ts", "../../lib/tf"],
    ["datasets/dates/dates.ts", "../../notebooks/04-seq2seq"],
    ["tools/notebook/run.ts", "../../tests/needs"],
    ["solutions/06-attention.ts", "../tools/run"],
  ])("%s → %s", async (file, path) => {
    expect(await brokenRules(file, type(path))).toContain(arrow);
  });
});

describe("an arrow along the layout is allowed:", () => {
  test.each([
    ["lib/lstm.ts", "./engine/lstm-fused"],
    ["lib/notebook.ts", "./plot/svg"],
    ["lib/engine/lstm-fused.ts", "../tf"],
    ["lib/plot/alignment-plot.ts", "../alignment"],
    ["datasets/dates/dates.ts", "../../lib/random"],
    ["notebooks/06-attention.ts", "../lib/attention"],
  ])("%s → %s", async (file, path) => {
    expect(await brokenRules(file, type(path))).not.toContain(arrow);
  });
});

test("a promise that nobody waits for is refused", async () => {
  const text = "export const wait = async (): Promise<void> => {};\nwait();\n";
  expect(await brokenRules("lib/training.ts", text, whole)).toEqual([
    "@typescript-eslint/no-floating-promises",
  ]);
});

describe("a circle of imports", () => {
  const folder = mkdtempSync(join(tmpdir(), "circle-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const inCircle = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.ts"],
      languageOptions: { parser: tseslint.parser },
      plugins: { course: { rules: { "no-cycle": noCycle } } },
      rules: { "course/no-cycle": "error" },
    },
  });

  test("is refused in each of its files, also of types and of re-exports, and nowhere else", async () => {
    writeFileSync(join(folder, "a.ts"), type("./b"));
    writeFileSync(join(folder, "b.ts"), 'export * from "./c";\n');
    writeFileSync(join(folder, "c.ts"), 'export type Anything = import("./a").Kept;\n');
    writeFileSync(join(folder, "d.ts"), type("./a"));
    const results = await inCircle.lintFiles(["*.ts"]);
    const told = results.map(({ messages }) => messages.map(({ message }) => message)).flat();
    expect(told).toEqual([
      "A circle of imports: a.ts → b.ts → c.ts → a.ts.",
      "A circle of imports: b.ts → c.ts → a.ts → b.ts.",
      "A circle of imports: c.ts → a.ts → b.ts → c.ts.",
    ]);
  });
});
