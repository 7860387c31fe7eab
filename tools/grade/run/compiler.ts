/** The compiler behind its wall, kept running from one submission to the next: it never runs what it reads. */
import type { SourceCell } from "../intake/notebook";
import type { Answer } from "../../answers/answer";
import type { CompileReply } from "./inside/compiler";
import type { Limits } from "./limits";
import type { Sandbox } from "./sandbox";
import { SandboxFailed, Session } from "./session";
import type { Death } from "./session";

export type Compiled = CompileReply | { readonly death: Death };

/** Cells and the names of tasks in, answers out. */
export type Compile = (cells: readonly SourceCell[], tasks: readonly string[]) => Promise<Compiled>;

export const compilerLimits: Limits = {
  cpuSeconds: 10,
  wallSeconds: 30,
  memoryMegabytes: 2000,
  processes: 64,
  outputMegabytes: 8,
  diskMegabytes: 32,
};

/** The first question makes it read the course's own types, which takes seconds: that is not the learner's time. */
const warmUpLimits = { cpuSeconds: 120, wallSeconds: 240 };
/** Every death costs all the time that the compiler has. */
const MAX_DEATHS = 3;

const givenUp = (task: string, { message }: Death): Answer => ({
  task,
  state: "student_error",
  message,
  code: "",
  source: "",
  modules: [],
  notes: [],
  isStub: false,
  cell: "",
});

const warmUp: SourceCell = {
  number: 1,
  isCode: true,
  source:
    'import { tf } from "./lib/tf";\nexport const warm = (x: tf.Tensor2D): tf.Tensor => tf.tidy(() => x.add(1));',
  course: {},
};

export class CourseCompiler {
  private session: Session | undefined;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly limits: Limits = compilerLimits,
  ) {}

  /**
   * What makes the compiler give up on a sheet is one task's text: each is then asked for by itself.
   *
   * @throws {SandboxFailed} the compiler does not start on this host
   */
  async compile(cells: readonly SourceCell[], tasks: readonly string[]): Promise<Compiled> {
    const whole = await this.ask(cells, tasks);
    return "death" in whole && tasks.length > 1 ? this.compileApart(cells, tasks, whole.death) : whole;
  }

  private async compileApart(
    cells: readonly SourceCell[],
    tasks: readonly string[],
    death: Death,
  ): Promise<Compiled> {
    const [answers, notes]: [Answer[], Set<string>] = [[], new Set()];
    let deaths = 1;
    for (const task of tasks) {
      const one = deaths < MAX_DEATHS ? await this.ask(cells, [task]) : { death };
      if ("death" in one) deaths += 1;
      else one.notes.forEach((note) => notes.add(note));
      answers.push(...("death" in one ? [givenUp(task, one.death)] : one.answers));
    }
    return answers.some(({ state }) => state === "found") ? { answers, notes: [...notes] } : { death };
  }

  private async ask(cells: readonly SourceCell[], tasks: readonly string[]): Promise<Compiled> {
    const session = await this.open();
    const outcome = await session.ask({ cells, tasks });
    if ("death" in outcome) {
      await this.close();
      return {
        death: {
          ...outcome.death,
          message: `the compiler gave up on this notebook: ${outcome.death.message}`,
        },
      };
    }
    const { failed } = outcome.reply;
    if (typeof failed === "string")
      return { death: { verdict: "no_result", message: `the compiler gave up on this notebook: ${failed}` } };
    return outcome.reply as unknown as CompileReply;
  }

  async close(): Promise<void> {
    await this.session?.close();
    this.session = undefined;
  }

  private async open(): Promise<Session> {
    if (this.session && !this.session.death) return this.session;
    const session = await Session.start(this.sandbox, "compiler", this.limits);
    const outcome = await session.ask({ cells: [warmUp], tasks: ["warm"] }, warmUpLimits);
    if ("death" in outcome) {
      await session.close();
      throw new SandboxFailed(`the compiler did not get ready: ${outcome.death.message}`);
    }
    this.session = session;
    return session;
  }
}

/** Answers that were found, and the others with their reasons. */
export const answersOf = (compiled: Compiled): readonly Answer[] =>
  "answers" in compiled ? compiled.answers : [];
