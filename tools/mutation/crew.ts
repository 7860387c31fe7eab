/** A process that tries mutants one after the other; when one never ends, a new process takes its place. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { AnswerCode } from "../exercises/compile";
import { root } from "../exercises/load";
import type { Fate } from "./trial";
import type { Reply, Request } from "./worker";

/** Until the right answer has run: TensorFlow and the sheet are loaded, the reference's results are made. */
const startSeconds = 600;

export class Trier {
  private child: ChildProcess | undefined;
  /** How long a mutant of a task may take; known once the right answer has run in this process. */
  private readonly patienceMs = new Map<string, number>();

  constructor(private readonly slug: string) {}

  /**
   * What never ends is tried twice: the machine may have slept, or been busy.
   *
   * @throws {Error} the right answer fails
   */
  async try(right: AnswerCode, mutant: AnswerCode): Promise<Fate> {
    for (let attempt = 1; attempt <= 2; attempt++) {
      if (!this.patienceMs.has(right.task)) await this.warmUp(right);
      const reply = await this.ask(mutant, this.patienceMs.get(right.task)!);
      if (reply !== undefined) return reply.fate;
      this.stop();
    }
    return "endless";
  }

  private async warmUp(right: AnswerCode): Promise<void> {
    const reply = await this.ask(right, 1000 * startSeconds);
    if (reply?.fate !== "survived")
      throw new Error(`${this.slug}, ${right.task}: the solution itself fails (${reply?.fate ?? "endless"})`);
    this.patienceMs.set(right.task, 10_000 + 3 * reply.milliseconds);
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
    this.patienceMs.clear();
  }

  /** Nothing if the process ends, or time is up. */
  private ask(code: AnswerCode, patienceMs: number): Promise<Reply | undefined> {
    this.child ??= fork(join(__dirname, "worker.ts"), {
      cwd: root,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"], // what a check says when it fails itself
    });
    const child = this.child;
    return new Promise((resolve) => {
      const settle = (reply?: Reply): void => {
        clearTimeout(timer);
        child.off("message", settle).off("exit", end);
        resolve(reply);
      };
      const end = (): void => settle();
      const timer = setTimeout(end, patienceMs);
      child.on("message", settle).on("exit", end);
      child.send({ slug: this.slug, code } satisfies Request);
    });
  }
}
