/** A progress bar with the time left: in a cell one output that changes, in a terminal one line that is rewritten. */
import { checkPositive } from "../argument";
import { colours } from "./design";
import { displayLive, inNotebook, type LiveOutput, type MimeBundle } from "./display";
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
  const startedMs = performance.now();
  const line = inNotebook() ? cellLine() : terminalLine();
  let shownMs = -Infinity;
  let newest = 0;
  const elapsedMs = (): number => performance.now() - startedMs;
  line.show(label, 0, label);
  return {
    update(done, note = "") {
      newest = done;
      if (performance.now() - shownMs < updateEveryMs) return;
      shownMs = performance.now();
      const share = Math.min(1, Math.max(0, done / total));
      const left = share > 0 ? `, ${duration(Math.max(1000, (elapsedMs() * (1 - share)) / share))} left` : "";
      line.show(label, share, `${label}: ${done} of ${total}${left}${note && `, ${note}`}`);
    },
    end(note = "") {
      const reached = newest < total ? `stopped at ${newest} of ${total}` : `${total} of ${total}`;
      line.end(`${label}: ${reached} in ${duration(elapsedMs())}${note && `, ${note}`}`);
    },
  };
}

/** "41 s", "2 min 05 s", "1 h 10 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 1) return `${Math.max(0, milliseconds).toFixed(0)} ms`;
  if (seconds < 60) return `${seconds} s`;
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}

interface Line {
  show(label: string, share: number, text: string): void;
  end(text: string): void;
}

function cellLine(): Line {
  let output: LiveOutput | undefined;
  const put = (bundle: MimeBundle): void => {
    if (output) output.update(bundle);
    else output = displayLive(bundle);
  };
  return {
    show: (label, share, text) => put({ "text/html": bar(label, share, text), "text/plain": text }),
    end: (text) => put({ "text/plain": text }),
  };
}

const bar = (label: string, share: number, text: string): string =>
  `<div><progress value="${share.toFixed(4)}" max="1" aria-label="${escapeHtml(label)}" ` +
  `style="width: 160px; vertical-align: middle; accent-color: ${colours.link.onAny}"></progress> ` +
  `<span style="font-variant-numeric: tabular-nums">${escapeHtml(text)}</span></div>`;

/** A log file cannot be rewritten: there only the last line is printed. */
function terminalLine(): Line {
  const { stdout } = process;
  const rewrite = (text: string): void =>
    void stdout.write(`\r${text.slice(0, (stdout.columns ?? 80) - 1)}\x1b[K`);
  const drawn = (share: number): string => "█".repeat(Math.round(share * 20)).padEnd(20, "░");
  return {
    show: (_, share, text) => stdout.isTTY && rewrite(`${drawn(share)} ${text}`),
    end: (text) => (stdout.isTTY ? (rewrite(text), stdout.write("\n")) : console.log(text)),
  };
}
