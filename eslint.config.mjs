// @ts-check
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** The part of lib that knows texts and numbers, not tensors: a data set loads without TensorFlow. */
const textPart = "lib/(?:alignment|argument|jupyter/progress|random|vocabulary)";

/** Which folders a folder may not import from; arrows run in one direction (README, "How the code is laid out"). */
const arrows = [
  { files: ["lib/**"], forbid: ["datasets", "notebooks", "exercises", "solutions", "tests", "tools"] },
  {
    files: ["datasets/**"],
    forbid: ["notebooks", "exercises", "solutions", "tests", "tools"],
    only: textPart,
  },
  { files: ["notebooks/**", "solutions/**"], forbid: ["tests", "tools"] },
  { files: ["tools/**"], forbid: ["notebooks", "tests"] },
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
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    files: ["**/*.{ts,tsx}"],
    ignores: ["lib/tf.ts", "lib/engine/{broadcast-gradient,clear-errors,fast-kernels}.ts"],
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
  ...arrows.map(({ files, forbid, only }) => ({
    files,
    /** @type {import("eslint").Linter.RulesRecord} */
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `(^|/)(${forbid.join("|")})(/|$)`,
              message: "This arrow runs against the layout (README).",
            },
            ...(only
              ? [
                  {
                    regex: `^\\.\\./(?:\\.\\./)?lib/(?!${only.slice(4)}$)`,
                    message: "Data sets import only lib's text part.",
                  },
                ]
              : []),
          ],
        },
      ],
    },
  })),
  { files: ["datasets/kit/summary-frames.ts"], rules: { "@typescript-eslint/no-restricted-imports": "off" } }, // danfo's TensorFlow
  { files: ["solutions/12-bug-zoo.ts"], rules: { "@typescript-eslint/no-restricted-imports": "off" } }, // shows the broken models that its checks hand to a learner's test
  {
    files: ["notebooks/**", "solutions/**"],
    // A lesson is as long as its story, and a cell may end in a value that the notebook shows.
    rules: { "max-lines": "off", "@typescript-eslint/no-unused-expressions": "off" },
  },
);
