import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

/** Files of half a minute and more, by the time that they take alone; the sequencer puts them first. */
const longest = [
  "notebooks/all-notebooks",
  "tools/book/book",
  "tools/grade/attacks",
  "tools/grade/faults",
  "tools/answers/agreement",
  "tools/grade/course",
  "exercises/sheets",
  "notebooks/06-attention",
  "notebooks/kernel-mends",
  "tools/grade/queue",
  "tools/grade/malformed",
  "tools/review/review",
  "notebooks/execute",
  "notebooks/exercise-desk",
  "tools/bench/slow-works",
  "tools/experiment/seeds",
  "tools/review/names-left",
];

/** A file of minutes that begins last leaves a core idle; lib's tests follow one another in processes that they share. */
class LongestFirst extends BaseSequencer {
  /** @override @param {Parameters<BaseSequencer["sort"]>[0]} files */
  async sort(files) {
    const rankOf = (/** @type {typeof files[number]} */ { moduleId, project }) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
      if (place >= 0) return place;
      return project.name === "lib" ? longest.length + 1 : longest.length;
    };
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

const everything = "tests/**/*.test.ts";
const lib = ["tests/lib/**", "tests/datasets/**"];
const notebooks = ["tests/notebooks/**"];
const projects = {
  lib: { include: lib.map((folder) => `${folder}/*.test.ts`) },
  tools: { include: [everything], exclude: [...lib, ...notebooks] },
  notebooks: { include: notebooks.map((folder) => `${folder}/*.test.ts`) },
};

export default defineConfig({
  test: {
    pool: "forks", // a native addon does not load in a worker thread
    isolate: false, // what tests import, TensorFlow.js and TypeScript above all, is loaded once a process, not once a file
    testTimeout: 60_000,
    env: { COURSE_LANG: "en" }, // whatever the system speaks; children have it too
    maxWorkers: availableParallelism() + 1, // much of a test is waiting: for a browser, a kernel, a sandbox that starts
    maxConcurrency: 2, // tests that run at once in one file start kernels or sandboxes
    sequence: { sequencer: LongestFirst },
    projects: Object.entries(projects).map(([name, project]) => ({
      extends: true,
      test: { name, ...project },
    })),
  },
});
