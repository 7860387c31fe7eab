import { runCommand } from "../setup/problem.mjs";
import { ensureReady } from "../setup/setup.mjs";
import { serveJupyterLab } from "./jupyter-lab.mjs";

const HELP = `npm start [-- OPTIONS]

Sets up whatever is missing, then opens the course in JupyterLab. Ctrl-C ends it.

  --no-browser   only print the address
  --port N       listen on port N (default: 8888, or the next free one)
  --help         this text

Any other option goes to JupyterLab as it is.`;

await runCommand(async () => {
  const options = process.argv.slice(2);
  if (options.includes("--help")) return console.log(HELP);
  await ensureReady();
  return serveJupyterLab(options);
});
