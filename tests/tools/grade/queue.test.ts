import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Results } from "../../../tools/grade/report/results";
import { isMissing } from "../needs";
import { temporaryFolder } from "./grading";
import { start, startGrader, until, writeCohort } from "./process";
import type { Started } from "./process";

const place = temporaryFolder();
const cohort = join(place.path, "cohort");
const results = (out: string): string => readFileSync(join(place.path, out, "results.json"), "utf8");
const journal = (out: string): string[] => {
  try {
    return readFileSync(join(place.path, out, "journal.jsonl"), "utf8")
      .trim()
      .split("\n");
  } catch {
    return [];
  }
};
const COUNT = 16;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const startRedis = (port: number): ChildProcess =>
  spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--dir", place.path, "--appendonly", "yes"],
    { stdio: "ignore" },
  );

const running = new Set<Started>();
function startWorker(url: string): Started {
  const worker = start("worker-tiny.ts", [url]);
  running.add(worker);
  return worker;
}

describe.skipIf(isMissing("bubblewrap") || isMissing("redis-server"))("grading over Redis", () => {
  let redis: ChildProcess;
  let url: string;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    redis = startRedis(port);
    writeCohort(cohort, COUNT);
    const local = startGrader([cohort, "--out", join(place.path, "local")]);
    expect(await local.ended, local.text()).toBe(0);
  }, 300_000);

  afterAll(async () => {
    running.forEach(({ child }) => child.kill("SIGKILL"));
    redis?.kill("SIGKILL");
    await Promise.all([...running].map(({ ended }) => ended));
    place.remove();
  });

  test("three workers, one of them killed, Redis stopped and started: nothing lost, nothing twice", async () => {
    const workers = [startWorker(url), startWorker(url), startWorker(url)];
    await until("workers", () => workers.every((worker) => worker.text().includes("ready")));
    const grader = startGrader([cohort, "--out", join(place.path, "queue"), "--redis", url]);
    await until("the first records", () => journal("queue").length >= 2);
    workers[0]!.child.kill("SIGKILL");
    const stopped = new Promise((resolve) => redis.once("exit", resolve));
    redis.kill("SIGTERM"); // it writes its memory down
    await stopped;
    redis = startRedis(port);
    expect(await grader.ended, grader.text()).toBe(0);
    expect(results("queue")).toBe(results("local"));
    expect(journal("queue")).toHaveLength(COUNT);
    const { submissions } = JSON.parse(results("queue")) as Results;
    expect(new Set(submissions.map(({ id }) => id)).size).toBe(COUNT);
  }, 400_000);
});
