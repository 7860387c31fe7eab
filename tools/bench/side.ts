/** One side of a comparison: a process that does a work as often as it is told. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "../notebook/sources";
import { programOf } from "./program";
import type { SideName } from "./works";

/** How long some repetitions took. */
export interface Timing {
  readonly ms: number;
  /** Of all threads together; a peer that waits by spinning counts that, too. */
  readonly cpuMs?: number;
  /** The most memory so far. */
  readonly peakMb?: number;
}

export class Side {
  private readonly lines: AsyncIterableIterator<string>;
  private readonly ended: Promise<never>;

  private constructor(
    readonly name: SideName,
    private readonly process: ChildProcess,
  ) {
    this.lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
    let complaint = "";
    process.stderr!.on("data", (text: Buffer) => (complaint = (complaint + String(text)).slice(-2000)));
    this.ended = new Promise((_, reject) => {
      process.once("error", ({ message }) => reject(new Error(`The side ${name} did not start: ${message}`)));
      process.once("close", (code) => reject(new Error(`The side ${name} ended with ${code}: ${complaint}`)));
    });
    process.stdin!.on("error", () => {}); // it ended: that is told above
    this.ended.catch(() => {}); // an end that nobody waits for is no error
  }

  /** Starts the process and waits until its model is there. */
  static async start(name: SideName, work: string): Promise<{ side: Side; versions: string }> {
    const [program, ...args] = programOf(name, work);
    const side = new Side(name, spawn(program!, args, { cwd: root, stdio: "pipe" }));
    const { versions } = (await side.nextRecord()) as { versions: string };
    return { side, versions };
  }

  /** Time of `count` repetitions. */
  async time(count: number): Promise<Timing> {
    this.process.stdin!.write(`${count}\n`);
    return (await this.nextRecord()) as Timing;
  }

  stop(): void {
    this.process.removeAllListeners("close");
    this.process.kill();
  }

  private async nextRecord(): Promise<unknown> {
    const line = await Promise.race([this.lines.next(), this.ended]);
    if (line.done === true) return this.ended;
    return JSON.parse(line.value);
  }
}
