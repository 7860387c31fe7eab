import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelspec, kernelspecOf } from "../../../tools/setup/kernelspec.mjs";
import { temporaryFolder } from "./folder";
import { contextIn } from "./context";

test("the kernel is started by an absolute Node with the course's launcher", () => {
  expect(kernelspecOf("/course", "/usr/bin/node")).toMatchObject({
    argv: ["/usr/bin/node", join("/course", "tools", "kernel", "launch.cjs"), "{connection_file}"],
    display_name: "TypeScript (rnn-to-transformer)",
    language: "typescript",
    interrupt_mode: "signal",
  });
});

test("it is written into the environment, and again when it names another Node", async () => {
  const context = contextIn(temporaryFolder());
  const path = join(context.layout.kernelspec, "kernel.json");
  expect(await kernelspec.isDone(context)).toBe(false);
  await (await kernelspec.plan(context)).perform();
  expect(await kernelspec.isDone(context)).toBe(true);

  mkdirSync(context.layout.kernelspec, { recursive: true });
  writeFileSync(path, readFileSync(path, "utf8").replace(process.execPath, "/another/node"));
  expect(await kernelspec.isDone(context)).toBe(false);
});
