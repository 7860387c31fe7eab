/** Ctrl-C while set-up runs another program. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "./folder";

const programModule = pathToFileURL(join(import.meta.dirname, "../../../tools/setup/program.mjs")).href;

/** As npm does: it tidies up for a while before it ends, and has a program of its own. */
const tidyUp = `
  const { spawn } = require("node:child_process");
  const { writeFileSync } = require("node:fs");
  const own = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
  process.on("SIGTERM", () => setTimeout(() => (writeFileSync("tidied", ""), process.exit(1)), 700));
  writeFileSync("started", String(own.pid));
  setInterval(() => {}, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !condition(); tries++) await sleep(50);
  expect(condition()).toBe(true);
}

test.runIf(process.platform === "linux")(
  "set-up ends after the program that it runs, which may tidy up, and after whatever that one had started",
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "npm.cjs"), tidyUp);
    const main = `
      import { endProgramsWithUs, runProgram } from ${JSON.stringify(programModule)};
      endProgramsWithUs(() => {});
      await runProgram(process.execPath, ["npm.cjs"]);
    `;
    const setUp = spawn(process.execPath, ["--input-type=module", "-e", main], { cwd: folder });
    const started = join(folder, "started");
    await until(() => existsSync(started) && readFileSync(started, "utf8") !== "");
    const ended = new Promise((resolve) => setUp.on("exit", resolve));
    setUp.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(existsSync(join(folder, "tidied"))).toBe(true);
    await until(() => !isAlive(Number(readFileSync(started, "utf8"))));
  },
);
