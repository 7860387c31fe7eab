/** A conversation with one sandbox: a question, its one answer, and what happened if none came. */
import { createHmac, randomBytes } from "node:crypto";
import type { Program } from "./engine";
import type { Limits } from "./limits";
import { BadMessage, parseMessage, STRAY } from "./plain-check";
import type { Confined, Sandbox } from "./sandbox";

export type DeathVerdict =
  | "limit:wall"
  | "limit:cpu"
  | "limit:mem"
  | "limit:out"
  | "limit:pids"
  | "limit:disk" // prettier-ignore
  | "no_result"
  | "illegal instruction";

export interface Death {
  readonly verdict: DeathVerdict;
  readonly message: string;
}

export type Reply = Readonly<Record<string, unknown>>;
export type Outcome = { readonly reply: Reply } | { readonly death: Death };

/** The host could not even start a sandbox: nobody's work is to blame. */
export class SandboxFailed extends Error {}

const WATCH_MS = 50;
/** The kernel counts time in hundredths of a second; a crowded machine may keep a process waiting for some of them. */
const IDLE_MS = 500;
const START_SECONDS = 90;
const MAX_REPLY = 16e6;
const KEPT_OUTPUT = 4000;
/** The length of SHA-256 in hexadecimal digits. */
const SIGNATURE = 64;

interface Waiting {
  readonly asked: string;
  readonly resolve: (outcome: Outcome) => void;
}

/** Whoever still computes at the limit by the clock is left to the limit of processor time, but not for ever. */
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
  /** Set once; a session that is dead stays dead. */
  death: Death | undefined;
  private readonly exited: Promise<void>;

  private constructor(
    private readonly confined: Confined,
    private readonly limits: Limits,
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
    const session = new Session(sandbox.start(program, limits), limits);
    session.confined.child.stdin!.write(`${session.key.toString("hex")}\n`);
    const ready = await session.wait("", { cpuSeconds: START_SECONDS, wallSeconds: START_SECONDS });
    if ("reply" in ready) return session;
    await session.close();
    throw new SandboxFailed(
      `the sandbox did not start: ${ready.death.message} ${session.errorText.slice(0, 500)}`,
    );
  }

  /** Asks and waits; whatever else arrives meanwhile ends the session. */
  async ask(
    question: object,
    limits: { cpuSeconds: number; wallSeconds: number } = this.limits,
  ): Promise<Outcome> {
    if (this.death) return { death: this.death };
    const asked = JSON.stringify({ nonce: randomBytes(12).toString("hex"), ...question }); // never the same twice
    const outcome = this.wait(asked, limits);
    this.confined.child.stdin!.write(`${asked}\n`);
    return outcome;
  }

  get isOutOfProcesses(): boolean {
    return this.confined.evidence().outOfProcesses;
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    this.confined.kill();
    await this.exited;
  }

  private async wait(
    asked: string,
    { cpuSeconds, wallSeconds }: { cpuSeconds: number; wallSeconds: number },
  ): Promise<Outcome> {
    const before = this.confined.usage().cpuMs;
    const started = performance.now();
    let lastAdvance = { cpuMs: before, at: started };
    const watch = setInterval(() => {
      const { cpuMs, memoryMegabytes, processes } = this.confined.usage();
      if (cpuMs > lastAdvance.cpuMs) lastAdvance = { cpuMs, at: performance.now() };
      const { memoryMegabytes: maxMemory, processes: maxProcesses } = this.limits;
      if (cpuMs - before > cpuSeconds * 1000)
        this.end("limit:cpu", `stopped after ${cpuSeconds} s of processor time: does a loop never end?`);
      else if (this.isWaiting(started, lastAdvance.at, wallSeconds * 1000))
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
    return outcome;
  }

  /**
   * Past the limit by the clock, and idle: a crowded machine is nobody's fault. A thread that waits for a disk is not idle
   * while its processes' time advances; one that only says so (a fork that never returns) is.
   */
  private isWaiting(started: number, lastAdvance: number, limitMs: number): boolean {
    const now = performance.now();
    if (now - started <= limitMs) return false;
    return now - started > limitMs * LAST_CALL || (now - lastAdvance > IDLE_MS && !this.confined.isRunning());
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk);
    this.receivedBytes += chunk.length;
    if (this.receivedBytes > MAX_REPLY) return this.end("no_result", "it sent more than an answer can hold");
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
    if (outOfMemory || /heap out of memory|Allocation failed/.test(this.errorText))
      return { verdict: "limit:mem", message: memoryMessage(this.limits.memoryMegabytes) };
    if (outOfProcesses) return { verdict: "limit:pids", message: "started too many processes" };
    if (code === signalExit(4) || signal === "SIGILL")
      return { verdict: "illegal instruction", message: "illegal instruction" };
    if (code === signalExit(25)) return { verdict: "limit:disk", message: "wrote a file that is too large" };
    return { verdict: "no_result", message: `the process ended (exit code ${status}) before it answered` };
  }
}

const memoryMessage = (megabytes: number): string => `used more than ${megabytes} MB of memory`;
