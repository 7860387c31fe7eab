/** `npm run doctor`: what a helper needs to know, and nothing of the person. */
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { doctorReport } from "../../../tools/doctor/report.mjs";
import { contextIn } from "../setup/context";

const root = join(__dirname, "..", "..", "..");
/** Answers at once: no test waits for a registry. */
const answering = contextIn(root, { run: () => Promise.resolve("python|3.12.1|complete") });
const silent = contextIn(root, { run: () => Promise.reject(new Error("getaddrinfo ENOTFOUND")) });

describe("the doctor's report", () => {
  test("has versions, set-up, tools, network and machine, on one screen of 80 places", async () => {
    const report = await doctorReport(answering);
    expect(report.match(/^\w.*$/gm)).toEqual(["Versions", "Set-up", "Tools", "Network", "Machine"]);
    expect(report).toMatch(new RegExp(`Node +${process.version}`));
    expect(report).toMatch(/Python +3\.12\.1/);
    expect(report).toMatch(/npm registry +reached in/);
    expect(report).toMatch(/system +.*\bx64\b/); // what decides which TensorFlow is not cut off
    const lines = report.split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    lines.forEach((line) => expect(line.length).toBeLessThanOrEqual(80));
  });

  test("says what is not reached and what is not there, and ends all the same", async () => {
    const report = await doctorReport(silent);
    expect(report).toMatch(/npm registry +not reached/);
    expect(report).toMatch(/Python +none that fits/);
  });

  test("names the environment's own Python, the only one that a container may have", async () => {
    expect(await doctorReport(silent)).toMatch(/Python +none that fits \(.*\); \.venv has 3\.\d+\.\d+$/m);
  });

  test("holds no path, no host and no name", async () => {
    const report = await doctorReport(answering);
    for (const secret of [root, homedir(), hostname()]) expect(report).not.toContain(secret);
    if (userInfo().username !== "root") expect(report).not.toContain(userInfo().username);
  });

  test("tells of a folder that has been trouble elsewhere, without its path", async () => {
    const odd = contextIn("/tmp", { run: () => Promise.reject(new Error("no")) });
    const report = await doctorReport({ ...odd, layout: { ...odd.layout, root } });
    expect(report).toMatch(/TensorFlow +missing or out of date: npm run setup/);
    expect(report).toMatch(/folder +(nothing unusual|unusual: )/);
  });
});
