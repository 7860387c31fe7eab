import { runCommand } from "./problem.mjs";
import { ensureReady } from "./setup.mjs";

/** `npm run setup`: only set-up, for those who open the notebooks in VS Code. */
await runCommand(async () => {
  await ensureReady();
  console.log(
    "Ready: npm start opens the course in JupyterLab; VS Code finds the kernel in the environment .venv.",
  );
});
