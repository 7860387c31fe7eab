import { layoutOf } from "../../../tools/setup/layout.mjs";
import { runProgram } from "../../../tools/setup/program.mjs";
import type { Context } from "../../../tools/setup/step.mjs";

/** Set-up's view of a folder, on Linux, with nothing on the screen. */
export const contextIn = (root: string, changes: Partial<Context> = {}): Context => ({
  layout: layoutOf(root, "linux"),
  run: runProgram,
  say: () => undefined,
  out: { write: () => undefined },
  platform: "linux",
  arch: "x64",
  ...changes,
});
