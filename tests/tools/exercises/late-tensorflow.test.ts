import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sheetSlugs } from "../../../tools/exercises/load";

const root = path.join(__dirname, "..", "..", "..");

describe("a command that loads the checks", () => {
  /** Which of TensorFlow's packages are loaded after some code ran. */
  const loadedBy = (code: string): string[] => {
    const script = `
      require("./tools/quick-typescript.cjs");
      require("./tools/exercises/late-tensorflow.cjs");
      ${code};
      console.log(Object.keys(require.cache).filter((file) => /tfjs-node.dist.index/.test(file)).join());`;
    const loaded = execFileSync(process.execPath, ["--eval", script], { cwd: root, encoding: "utf8" });
    return loaded.trim().split(",").filter(Boolean);
  };

  test.each(sheetSlugs())("does without TensorFlow for the sheet %s", (slug) => {
    expect(loadedBy(`require("./tests/exercises/${slug}.ts"); require("./tools/exercises/desk.ts")`)).toEqual(
      [],
    );
  });

  test("loads it with the first tensor", () => {
    expect(loadedBy('require("./lib/tf.ts").tf.scalar(1)')).toHaveLength(1);
  });
});
