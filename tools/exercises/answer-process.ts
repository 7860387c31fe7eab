/** Talks to the process that runs a learner's code; one that hangs or dies is replaced. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Call, Result } from "./call";
import type { Reply, Request } from "./answer-worker";
import type { AnswerCode } from "./compile";
import { root } from "./load";
import { replyOf } from "./reply";

/** Loading TensorFlow on a slow, busy machine. */
const startSeconds = 120;

/** Two seconds of work, on a machine that does much else. */
const trainingPatienceSeconds = 60;

type Question = AnswerCode | { calls: readonly Call[]; seconds?: number };

export class AnswerProcess {
  private child: ChildProcess | undefined;
  private ready: Promise<Reply | undefined> | undefined;
  private count = 0;

  /** @param patienceSeconds  longer than any honest answer of these exercises takes, but for those that train */
  constructor(private readonly patienceSeconds = 10) {}

  /** Starts a process ahead of need: loading TensorFlow takes most of a second. */
  warmUp(): void {
    if (this.child) return;
    this.child = fork(join(__dirname, "answer-worker.ts"), {
      cwd: root,
      execArgv: ["--require", join(__dirname, "..", "quick-typescript.cjs")],
      stdio: ["ignore", "ignore", "ignore", "ipc"], // what an answer prints belongs in its notebook
    });
    this.ready = replyOf(this.child, 0, startSeconds);
  }

  /** Loads an answer. @returns what is wrong with its code, if anything */
  async load({ task, code, modules }: AnswerCode): Promise<string | undefined> {
    const reply = await this.ask({ task, code, modules });
    if (reply === undefined) return "the cell never finished, or ended the process";
    return "problem" in reply ? reply.problem : undefined;
  }

  /** Runs calls on the answer that was loaded last. */
  async run(
    calls: readonly Call[],
    {
      seconds,
      trains = false,
    }: { readonly seconds?: number | undefined; readonly trains?: boolean | undefined } = {},
  ): Promise<readonly Result[]> {
    const patience = trains ? Math.max(trainingPatienceSeconds, this.patienceSeconds) : this.patienceSeconds;
    const reply = await this.ask({ calls, ...(seconds && { seconds }) }, patience);
    return reply && "results" in reply ? reply.results : calls.map(() => ({ limit: "wall" }));
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
  }

  /** Nothing if there is no reply in time. */
  private async ask(question: Question, patience = this.patienceSeconds): Promise<Reply | undefined> {
    this.warmUp();
    const child = this.child!;
    if ((await this.ready) === undefined)
      throw new Error("The process that runs answers did not start: npm run setup mends it.");
    const request: Request = { id: ++this.count, ...question };
    const answered = replyOf(child, request.id, patience);
    child.send(request);
    const reply = await answered;
    if (reply === undefined) this.stop();
    return reply;
  }
}
