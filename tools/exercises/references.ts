/**
 * What the references of a sheet gave, kept from one `npm run check` to the next: they are the same for every answer, and some
 * train for seconds. A grader draws other numbers, and computes its own.
 */
import { readFileSync } from "node:fs";
import { writeWhole } from "../grade/record/write-file";
import type { Result } from "./call";
import { keepOrSay, statePath } from "./progress";
import type { Case, Task } from "./sheet";

interface Kept {
  /** Under which the references gave this; under another nothing is known. */
  readonly suite: string;
  /** By task and case: results as JSON. */
  readonly results: Readonly<Record<string, string>>;
}

export class References {
  private kept: Kept | undefined;
  private isNew = false;
  private readonly path: string;

  /** @param suite  the hash of the checks and all that they run */
  constructor(
    slug: string,
    private readonly suite: string,
  ) {
    this.path = statePath("references", `${slug}.json`);
  }

  /** A task whose reference is asked once for each case. */
  of(task: Task): Task {
    const cases = task.cases.map((testCase): Case => ({
      ...testCase,
      judge: (evidence) =>
        testCase.judge({
          ...evidence,
          expected: () => this.expected(`${task.name}/${testCase.name}`, evidence.expected),
        }),
    }));
    return { ...task, cases };
  }

  private async expected(name: string, compute: () => Promise<Result[]>): Promise<Result[]> {
    this.kept ??= readKept(this.path, this.suite);
    const known = this.kept.results[name];
    if (known !== undefined) return JSON.parse(known) as Result[];
    const results = await compute();
    if (results.some((result) => "limit" in result)) return results; // a busy machine: asked again
    this.isNew = true;
    this.kept = { ...this.kept, results: { ...this.kept.results, [name]: JSON.stringify(results) } };
    return results;
  }

  write(): void {
    if (this.isNew) keepOrSay("verdicts", () => writeWhole(this.path, `${JSON.stringify(this.kept)}\n`));
    this.isNew = false;
  }
}

/** A file that is not there, cannot be read, or is of another suite counts as none. */
function readKept(path: string, suite: string): Kept {
  try {
    const kept = JSON.parse(readFileSync(path, "utf8")) as Kept;
    if (kept.suite === suite) return kept;
  } catch {
    // none yet
  }
  return { suite, results: {} };
}
