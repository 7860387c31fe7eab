/** The only file that knows tslab: it sends outputs to the notebook, or a plain line to a terminal. */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";

/** One output in several formats; a page shows the richest that it knows. */
export type MimeBundle = { readonly "text/plain": string } & Readonly<Record<string, unknown>>;

/** An output that can be replaced where it stands. */
export interface LiveOutput {
  update(bundle: MimeBundle): void;
}

type WriteDisplayData = (
  data: { data: unknown; metadata: Record<string, never>; transient: { display_id?: string } },
  update: boolean,
) => void;

/** tslab as the kernel loaded it, never a second copy: only the kernel's own can reach the notebook. */
function kernel(): { lastWriteDisplayData: WriteDisplayData | null } | undefined {
  const { cache } = createRequire(join(process.cwd(), "notebook.js"));
  const path = Object.keys(cache).find((file) => file.endsWith(join("tslab", "dist", "jupyter.js")));
  return path === undefined ? undefined : cache[path]?.exports;
}

/** Whether this code runs in a notebook's cell; if not, it runs in a terminal, a test or a script. */
export function inNotebook(): boolean {
  return typeof kernel()?.lastWriteDisplayData === "function";
}

/** Shows an output below the cell; outside a notebook, prints its `text/plain`. */
export function display(bundle: MimeBundle): void {
  if (!write(bundle, {}, false)) console.log(bundle["text/plain"]);
}

/** Shows an output and gives a handle that replaces it; outside a notebook, updates are not printed. */
export function displayLive(bundle: MimeBundle): LiveOutput {
  const transient = { display_id: randomUUID() };
  if (!write(bundle, transient, false)) console.log(bundle["text/plain"]);
  return { update: (next) => void write(next, transient, true) };
}

/** @returns false if there is no notebook to write to */
function write(data: MimeBundle, transient: { display_id?: string }, update: boolean): boolean {
  const send = kernel()?.lastWriteDisplayData;
  if (typeof send !== "function") return false;
  send({ data, metadata: {}, transient }, update);
  return true;
}
