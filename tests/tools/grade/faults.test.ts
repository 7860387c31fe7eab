import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomGenerator } from "../../../lib/random";
import type { Results } from "../../../tools/grade/report/results";
import { isMissing } from "../needs";
import { temporaryFolder } from "./grading";
import { startGrader, until, writeCohort } from "./process";

const place = temporaryFolder();
const at = (name: string): string => join(place.path, name);
const undisturbed = at("undisturbed");
const results = (out: string): string => readFileSync(join(out, "results.json"), "utf8");
const journalLines = (out: string): number =>
  existsSync(join(out, "journal.jsonl"))
    ? readFileSync(join(out, "journal.jsonl"), "utf8").split("\n").length - 1
    : 0;
const COUNT = 24;
const KILLS = 5;

afterAll(() => place.remove());

describe.skipIf(isMissing("bubblewrap"))("a grader that is disturbed", () => {
  beforeAll(async () => {
    writeCohort(at("cohort"), COUNT);
    writeCohort(at("few"), 3);
    const grader = startGrader([at("cohort"), "--out", undisturbed]);
    expect(await grader.ended, grader.text()).toBe(0);
  }, 600_000);

  test(`killed at ${KILLS} moments, it ends with the records of an undisturbed run, each of them once`, async () => {
    const out = at("killed");
    const random = randomGenerator("kill -9");
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = journalLines(out);
      const grader = startGrader([at("cohort"), "--out", out]);
      await until("progress", () => journalLines(out) >= Math.min(before + random.integer(5), COUNT - 1));
      await new Promise((resolve) => setTimeout(resolve, random.uniform() * 400));
      grader.child.kill("SIGKILL");
      await grader.ended;
    }
    const last = startGrader([at("cohort"), "--out", out]);
    expect(await last.ended, last.text()).toBe(0);
    expect(results(out)).toBe(results(undisturbed));
    const { submissions } = JSON.parse(results(out)) as Results;
    expect(new Set(submissions.map(({ id }) => id)).size).toBe(COUNT);
    expect(journalLines(out)).toBe(COUNT);
  }, 600_000);

  test("an unchanged batch is not run again", async () => {
    const grader = startGrader([at("cohort"), "--out", undisturbed]);
    expect(await grader.ended).toBe(0);
    expect(journalLines(undisturbed)).toBe(COUNT);
  }, 100_000);

  test("a second grader on the same folder is refused and says who is at work", async () => {
    const out = at("shared");
    const first = startGrader([at("few"), "--out", out]);
    await until("the lock", () => existsSync(join(out, "grader.lock")));
    const second = startGrader([at("few"), "--out", out]);
    expect(await second.ended).toBe(4);
    expect(second.text()).toMatch(`another grader (process ${first.child.pid}`);
    expect(await first.ended, first.text()).toBe(0);
  }, 200_000);

  test("a full disk stops it with a sentence, and with room it goes on", async () => {
    const out = at("full");
    mkdirSync(out);
    symlinkSync("/dev/full", join(out, "journal.jsonl"));
    const grader = startGrader([at("few"), "--out", out]);
    expect(await grader.ended).toBe(1);
    expect(grader.text()).toMatch(/journal cannot be written \(ENOSPC\).*make room/s);
    rmSync(join(out, "journal.jsonl"));
    const again = startGrader([at("few"), "--out", out]);
    expect(await again.ended, again.text()).toBe(0);
  }, 200_000);

  test("a small file system that fills up loses no record", async ({ skip }) => {
    const out = at("small");
    mkdirSync(out);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=48k", "none", out], { stdio: "ignore" });
    } catch {
      skip("only root may mount; the test above needs no mount");
    }
    try {
      writeCohort(at("dozen"), 12);
      const grader = startGrader([at("dozen"), "--out", out]);
      expect(await grader.ended).not.toBe(0);
      execFileSync("mount", ["-o", "remount,size=64m", out]);
      const again = startGrader([at("dozen"), "--out", out]);
      expect(await again.ended, again.text()).toBe(0);
      const records = (folder: string) => (JSON.parse(results(folder)) as Results).submissions;
      expect(records(out)).toEqual(records(undisturbed).slice(0, 12));
    } finally {
      execFileSync("umount", ["-l", out]);
    }
  }, 400_000);

  test("a folder that cannot be made is said at once", async () => {
    const grader = startGrader([at("few"), "--out", "/proc/no/such/folder"]);
    expect(await grader.ended).toBe(4);
    expect(grader.text()).toMatch(/--out .*folder cannot be written: .*ENOENT/);
  });

  test("a folder that cannot be written is said before anything is graded", async () => {
    const out = at("read-only");
    mkdirSync(out, { mode: 0o555 });
    const isRoot = process.getuid!() === 0; // whom no mode stops
    if (isRoot) execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "none", out]);
    try {
      const grader = startGrader([at("few"), "--out", out]);
      expect(await grader.ended).toBe(4);
      expect(grader.text()).toMatch(/--out .*read-only cannot be written/);
    } finally {
      if (isRoot) execFileSync("umount", ["-l", out]);
    }
  }, 60_000);

  test("a clock set back changes no record", async () => {
    const out = at("clock");
    const few = startGrader([at("few"), "--out", at("right-clock")]);
    const late = startGrader([at("few"), "--out", out], { CLOCK_BACK_MS: String(10 * 365 * 86_400_000) });
    expect([await few.ended, await late.ended]).toEqual([0, 0]);
    expect(results(out)).toBe(results(at("right-clock")));
  }, 200_000);

  test("rejected input has an exit code of its own", async () => {
    writeCohort(at("mixed"), 1);
    writeFileSync(join(at("mixed"), "empty.ipynb"), "");
    const grader = startGrader([at("mixed"), "--out", at("rejected")]);
    expect(await grader.ended, grader.text()).toBe(2);
    expect(grader.text()).toMatch(/2 submissions in .*: 1 graded, 1 rejected_input/);
  }, 100_000);

  test("a sandbox that breaks costs nobody points, and the next run tries again", async () => {
    const [out, programs] = [at("broken"), at("programs")];
    mkdirSync(programs);
    chmodSync(place.path, 0o755); // as root, the sandbox is entered as somebody else
    const onlyTheProbe = '#!/bin/sh\ncase "$*" in --version|*accessSync*) exit 0;; *) exit 1;; esac\n';
    writeFileSync(join(programs, "bwrap"), onlyTheProbe, { mode: 0o755 });
    const path = `${programs}:${process.env["PATH"]}`;
    const grader = startGrader([at("few"), "--out", out], { PATH: path });
    expect(await grader.ended, grader.text()).toBe(3);
    const { submissions } = JSON.parse(results(out)) as Results;
    expect(submissions.map(({ verdict, undetermined }) => [verdict, undetermined])).toEqual([
      ["infra_error", 7],
      ["infra_error", 7],
      ["infra_error", 7],
    ]);
    const again = startGrader([at("few"), "--out", out]);
    expect(await again.ended, again.text()).toBe(0);
  }, 200_000);

  test("an empty folder is nothing to grade, not success", async () => {
    mkdirSync(at("empty"));
    const grader = startGrader([at("empty"), "--out", at("nothing")]);
    expect(await grader.ended).toBe(5);
  }, 60_000);
});
