/** Beside the limits of a call: what the answers of a whole sheet may use, and those of one of its tasks. */
import type { Limits } from "./limits";

/** Seconds that something took: of a processor, and in which nothing of it ran. */
export interface Spent {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** What is used up, in the words of a verdict. */
export interface UsedUp {
  readonly verdict: "limit:cpu" | "limit:wall";
  readonly message: string;
}

/** So many calls may go to their limit. Two of a task do before it is given up, so this only stops many slow ones. */
const shares = { task: 3, sheet: 12 } as const;

const nothing: Spent = { cpuSeconds: 0, wallSeconds: 0 };
const add = (a: Spent, b: Spent): Spent => ({
  cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  wallSeconds: a.wallSeconds + b.wallSeconds,
});

/** One learner's time for one sheet. */
export class Budget {
  private readonly ofTask = new Map<string, Spent>();
  private ofSheet = nothing;

  constructor(private readonly limits: Limits) {}

  /** @param patience  by how much the call's limits were wider: it counts for so much less */
  spend(task: string, { cpuSeconds, wallSeconds }: Spent, patience = 1): void {
    const spent = { cpuSeconds: cpuSeconds / patience, wallSeconds: wallSeconds / patience };
    this.ofTask.set(task, add(this.ofTask.get(task) ?? nothing, spent));
    this.ofSheet = add(this.ofSheet, spent);
  }

  /** Whether a task may go on; else why not. */
  usedUp(task: string): UsedUp | undefined {
    return (
      this.exceeds(this.ofTask.get(task) ?? nothing, shares.task, "all calls of this answer together") ??
      this.exceeds(this.ofSheet, shares.sheet, "all answers of this sheet together")
    );
  }

  private exceeds(spent: Spent, share: number, what: string): UsedUp | undefined {
    const { cpuSeconds, wallSeconds } = this.limits;
    if (spent.cpuSeconds > cpuSeconds * share)
      return {
        verdict: "limit:cpu",
        message: `${what} used more than ${cpuSeconds * share} s of processor time`,
      };
    if (spent.wallSeconds > wallSeconds * share)
      return { verdict: "limit:wall", message: `${what} waited for more than ${wallSeconds * share} s` };
    return undefined;
  }
}
