/**
 * The one progress bar of everything that runs in a terminal. Plain JavaScript that needs no package: set-up draws with it
 * before any package is there.
 */

/** @typedef {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} Output */
/** @typedef {{ title: string, total: number, unit?: string }} Work  `unit`: "submissions"; "MB" counts bytes */

const { phrase } = require("./language.cjs");

const cells = 20;
const redrawMs = 100;
const plainLineMs = 10_000; // a log file cannot be rewritten: a line now and then

/** "450 ms", "41 s", "2 min 05 s", "1 h 10 min". @param {number} milliseconds */
function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 1) return `${Math.max(0, milliseconds).toFixed(0)} ms`;
  if (seconds < 60) return phrase("{0} s", seconds);
  /** @param {number} n */
  const two = (n) => String(n).padStart(2, "0");
  if (seconds < 3600) return phrase("{0} min {1} s", Math.floor(seconds / 60), two(seconds % 60));
  return phrase("{0} h {1} min", Math.floor(seconds / 3600), two(Math.floor((seconds % 3600) / 60)));
}

/** "1.3 MB", "207 MB". @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** From 0 to 1; what has nothing to do is done. @param {number} done @param {number} total */
const shareOf = (done, total) => (total > 0 ? Math.min(1, Math.max(0, done / total)) : 1);

/** "50 of 100", "50 of 207 MB". @param {Work} work @param {number} done */
function reached({ total, unit }, done) {
  if (unit === "MB") return phrase("{0} of {1}", (done / 1e6).toFixed(0), megabytes(total));
  return `${phrase("{0} of {1}", done, total)}${unit === undefined ? "" : ` ${unit}`}`;
}

/** @param {unknown[]} parts  false and "" are left out */
const listed = (parts) => parts.filter((part) => part).join(", ");

/**
 * "training: 25 of 100, 1 min 30 s left, loss 0.31".
 *
 * @param {Work} work
 * @param {number} done
 * @param {number} elapsedMs
 * @param {string} [note]
 */
function progressText(work, done, elapsedMs, note) {
  const share = shareOf(done, work.total);
  const leftMs = share > 0 && share < 1 && Math.max(1000, (elapsedMs * (1 - share)) / share);
  return listed([
    `${work.title}: ${reached(work, done)}`,
    leftMs && phrase("{0} left", duration(leftMs)),
    note,
  ]);
}

/**
 * What stands when the work has ended: "training: 100 of 100 in 2 min 05 s", or where it was stopped.
 *
 * @param {Work} work
 * @param {number} done
 * @param {number} elapsedMs
 * @param {string} [note]
 */
function endText(work, done, elapsedMs, note) {
  const [how, took] = [reached(work, done), duration(elapsedMs)];
  const end =
    done < work.total
      ? phrase("{0}: stopped at {1} in {2}", work.title, how, took)
      : phrase("{0}: {1} in {2}", work.title, how, took);
  return listed([end, note]);
}

/**
 * A bar in a terminal, redrawn in place and never wider than the terminal; elsewhere a plain line every ten seconds.
 *
 * @param {Work} work
 * @param {Output} [out]
 * @param {() => number} [now]  milliseconds
 */
function terminalBar(work, out = process.stdout, now = () => performance.now()) {
  const startedMs = now();
  let newest = 0;
  let drawnMs = startedMs;
  /** @param {string} text */
  const rewrite = (text) => out.write(`\r\x1b[K${text.slice(0, (out.columns || 80) - 1)}`);
  /** @param {string} [note] */
  const draw = (note) => {
    const text = progressText(work, newest, now() - startedMs, note);
    const filled = Math.floor(shareOf(newest, work.total) * cells);
    drawnMs = now();
    if (out.isTTY) rewrite(`${"█".repeat(filled)}${"░".repeat(cells - filled)} ${text}`);
    else out.write(`${text}\n`);
  };
  if (out.isTTY) draw();
  return {
    /** @param {number} done @param {string} [note] */
    update(done, note) {
      newest = Math.min(done, work.total); // who counts packages as they come may see one more
      if (now() - drawnMs >= (out.isTTY ? redrawMs : plainLineMs)) draw(note);
    },
    /** One line that says how long it took, or where it was stopped. @param {string} [note] */
    end(note) {
      const text = endText(work, newest, now() - startedMs, note);
      if (out.isTTY) rewrite(text);
      out.write(out.isTTY ? "\n" : `${text}\n`);
    },
  };
}

/**
 * Shows a bar while `run` runs; it ends full when the work is done, and where it stood when the work failed.
 *
 * @template Result
 * @param {Work} work
 * @param {Output} out
 * @param {(bar: { update(done: number): void }) => Promise<Result>} run
 * @param {() => number} [now]
 * @returns {Promise<Result>}
 */
async function withBar(work, out, run, now) {
  const bar = terminalBar(work, out, now);
  try {
    const result = await run(bar);
    bar.update(work.total);
    return result;
  } finally {
    bar.end();
  }
}

module.exports = { duration, endText, megabytes, progressText, shareOf, terminalBar, withBar };
