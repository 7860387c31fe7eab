/**
 * A progress bar for a load that takes its time; a quick one shows none.
 */
import { progress, type Progress } from "../../lib/jupyter/progress";

const patienceMs = 2000;

/** A bar that appears when the work has taken two seconds and is not done. */
export function patientBar(total: number, label: string): Progress {
  const startedMs = performance.now();
  let bar: Progress | undefined;
  return {
    update(done, note) {
      if (bar === undefined && performance.now() - startedMs > patienceMs) bar = progress(total, label);
      bar?.update(done, note);
    },
    end(note) {
      bar?.update(total); // else the last step, which nobody told of, would look left out
      bar?.end(note);
    },
  };
}
