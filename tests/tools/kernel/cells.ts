/** Runs cells on tslab's own executor with the kernel's mends, without a page around it. */
import { createRequire } from "node:module";
import { afterAll, vi } from "vitest";

const require = createRequire(import.meta.url);
// In the order of tools/kernel/launch.cjs.
for (const mend of ["program", "shorthand", "exports", "await", "refused"])
  require(`../../../tools/kernel/${mend}.cjs`);

interface Executor {
  execute(source: string): Promise<boolean>;
  reset(): void;
}
const converter = require("tslab/dist/converter").createConverter({ isJS: false, isBrowser: false });
const shown = vi.fn();
const executor: Executor = require("tslab/dist/executor").createExecutor(
  process.cwd(),
  { node: converter },
  { log: shown, error: shown },
);
afterAll(() => converter.close());

/** Runs cells one after another, failed ones too, and gives the calls by which the last one prints. */
export async function printedCalls(cells: readonly string[]): Promise<unknown[][]> {
  executor.reset();
  for (const cell of cells) {
    shown.mockClear();
    await executor.execute(cell);
  }
  return shown.mock.calls;
}
