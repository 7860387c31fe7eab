/** A worker: takes submissions from the queue and grades them in this machine's sandbox. */
import { Worker } from "bullmq";
import type { Suite } from "../judge/suite";
import type { Output } from "../report/progress";
import { runCanary } from "../run/bench";
import type { Limits } from "../run/limits";
import { defaultLimits } from "../run/limits";
import type { Sandbox } from "../run/sandbox";
import { openPool } from "./pool";
import { connectionOf, queueName } from "./queue";
import type { JobData, JobResult } from "./queue";

export interface WorkerOptions {
  readonly url: string;
  readonly suite: Suite;
  readonly sandbox: Sandbox;
  readonly concurrency: number;
  readonly out: Output;
}

const LOCK_MS = 30_000;
/** BullMQ gives a submission back when its worker died; the third time it is put aside for a human. */
const MAX_STALLED = 2;
const MAX_CLOCK_SKEW_MS = 60_000;

/** A host whose clock is wrong would see every lock as stale, or none. */
async function checkClock(worker: Worker): Promise<void> {
  const client = (await worker.client) as unknown as { time(): Promise<[string | number]> };
  const [seconds] = await client.time();
  const skewMs = Math.abs(Date.now() - Number(seconds) * 1000);
  if (skewMs > MAX_CLOCK_SKEW_MS)
    throw new Error(`this machine's clock differs from Redis's by ${Math.round(skewMs / 1000)} s`);
}

/**
 * Works until it is closed, or until the canary fails on this host: then its job goes back to the queue.
 *
 * @throws {Error} the canary fails before the first job
 */
export async function openWorker({
  url,
  suite,
  sandbox,
  concurrency,
  out,
}: WorkerOptions): Promise<{ readonly ended: Promise<void>; close(): Promise<void> }> {
  await runCanary(sandbox, defaultLimits);
  const pools = new Map<string, ReturnType<typeof openPool>>();
  const poolFor = (limits: Limits): ReturnType<typeof openPool> => {
    const key = JSON.stringify(limits);
    const pool = pools.get(key) ?? openPool(sandbox, suite, limits, concurrency);
    pools.set(key, pool);
    return pool;
  };
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const close = async (): Promise<void> => {
    await worker.close();
    await Promise.all([...pools.values()].map((pool) => pool.close()));
    end();
  };
  const withdraw = async (): Promise<void> => {
    out.write("The canary fails on this machine: the worker withdraws, its work goes to others.\n");
    await close();
  };
  const work = async ({ data }: { data: JobData }): Promise<JobResult> => {
    const result = await poolFor(data.limits).grade(data.prepared);
    if (result.grade.verdict !== "infra_error") return result;
    await runCanary(sandbox, defaultLimits).catch(() => void withdraw());
    throw new Error(result.grade.reason);
  };
  const settings = {
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
    maxStalledCount: MAX_STALLED,
  };
  const worker = new Worker<JobData, JobResult>(queueName(suite), work, {
    connection: connectionOf(url),
    autorun: false,
    ...settings,
  });
  worker.on("error", () => undefined); // ioredis connects again by itself
  worker.on("completed", (job) => out.write(`graded ${job.id}\n`));
  await checkClock(worker);
  void worker.run();
  return { ended, close };
}
