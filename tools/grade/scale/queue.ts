/** The same unit of work on BullMQ: any number of `npm run grade:worker` take it, here and on other machines. */
import { randomUUID } from "node:crypto";
import { Queue, QueueEvents } from "bullmq";
import type { Job } from "bullmq";
import type { Workers } from "../batch";
import { BadConfiguration } from "../exit-codes";
import type { Prepared } from "../intake/select";
import { infrastructureError, noPhases } from "../judge/grade-submission";
import type { Phases } from "../judge/grade-submission";
import type { Grade } from "../judge/record";
import type { Suite } from "../judge/suite";
import type { Output } from "../report/progress";
import type { Limits } from "../run/limits";

/** What a worker gets; all of it JSON. */
export interface JobData {
  readonly prepared: Prepared;
  readonly limits: Limits;
}

export interface JobResult {
  readonly grade: Grade;
  readonly phases: Phases;
}

/** Queues are told apart by release and packages: a worker never sees work that it would grade otherwise. */
export const queueName = ({ hash, lock }: Suite): string => `grade-${hash}-${lock}`;

/** @throws {BadConfiguration} it is no redis:// address */
export function connectionOf(url: string): { url: string; maxRetriesPerRequest: null } {
  if (!/^rediss?:\/\//.test(url))
    throw new BadConfiguration(`--redis should be like redis://localhost:6379, got ${url}`);
  return { url, maxRetriesPerRequest: null };
}

/** After this many workers failed at it, a submission goes to a human. */
const MAX_ATTEMPTS = 3;
/** So many wait in Redis at a time; the rest waits on the disk. */
const IN_FLIGHT = 32;
/** A wait is renewed this often, in case Redis forgot something. */
const LOOK_MS = 5_000;
const NO_WORKER_MS = 600_000;

const jobOptions = { attempts: MAX_ATTEMPTS, removeOnComplete: { age: 3600 }, removeOnFail: { age: 3600 } };

class Dispatcher {
  constructor(
    private readonly queue: Queue<JobData, JobResult>,
    private readonly events: QueueEvents,
    private readonly noWorkerMs: number,
  ) {}

  /** @throws {Error} why no worker could grade it */
  async run(data: JobData): Promise<JobResult> {
    let aloneMs = 0;
    let job = await this.queue.add("submission", data, { ...jobOptions, jobId: randomUUID() });
    for (;;) {
      const result = await this.look(job);
      if (result) return result;
      if (!(await this.queue.getJob(job.id!)))
        job = await this.queue.add("submission", data, { ...jobOptions, jobId: randomUUID() });
      aloneMs = (await this.queue.getWorkersCount()) === 0 ? aloneMs + LOOK_MS : 0;
      if (aloneMs >= this.noWorkerMs)
        throw new Error(`no worker came for ${Math.round(aloneMs / 60_000)} minutes`);
    }
  }

  /** Waits a while; undefined if it is not done yet. */
  private async look(job: Job<JobData, JobResult>): Promise<JobResult | undefined> {
    try {
      return await job.waitUntilFinished(this.events, LOOK_MS);
    } catch (error) {
      if (await job.isFailed()) throw error;
      return undefined;
    }
  }
}

/** Sends work to the queue and waits for its grades; Redis may go away and come back meanwhile. */
export async function openQueue(
  url: string,
  suite: Suite,
  limits: Limits,
  out: Output,
  noWorkerMs = NO_WORKER_MS,
): Promise<Workers> {
  const connection = connectionOf(url);
  const queue = new Queue<JobData, JobResult>(queueName(suite), { connection });
  const events = new QueueEvents(queueName(suite), { connection });
  queue.on("error", () => undefined); // ioredis connects again by itself
  events.on("error", () => undefined);
  await events.waitUntilReady();
  out.write(`Waiting for workers: npm run grade:worker -- --redis ${url}\n`);
  const dispatcher = new Dispatcher(queue, events, noWorkerMs);
  return {
    concurrency: IN_FLIGHT,
    description: "workers over Redis, each with its own sandbox",
    async grade(prepared) {
      try {
        return await dispatcher.run({ prepared, limits });
      } catch (error) {
        const reason = `no worker could grade it: ${(error as Error).message}`;
        return { grade: infrastructureError(suite.sheets, reason), phases: noPhases };
      }
    },
    close: async () => void (await Promise.all([queue.close(), events.close()])),
  };
}
