// @ts-check
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { noCycle } from "./tools/lint/no-cycle.mjs";

/** An import of these folders, from anywhere. */
const folders = (/** @type {string[]} */ ...names) => `(?:^|/)(?:${names.join("|")})(?:/|$)`;
/** An import from a folder above, except of these files. */
const aboveExcept = (/** @type {string[]} */ ...files) => `^\\.\\./(?!(?:${files.join("|")})$)`;
const lessons = ["notebooks", "exercises", "solutions"];
const aroundLib = folders("datasets", ...lessons, "tests", "tools");

/** The pages of lib that a cell uses to show something. */
const doors = ["notebook", "live-training", "plots", "attention-step-plot"].map((door) => `lib/${door}.ts`);
/** The part of lib that knows texts and numbers, not tensors: a data set loads without TensorFlow. */
const textPart = "alignment|argument|byte-pair|jupyter/progress|jupyter/language\\.cjs|random|vocabulary";

/** What files may not import; arrows run in one direction (CONTRIBUTING.md, "How the code is laid out"). A later row replaces an earlier one. */
const arrows = [
  { files: ["lib/*.ts"], forbid: [aroundLib, "^\\./(?:plot/|jupyter/(?!language\\.cjs$))"] },
  { files: doors, forbid: [aroundLib] },
  { files: ["lib/engine/**"], forbid: [aroundLib, aboveExcept("tf")] },
  {
    files: ["lib/plot/**", "lib/jupyter/**"],
    forbid: [
      aroundLib,
      aboveExcept("argument", "alignment", "extremes", "intervals", "jupyter/language\\.cjs"),
    ],
  },
  {
    files: ["datasets/**"],
    forbid: [folders(...lessons, "tests", "tools"), `^(?:\\.\\./)+lib/(?!(?:${textPart})$)`],
  },
  { files: ["notebooks/**", "solutions/**"], forbid: [folders("tests", "tools")] },
  { files: ["tools/**"], forbid: [folders("notebooks", "tests")] },
];

export default defineConfig(
  { ignores: ["node_modules", ".venv", ".course", "**/*.ipynb"] },
  tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
  {
    plugins: { course: { rules: { "no-cycle": noCycle } } },
    rules: { "course/no-cycle": "error" },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { "@typescript-eslint/no-floating-promises": "error" },
  },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    files: ["**/*.{ts,tsx}"],
    ignores: ["lib/tf.ts", "lib/engine/{broadcast-gradient,clear-errors,fast-kernels,missing-gradients}.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "@tensorflow/tfjs-node", message: "Import { tf } from lib/tf: it is quiet and mended." },
          ],
        },
      ],
    },
  },
  ...arrows.map(({ files, forbid }) => ({
    files,
    /** @type {import("eslint").Linter.RulesRecord} */
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: forbid.map((regex) => ({
            regex,
            message: 'This arrow runs against the layout (CONTRIBUTING.md, "How the code is laid out").',
          })),
        },
      ],
    },
  })),
  { files: ["datasets/kit/summary-frames.ts"], rules: { "@typescript-eslint/no-restricted-imports": "off" } }, // danfo's TensorFlow
  {
    files: ["solutions/1{2-bug,3-second}-zoo.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": "off" },
  }, // show the broken models that their checks hand to a learner's function
  {
    files: ["notebooks/**", "solutions/**"],
    // A lesson is as long as its story, and a cell may end in a value that the notebook shows.
    rules: { "max-lines": "off", "@typescript-eslint/no-unused-expressions": "off" },
  },
);
