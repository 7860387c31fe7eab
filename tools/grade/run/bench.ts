/** Keeps one sandbox for a sheet while it lives, and gives every task its answers from there. */
import type { Call, Result } from "../../exercises/call";
import { Budget } from "./budget";
import { canaryRequests, canaryValues } from "./canary";
import type { Limits } from "./limits";
import { readResult } from "./plain-check";
import type { Sandbox } from "./sandbox";
import { LAST_CALL, SandboxFailed, Session } from "./session";
import type { Death, Outcome, Reply } from "./session";

/** What the calls of one case gave: results, or how it ended. */
export type Computed = { readonly results: readonly Result[] } | { readonly death: Death };

export interface Failure {
  readonly error: { readonly name: string; readonly message: string };
}

const START_TRIES = 3;
/** The reference of sheet 08 trains for 5 s of a crowded processor; a right answer may take several times as long. */
const TRAINING_PATIENCE = 4;

const processErrors = /\bEAGAIN\b|ERR_WORKER_INIT_FAILED|pthread_create|Resource temporarily unavailable/;

export class Bench {
  private session: Session | undefined;
  /** After a death every task gets a sandbox of its own. */
  isIsolating = false;
  readonly notes: string[] = [];
  /** What may differ from run to run; for the journal only. */
  readonly remarks: string[] = [];
  /** Sandboxes started, for the record. */
  started = 0;
  readonly budget: Budget;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly limits: Limits,
  ) {
    this.budget = new Budget(limits);
  }

  /** Loads an answer; a death or an error means that it cannot be called. */
  async load(task: string, code: string, folder: string): Promise<Death | Failure | undefined> {
    const outcome = await this.ask(task, { load: task, code, folder });
    if ("death" in outcome)
      return outcome.death.verdict === "limit:wall"
        ? {
            ...outcome.death,
            message: `${outcome.death.message} (while the answer was loaded: its import never finished)`,
          }
        : outcome.death;
    const failure = readFailure(outcome.reply);
    return failure && (this.resourceDeath(failure.error.message) ?? failure);
  }

  /** Makes the calls of a case, one by one. @param trains  so that a right answer may take long */
  async compute(task: string, calls: readonly Call[], trains = false): Promise<Computed> {
    const results: Result[] = [];
    const patience = trains ? TRAINING_PATIENCE : 1;
    const seconds = this.limits.wallSeconds * patience * LAST_CALL; // out here we see better whether it waits
    for (const call of calls) {
      const outcome = await this.ask(task, { task, call, seconds }, patience);
      if ("death" in outcome) return outcome;
      const death = this.take(task, outcome.reply, results) ?? this.budget.usedUp(task);
      if (death) return { death };
    }
    return { results };
  }

  /** Ends the sandbox: what an answer left behind in it goes too. */
  async drop(): Promise<void> {
    await this.session?.close();
    this.session = undefined;
  }

  private take(task: string, reply: Reply, results: Result[]): Death | undefined {
    if (reply["isTooLarge"] === true)
      return { verdict: "fail", message: "its result is too large to be judged" };
    const failure = readFailure(reply);
    if (failure) return { verdict: "no_result", message: `no result came out: ${failure.error.message}` };
    let result: Result;
    try {
      result = readResult(reply["result"]);
    } catch (error) {
      return { verdict: "no_result", message: `its answer cannot be read: ${(error as Error).message}` };
    }
    results.push(result);
    if ("limit" in result)
      return { verdict: "limit:wall", message: "it never finished: it waits for something that never comes" };
    if (Array.isArray(reply["taken"])) this.noteTaken(task, reply["taken"]);
    return "error" in result ? this.resourceDeath(result.error.message) : undefined;
  }

  private readonly taken = new Map<string, Set<string>>();

  /** What a task's answer took of the course's modules: "lib/metrics#attentionEntropy". */
  takenBy(task: string): readonly string[] {
    return [...(this.taken.get(task) ?? [])].sort();
  }

  private noteTaken(task: string, names: readonly unknown[]): void {
    const known = this.taken.get(task) ?? new Set();
    names.slice(0, 20).forEach((name) => known.add(String(name).slice(0, 100)));
    this.taken.set(task, known);
  }

  /** What an answer changed was put back; where it can no longer be, what came out is no evidence. */
  private noteChanges(
    task: string,
    changed: readonly string[],
    locked: readonly string[],
  ): Death | undefined {
    if (changed.length === 0) return undefined;
    const names = changed.slice(0, 5).join(", ");
    const more = changed.length > 5 ? ` and ${changed.length - 5} more` : "";
    this.note(`${task} changes what all code shares: ${names}${more}`);
    this.isSoiled = true;
    if (locked.length === 0) return undefined;
    return {
      verdict: "no_result",
      message: `it locked what all code shares: ${locked.slice(0, 5).join(", ")}`,
    };
  }

  /** Something global was changed; the next task starts afresh. */
  isSoiled = false;

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** An error that tells of a limit is one if the limit is seen to be reached; else it is the answer's own. */
  private resourceDeath(message: string): Death | undefined {
    if (processErrors.test(message) && this.session?.isOutOfProcesses)
      return { verdict: "limit:pids", message: "started too many processes" };
    if (message.startsWith("ENOSPC") && this.session?.isOutOfDisk)
      return { verdict: "limit:disk", message: "wrote more than its disk holds" };
    if (message.startsWith("EMFILE") && this.session?.isOutOfFiles)
      return { verdict: "limit:disk", message: "opened too many files" };
    return undefined;
  }

  /** After every answer a ping: whatever was sent beside the answer arrives before its reply and ends the session. */
  private async ask(task: string, question: object, patience = 1): Promise<Outcome> {
    const session = await this.open();
    const { cpuSeconds, wallSeconds } = this.limits;
    const outcome = await session.ask(question, {
      cpuSeconds: cpuSeconds * patience,
      wallSeconds: wallSeconds * patience,
    });
    this.budget.spend(task, outcome.spent, patience);
    const after = "reply" in outcome ? await session.ask({ ping: true }) : outcome;
    if (after !== outcome) this.budget.spend(task, after.spent);
    if ("death" in after) return { death: await this.checkHost(after.death) };
    const [notes, changed, locked] = ["notes", "changed", "locked"].map((name) => textsIn(after.reply[name]));
    if (notes!.length > 0)
      this.remarks.push(`an error was thrown outside of any call: ${notes![0]!.slice(0, 200)}`);
    const death = this.noteChanges(task, changed!, locked!);
    return death ? { death } : outcome;
  }

  /** An illegal instruction may be the host's fault: then a harmless answer dies of it too. */
  private async checkHost(death: Death): Promise<Death> {
    if (death.verdict !== "illegal instruction") return death;
    await this.drop();
    await runCanary(this.sandbox, this.limits);
    return {
      verdict: "no_result",
      message: "the process ended with an illegal instruction before it answered",
    };
  }

  private async open(): Promise<Session> {
    if (this.session && !this.session.death) return this.session;
    await this.drop();
    this.session = await startSession(this.sandbox, this.limits);
    this.started += 1;
    this.isSoiled = false;
    return this.session;
  }
}

async function startSession(sandbox: Sandbox, limits: Limits): Promise<Session> {
  for (let tries = 1; ; tries += 1)
    try {
      return await Session.start(sandbox, "runner", limits);
    } catch (error) {
      if (!(error instanceof SandboxFailed) || tries === START_TRIES) throw error;
    }
}

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function readFailure(reply: Reply): Failure | undefined {
  const error = reply["error"] as Record<string, unknown> | undefined;
  if (typeof error !== "object" || error === null) return undefined;
  const code = typeof error["code"] === "string" ? `${error["code"]} ` : "";
  const message = String(error["message"] ?? "");
  return {
    error: {
      name: String(error["name"] ?? "Error"),
      message: message.startsWith(code.trim()) ? message : code + message,
    },
  };
}

/**
 * Proves that this host computes: a known answer in a fresh sandbox.
 *
 * @throws {SandboxFailed} it does not give [[7, 10], [15, 22]]
 */
export async function runCanary(sandbox: Sandbox, limits: Limits): Promise<void> {
  const session = await Session.start(sandbox, "runner", limits);
  try {
    const [load, call] = canaryRequests;
    await session.ask(load);
    const outcome = await session.ask(call);
    const result = "reply" in outcome ? readResult(outcome.reply["result"]) : undefined;
    const text = JSON.stringify(result && "value" in result ? result.value : outcome);
    if (!text.includes(canaryValues)) throw new SandboxFailed(`the canary failed: ${text.slice(0, 300)}`);
  } finally {
    await session.close();
  }
}
