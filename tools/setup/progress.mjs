/**
 * A progress bar with sizes and time left: drawn in place on a terminal, an occasional plain line elsewhere.
 */

/** @typedef {{ total: number, unit: "MB" | string }} Scale  "MB" counts bytes, any other unit counts things */
/** @typedef {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} Output */
/** @typedef {{ update(done: number): void }} Bar */

const CELLS = 24;
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 10_000;

/** @param {number} ms */
export function formatDuration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** @param {number} bytes */
export const formatMegabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** @param {number} done @param {Scale} scale */
function formatAmount(done, { total, unit }) {
  if (unit !== "MB") return `${done} of ${total} ${unit}`;
  return `${(done / 1e6).toFixed(0)} of ${formatMegabytes(total)}`;
}

/** @param {number} done @param {number} total @param {number} elapsedMs */
function formatTimeLeft(done, total, elapsedMs) {
  if (done >= total) return formatDuration(elapsedMs);
  if (done <= 0 || elapsedMs < 1000) return "";
  return `${formatDuration((elapsedMs / done) * (total - done))} left`;
}

/**
 * @param {string} title
 * @param {number} done
 * @param {Scale} scale
 * @param {number} elapsedMs
 */
export function renderBar(title, done, scale, elapsedMs) {
  const share = scale.total > 0 ? Math.min(1, done / scale.total) : 1;
  const filled = Math.floor(share * CELLS);
  const bar = "█".repeat(filled) + "░".repeat(CELLS - filled);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return [`  ${title}`, bar, percent, formatAmount(done, scale), formatTimeLeft(done, scale.total, elapsedMs)]
    .filter((part) => part !== "")
    .join("  ");
}

/**
 * Shows a bar while `work` runs; it ends full when the work is done, and where it stood when the work failed.
 *
 * @template Result
 * @param {string} title
 * @param {Scale} scale
 * @param {Output} out
 * @param {(bar: Bar) => Promise<Result>} work
 * @param {() => number} [now]
 * @returns {Promise<Result>}
 */
export async function withBar(title, scale, out, work, now = Date.now) {
  const startedMs = now();
  let drawnMs = startedMs;
  /** @param {number} done */
  const draw = (done) => {
    const line = renderBar(title, Math.min(done, scale.total), scale, now() - startedMs);
    drawnMs = now();
    out.write(out.isTTY ? `\r\x1b[K${line.slice(0, (out.columns || 80) - 1)}` : `${line}\n`);
  };
  const everyMs = out.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  if (out.isTTY) draw(0);
  try {
    const result = await work({ update: (done) => void (now() - drawnMs >= everyMs && draw(done)) });
    draw(scale.total);
    return result;
  } finally {
    if (out.isTTY) out.write("\n");
  }
}
