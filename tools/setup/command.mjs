import { phrase } from "../../lib/jupyter/language.cjs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { registerKernel } from "./kernelspec.mjs";
import { layoutOf, projectRoot } from "./layout.mjs";
import { Problem, runCommand } from "./problem.mjs";
import { ensureReady } from "./setup.mjs";

const HELP = phrase(`npm run setup [-- OPTIONS]

Only set-up, for those who open the notebooks in VS Code, or install the course for others.

  --register PREFIX   also makes the kernel known to the Jupyter whose environment is in PREFIX, such as a hub's
                      (its Python says which: python -c "import sys; print(sys.prefix)")
  --help              this text`);

function readOptions() {
  try {
    return parseArgs({ options: { register: { type: "string" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Problem(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
  }
}

await runCommand(async () => {
  const { register, help } = readOptions();
  if (help) return console.log(HELP);
  await ensureReady();
  if (register !== undefined)
    console.log(
      phrase("The kernel is known in {0}.", registerKernel(resolve(register), layoutOf(projectRoot))),
    );
  console.log(
    phrase(
      "Ready: npm start opens the course in JupyterLab; VS Code finds the kernel in the environment .venv.",
    ),
  );
});
