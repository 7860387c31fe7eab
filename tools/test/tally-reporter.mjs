import { writeFileSync } from "node:fs";

/** Tells `npm test` how many tests ended how, and which were skipped for what reason. */

/** Written by tests/tools/needs.ts. */
const MISSING = /^missing tool: (.*)$/gm;

/** @typedef {import("vitest/node").Reporter} Reporter */

/** @implements {Reporter} */
export default class TallyReporter {
  /** Why tests of a file were skipped. @type {Map<string, string[]>} */
  reasons = new Map();

  /** @param {import("vitest").UserConsoleLog} log */
  onUserConsoleLog({ content, taskId }) {
    const reasons = [...content.matchAll(MISSING)].map(([, reason]) => String(reason));
    if (reasons.length > 0) this.reasons.set(String(taskId), reasons);
  }

  /** @param {readonly import("vitest/node").TestModule[]} modules */
  onTestRunEnd(modules) {
    const tally = { passed: 0, failed: 0, skipped: 0, notes: /** @type {string[]} */ ([]) };
    for (const module of modules) {
      if (module.state() === "failed" && [...module.children.allTests()].length === 0) {
        tally.failed += 1;
        tally.notes.push(
          `failed: ${module.relativeModuleId} (${module.errors()[0]?.message ?? "could not be loaded"})`,
        );
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed" || state === "skipped") tally[state] += 1;
        if (state === "passed") continue;
        const reason =
          state === "skipped" ? ` (${this.reasons.get(module.id)?.join("; ") ?? "says the test"})` : "";
        tally.notes.push(`${state}: ${module.relativeModuleId} > ${test.fullName}${reason}`);
      }
    }
    writeFileSync(String(process.env["TALLY_FILE"]), JSON.stringify(tally));
  }
}
