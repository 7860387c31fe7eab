/**
 * Mends what tslab 1.0.22 does with an error in code that nobody awaited (`train(model, …)` without `await`, a timer): it
 * prints it to whatever cell ran last, after that cell's end, where most pages do not look any more.
 *
 * Here the cell that started the code fails, if it still runs or has just ended. Later, the error is shown at the next cell
 * that runs, with the number of the cell that it came from.
 */
const { phrase } = require("../../lib/jupyter/language.cjs");
const { AsyncLocalStorage } = require("node:async_hooks");
const { inspect } = require("node:util");
const { JupyterHandlerImpl } = require("tslab/dist/jupyter");
const main = require("tslab/dist/main");
const { shorten } = require("./short-errors.cjs");

/** @typedef {{ number: number, isRunning: boolean, errors: string[] }} Cell */

/** The cell whose code runs, however late. @type {AsyncLocalStorage<Cell>} */
const running = new AsyncLocalStorage();
/** What the next cell shows. @type {string[]} */
const late = [];

const advice = phrase(
  "Nobody waited for this code: put `await` before the call, and the cell fails where it went wrong.",
);

/** @param {unknown} error */
function report(error) {
  const cell = running.getStore();
  const shown = shorten(error);
  const text =
    shown instanceof Error
      ? (shown.stack ?? shown.message)
      : typeof shown === "string"
        ? shown
        : inspect(shown);
  if (cell?.isRunning) cell.errors.push(`${text}\n${advice}\n`);
  else
    late.push(
      phrase("An error of cell [{0}], after it had ended:\n{1}\n{2}\n", cell?.number ?? "?", text, advice),
    );
}

/** Lets a promise that is broken already say so: Node tells of it once nothing else waits. */
const nextTurn = () => new Promise((resume) => setImmediate(resume));

const { handleExecuteImpl } = /** @type {any} */ (JupyterHandlerImpl.prototype);
Object.assign(JupyterHandlerImpl.prototype, {
  /** @this {any} @param {any} request @param {(stream: string, text: string) => void} write @param {unknown} display */
  async handleExecuteImpl(request, write, display) {
    late.splice(0).forEach((text) => write("stderr", text));
    const cell = { number: this.execCount + 1, isRunning: true, errors: /** @type {string[]} */ ([]) };
    try {
      const count = await running.run(cell, () => handleExecuteImpl.call(this, request, write, display));
      await nextTurn();
      if (cell.errors.length > 0) throw count; // as tslab itself does for a cell that failed
      return count;
    } finally {
      cell.isRunning = false;
      cell.errors.forEach((text) => write("stderr", text));
    }
  },
});

const { startKernel } = main;
Object.assign(main, {
  /** @param {Parameters<typeof startKernel>} given */
  startKernel(...given) {
    startKernel(...given);
    for (const event of ["uncaughtException", "unhandledRejection"]) {
      process.removeAllListeners(event);
      process.on(event, report);
    }
  },
});
