/** A progress bar with the time left: in a cell one output that changes, in a terminal one line that is rewritten. */
import { checkPositive } from "../argument";
import { endText, progressText, shareOf, terminalBar } from "./bar.cjs";
import { colours } from "./design";
import { displayLive, inNotebook, type MimeBundle } from "./display";
import { escapeHtml } from "./html";

export interface Progress {
  /** How much is done, and optionally what the newest number is: "loss 0.31". */
  update(done: number, note?: string): void;
  /** Replaces the bar by one line that says how long it took. */
  end(note?: string): void;
}

const updateEveryMs = 200; // five a second look alive and cost the page nothing

/**
 * Starts a progress bar.
 *
 * @param total  what `update` counts up to
 * @throws {RangeError} total is not a positive number
 */
export function progress(total: number, label: string): Progress {
  checkPositive("progress", "total", total);
  const work = { title: label, total };
  return inNotebook() ? cellBar(work) : terminalBar(work);
}

function cellBar(work: { readonly title: string; readonly total: number }): Progress {
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const output = displayLive(bar(work.title, 0, work.title));
  let shownMs = -Infinity;
  let newest = 0;
  return {
    update(done, note) {
      newest = done;
      if (performance.now() - shownMs < updateEveryMs) return;
      shownMs = performance.now();
      output.update(bar(work.title, shareOf(done, work.total), progressText(work, done, elapsedMs(), note)));
    },
    end: (note) => output.update({ "text/plain": endText(work, newest, elapsedMs(), note) }),
  };
}

const bar = (label: string, share: number, text: string): MimeBundle => ({
  "text/plain": text,
  "text/html":
    `<div><progress value="${share.toFixed(4)}" max="1" aria-label="${escapeHtml(label)}" ` +
    `style="width: 160px; vertical-align: middle; accent-color: ${colours.link.onAny}"></progress> ` +
    `<span style="font-variant-numeric: tabular-nums">${escapeHtml(text)}</span></div>`,
});
