import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelspec, kernelspecOf, registerKernel } from "../../../tools/setup/kernelspec.mjs";
import { temporaryFolder } from "./folder";
import { contextIn } from "./context";

test("the kernel is started by an absolute Node with the course's launcher", () => {
  expect(kernelspecOf("/course", "/usr/bin/node", "linux")).toMatchObject({
    argv: ["/usr/bin/node", join("/course", "tools", "kernel", "launch.cjs"), "{connection_file}"],
    display_name: "TypeScript (rnn-to-transformer)",
    language: "typescript",
    interrupt_mode: "signal",
    env: { MALLOC_ARENA_MAX: "2" },
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

test("Windows, which has no signal that Node would hear, interrupts it by a message", () => {
  expect(kernelspecOf("C:\\course", "C:\\node.exe", "win32").interrupt_mode).toBe("message");
});

test("another Jupyter, such as a hub's, finds it where --register puts it", () => {
  const [prefix, { layout }] = [temporaryFolder(), contextIn("/course")];
  const path = registerKernel(prefix, layout);
  expect(path).toBe(join(prefix, "share", "jupyter", "kernels", "rnn-to-transformer", "kernel.json"));
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(kernelspecOf("/course", process.execPath));
});
