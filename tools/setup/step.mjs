/**
 * What a step of set-up is.
 *
 * @typedef {object} Context
 * @property {import("./layout.mjs").Layout} layout
 * @property {import("./program.mjs").RunProgram} run
 * @property {(message: string) => void} say
 * @property {import("../../lib/jupyter/bar.cjs").Output} out  for progress bars
 * @property {string} platform  as in process.platform
 * @property {string} arch  as in process.arch
 */
/**
 * @typedef {object} Plan
 * @property {string} what  one line for the reader
 * @property {number} downloadBytes  about; 0 when it needs no network
 * @property {number} diskBytes  needed while it runs
 * @property {number} seconds  on a laptop with a fair connection
 * @property {() => Promise<void>} perform  starts clean, whatever an earlier try left
 */
/**
 * @typedef {object} Step
 * @property {(context: Context) => Promise<boolean>} isDone  done and right; touches no network
 * @property {(context: Context) => Promise<Plan>} plan  throws a Problem when a tool is missing; changes nothing
 */
export {};
