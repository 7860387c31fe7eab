/**
 * Mends a mistake of tslab 1.0.22: a file that is made or changed while a cell runs breaks the kernel, with
 * "Unexpected pending rebuildTimer".
 *
 * tslab gives TypeScript timers of its own, so that it decides when to compile again, but it can hold only one.
 * TypeScript has a second, for files that it looked for and did not find; that one gets Node's timers.
 */
const ts = require("@tslab/typescript-for-tslab");

/** The timer that tslab holds. */
const held = "updateProgramWithWatchStatus";

/** @type {Set<unknown>} */
const nodeTimers = new Set();

/** @type {Record<string, (own: (given: any) => unknown) => (given: any) => unknown>} */
const wrappers = {
  setTimeout: (own) => (callback) => {
    if (callback.name === held) return own(callback);
    const timer = setTimeout(() => {
      nodeTimers.delete(timer);
      callback();
    }, 250);
    nodeTimers.add(timer);
    return timer;
  },
  clearTimeout: (own) => (timer) => (nodeTimers.delete(timer) ? clearTimeout(timer) : own(timer)),
};

// tslab assigns its timers to an object that inherits from ts.sys, so a setter here sees them.
for (const [name, wrap] of Object.entries(wrappers)) {
  const nodes = /** @type {any} */ (ts.sys)[name];
  Object.defineProperty(ts.sys, name, {
    configurable: true,
    get: () => nodes,
    set(own) {
      Object.defineProperty(this, name, { value: wrap(own), configurable: true, writable: true });
    },
  });
}
