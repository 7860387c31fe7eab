/** A conversation with one sandbox: a question, its one answer, and what happened if none came. */
import { createHmac, randomBytes } from "node:crypto";
import type { Spent } from "./budget";
import type { Program } from "./engine";
import { heapMegabytes } from "./limits";
import type { Limits } from "./limits";
import { MAX_MESSAGE } from "./inside/wire";
import { BadMessage, parseMessage, STRAY } from "./plain-check";
import type { Confined, Sandbox } from "./sandbox";

export type DeathVerdict =
  | "limit:wall"
  | "limit:cpu"
  | "limit:mem"
  | "limit:out"
  | "limit:pids"
  | "limit:disk" // prettier-ignore
  | "fail"
  | "no_result"
  | "illegal instruction";

export interface Death {
  readonly verdict: DeathVerdict;
  readonly message: string;
}

export type Reply = Readonly<Record<string, unknown>>;
export type Outcome = { readonly reply: Reply } | { readonly death: Death };
/** With what it took. */
export type Timed = Outcome & { readonly spent: Spent };

/** The host could not even start a sandbox: nobody's work is to blame. */
export class SandboxFailed extends Error {}

const WATCH_MS = 50;
/** Between two looks: a grader that was busy for longer may have had the answer all the time. */
const MAX_WAIT_MS = 500;
const START_SECONDS = 90;
/** Of the compiler, whose answers are as long as the notebook. */
const MAX_COMPILED = 16e6;
const KEPT_OUTPUT = 4000;
/** The length of SHA-256 in hexadecimal digits. */
const SIGNATURE = 64;

interface Waiting {
  readonly asked: string;
  readonly resolve: (outcome: Outcome) => void;
}

/** Whoever computes is left to the limit of processor time, but by the clock not for ever. */
export const LAST_CALL = 20;

/** The exit code behind which bubblewrap or the shell tells a signal. */
const signalExit = (signal: number): number => 128 + signal;

export class Session {
  private waiting: Waiting | undefined;
  private received: Buffer[] = [];
  private receivedBytes = 0;
  private printedBytes = 0;
  private errorText = "";
  /** Signs replies; the inside gets it before any answer, and keeps it from them. */
  private readonly key = randomBytes(32);
  private readyMegabytes = Infinity;
  private mostMegabytes = 0;
  /** Set once; a session that is dead stays dead. */
  death: Death | undefined;
  private readonly exited: Promise<void>;

  private constructor(
    private readonly confined: Confined,
    private readonly limits: Limits,
    private readonly maxReply: number,
  ) {
    const { child } = confined;
    child.stdin!.on("error", () => undefined); // the other side died; its exit tells why
    child.stdout!.on("data", (chunk: Buffer) => this.countOutput(chunk));
    child.stderr!.on("data", (chunk: Buffer) => this.countOutput(chunk, true));
    child.stdio[3]!.on("error", () => undefined);
    child.stdio[3]!.on("data", (chunk: Buffer) => this.take(chunk));
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.die(this.explainExit(code, signal));
        resolve();
      });
      child.once("error", () => resolve());
    });
  }

  /** @throws {SandboxFailed} it does not come up */
  static async start(sandbox: Sandbox, program: Program, limits: Limits): Promise<Session> {
    const session = new Session(
      sandbox.start(program, limits),
      limits,
      program === "compiler" ? MAX_COMPILED : 2 * MAX_MESSAGE,
    );
    session.confined.child.stdin!.write(`${session.key.toString("hex")}\n`);
    const ready = await session.wait("", { cpuSeconds: START_SECONDS, wallSeconds: START_SECONDS });
    session.readyMegabytes = session.confined.usage().memoryMegabytes;
    if ("reply" in ready) return session;
    await session.close();
    throw new SandboxFailed(
      `the sandbox did not start: ${ready.death.message} ${session.errorText.slice(0, 500)}`,
    );
  }

  /** Asks and waits; whatever else arrives meanwhile ends the session. */
  async ask(question: object, limits: Spent = this.limits): Promise<Timed> {
    if (this.death) return { death: this.death, spent: { cpuSeconds: 0, wallSeconds: 0 } };
    const asked = JSON.stringify({ nonce: randomBytes(12).toString("hex"), ...question }); // never the same twice
    const outcome = this.wait(asked, limits);
    this.confined.child.stdin!.write(`${asked}\n`);
    return outcome;
  }

  get isOutOfProcesses(): boolean {
    return this.confined.evidence().outOfProcesses;
  }

  /** What it has no more of, seen from outside: anybody can throw an error that says so. */
  get isOutOfDisk(): boolean {
    return this.confined.isOutOfDisk();
  }

  get isOutOfFiles(): boolean {
    return this.confined.isOutOfFiles();
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    this.confined.kill();
    await this.exited;
  }

  private async wait(asked: string, { cpuSeconds, wallSeconds }: Spent): Promise<Timed> {
    const before = this.confined.usage().cpuMs;
    const started = performance.now();
    let [usedMs, waitedMs, lookedAt] = [0, 0, started];
    const watch = setInterval(() => {
      const { cpuMs, memoryMegabytes, processes } = this.confined.usage();
      const now = performance.now();
      // A crowded machine, and a grader that is late, are nobody's fault: only who could run, and does not, waits.
      if (cpuMs - before <= usedMs && !this.confined.isRunning())
        waitedMs += Math.min(now - lookedAt, MAX_WAIT_MS);
      lookedAt = now;
      usedMs = Math.max(usedMs, cpuMs - before);
      const { memoryMegabytes: maxMemory, processes: maxProcesses } = this.limits;
      this.mostMegabytes = Math.max(this.mostMegabytes, memoryMegabytes);
      if (usedMs > cpuSeconds * 1000)
        this.end("limit:cpu", `stopped after ${cpuSeconds} s of processor time: does a loop never end?`);
      else if (waitedMs > wallSeconds * 1000 || now - started > wallSeconds * 1000 * LAST_CALL)
        this.end(
          "limit:wall",
          `stopped after ${wallSeconds} s by the clock: it waits for something that never comes`,
        );
      else if (memoryMegabytes > maxMemory * 1.5) this.end("limit:mem", memoryMessage(maxMemory));
      else if (processes > maxProcesses) this.end("limit:pids", "started too many processes");
    }, WATCH_MS);
    const outcome = await new Promise<Outcome>((resolve) => {
      if (this.death) resolve({ death: this.death });
      else this.waiting = { asked, resolve };
    });
    clearInterval(watch);
    usedMs = Math.max(usedMs, this.confined.usage().cpuMs - before);
    return { ...outcome, spent: { cpuSeconds: usedMs / 1000, wallSeconds: waitedMs / 1000 } };
  }

  /** By so much that JavaScript's heap may have been full: what it prints when it ends so, anybody can print. */
  private get hasGrown(): boolean {
    return this.mostMegabytes - this.readyMegabytes > heapMegabytes(this.limits) / 2;
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk);
    this.receivedBytes += chunk.length;
    if (this.receivedBytes > this.maxReply)
      return this.end("no_result", "it sent more than an answer can hold");
    if (!chunk.includes(10)) return;
    const lines = Buffer.concat(this.received).toString("utf8").split("\n");
    const rest = lines.pop()!;
    [this.received, this.receivedBytes] = [[Buffer.from(rest)], Buffer.byteLength(rest)];
    lines.forEach((line) => this.takeLine(line));
  }

  private takeLine(line: string): void {
    if (this.death) return;
    if (!this.waiting) return this.end("no_result", `its answer cannot be read: ${STRAY}`);
    const { asked, resolve } = this.waiting;
    try {
      const [signature, text] = [line.slice(0, SIGNATURE), line.slice(SIGNATURE)];
      const wanted = createHmac("sha256", this.key).update(`${asked}\n${text}`).digest("hex");
      if (signature !== wanted) throw new BadMessage(STRAY);
      const reply = parseMessage(text);
      this.waiting = undefined;
      resolve({ reply });
    } catch (error) {
      this.end("no_result", `its answer cannot be read: ${(error as Error).message}`);
    }
  }

  private countOutput(chunk: Buffer, isError = false): void {
    this.printedBytes += chunk.length;
    if (isError && this.errorText.length < KEPT_OUTPUT)
      this.errorText += chunk.toString("utf8").slice(0, KEPT_OUTPUT);
    if (this.printedBytes > this.limits.outputMegabytes * 1e6)
      this.end("limit:out", `printed more than ${this.limits.outputMegabytes} MB`);
  }

  private end(verdict: DeathVerdict, message: string): void {
    const isStarved = (verdict === "limit:wall" || verdict === "limit:cpu") && this.isOutOfProcesses;
    this.die(
      isStarved ? { verdict: "limit:pids", message: "started too many processes" } : { verdict, message },
    );
    this.confined.kill();
  }

  private die(death: Death): void {
    this.death ??= death;
    this.waiting?.resolve({ death: this.death });
    this.waiting = undefined;
  }

  private explainExit(code: number | null, signal: NodeJS.Signals | null): Death {
    const { outOfMemory, outOfProcesses } = this.confined.evidence();
    const status = signal === null ? code : `signal ${signal}`;
    if (outOfMemory || (this.hasGrown && /heap out of memory|Allocation failed/.test(this.errorText)))
      return { verdict: "limit:mem", message: memoryMessage(this.limits.memoryMegabytes) };
    if (outOfProcesses) return { verdict: "limit:pids", message: "started too many processes" };
    if (code === signalExit(4) || signal === "SIGILL")
      return { verdict: "illegal instruction", message: "illegal instruction" };
    return { verdict: "no_result", message: `the process ended (exit code ${status}) before it answered` };
  }
}

const memoryMessage = (megabytes: number): string => `used up its memory (${megabytes} MB)`;
