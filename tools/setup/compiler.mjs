import { phrase } from "../../lib/jupyter/language.cjs";
import { Problem } from "./problem.mjs";

/** @param {import("./program.mjs").RunProgram} run */
export const hasCompiler = (run) =>
  run("g++", ["--version"]).then(
    () => true,
    () => false,
  );

/** @param {import("./program.mjs").RunProgram} run */
export async function requireCompiler(run) {
  if (await hasCompiler(run)) return;
  throw new Problem(
    phrase(
      'The C++ compiler g++ is missing: install it, on Debian or Ubuntu with "sudo apt install g++", on Fedora with "sudo dnf install gcc-c++".',
    ),
  );
}
