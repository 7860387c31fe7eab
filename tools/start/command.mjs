import { phrase } from "../../lib/jupyter/language.cjs";
import { runCommand } from "../setup/problem.mjs";
import { ensureReady } from "../setup/setup.mjs";
import { serveJupyterLab } from "./jupyter-lab.mjs";

const HELP = phrase(`npm start [-- OPTIONS]

Sets up whatever is missing, then opens the course in JupyterLab. Ctrl-C ends it.

  --no-browser   only print the address
  --port N       listen on port N and no other (default: 8888, or the next free one)
  --help         this text

Any other option goes to JupyterLab as it is.

COURSE_STATE=FOLDER keeps all that the course writes while you use it (progress, predictions, Jupyter's settings, rehearsals,
the book) in that folder. Default: .course in the project. A project that you may not write, as in a container, stays as it
is: you get your own copies of the notebooks in ~/rnn-to-transformer, with .course in there.`);

await runCommand(async () => {
  const options = process.argv.slice(2);
  if (options.includes("--help")) return console.log(HELP);
  await ensureReady();
  return serveJupyterLab(options);
});
