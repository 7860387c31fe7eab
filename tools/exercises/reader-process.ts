/** Reads answers in a process that starts where the compiler has read the course's types; without one, here. */
import { fork, type ChildProcess } from "node:child_process";
import { phrase } from "../../lib/jupyter/language.cjs";
import type { Answers } from "../answers/answer";
import type { ReadReply, ReadRequest } from "../answers/reader-program";
import type { SourceCell } from "../grade/intake/notebook";
import { root } from "./load";
import { readAnswers } from "./reader";
import { readerSnapshot } from "./reader-snapshot.cjs";
import { replyOf } from "./reply";

/** A slow, busy machine; and a text that makes the compiler spin makes it spin here, too. */
const patienceSeconds = 120;

/** Beside the verdicts, which a program may read. */
const sayItTakesLong = (): void =>
  console.error(phrase("The course has changed: its types are read once more, about ten seconds."));

export class ReaderProcess {
  private child: ChildProcess | undefined;
  private ready: Promise<ReadReply | undefined> | undefined;
  private count = 0;
  private last: { readonly question: string; readonly answers: Answers } | undefined;

  /** Starts it ahead of need. */
  warmUp(): void {
    const snapshot = this.ready === undefined ? readerSnapshot(sayItTakesLong) : undefined;
    this.ready ??= Promise.resolve(undefined);
    if (snapshot === undefined) return;
    this.child = fork("reader", {
      cwd: root,
      execArgv: snapshot,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.ready = replyOf<ReadReply>(this.child, 0, patienceSeconds);
  }

  async read(cells: readonly SourceCell[], tasks: readonly string[]): Promise<Answers> {
    const question = JSON.stringify([cells, tasks]); // a save that changed nothing costs nothing
    if (this.last?.question !== question)
      this.last = { question, answers: (await this.ask(cells, tasks)) ?? readAnswers(cells, tasks) };
    return this.last.answers;
  }

  /** Nothing if there is no such process, or it ends. */
  private async ask(cells: readonly SourceCell[], tasks: readonly string[]): Promise<Answers | undefined> {
    this.warmUp();
    if ((await this.ready) === undefined || !this.child?.connected) return undefined;
    const request: ReadRequest = { id: ++this.count, cells, tasks };
    const replied = replyOf<ReadReply>(this.child, request.id, patienceSeconds);
    this.child.send(request);
    const reply = await replied;
    if (reply?.problem !== undefined) throw new Error(reply.problem);
    return reply?.answers;
  }

  stop(): void {
    this.child?.kill("SIGKILL");
  }
}
