/** What a training loop reports to, so that its reader sees how far it is and whether the loss still falls. */
import { percentage, phrase, shownName } from "./jupyter/language.cjs";
import { displayLive, inNotebook, type LiveOutput } from "./jupyter/display";
import { lossCurve, type LossCurveOptions, type LossSeries } from "./plot/loss-curve";
import { plotBundle } from "./notebook";
import { progress, type Progress } from "./jupyter/progress";
import { shownSpec } from "./plot/shown-spec";
import { renderSvg } from "./plot/svg";
import { checkFunction, checkList } from "./argument";
import { nextTurn, watchInterrupt, type TrainingReporter } from "./training";

/** The parts of a loss curve that a training may choose. */
export interface LiveTrainingOptions extends Pick<LossCurveOptions, "title" | "log" | "baselines"> {
  /**
   * The names of several trainings that follow one another, each given this reporter: they share one plot, in which
   * those that are over are grey until the last has ended.
   */
  readonly runs?: readonly string[];
}

const mostPoints = 120; // more would not be seen on a curve of 700 pixels
const restPerWork = 100; // drawing takes about 1 % of the time
const longestRestMs = 4000; // the first drawing is slow and should not delay the second for long

/**
 * Shows a progress bar and a loss curve that grows while training; at the end the curve becomes interactive.
 *
 * In a terminal there is only the bar. Each `train` that it is given to has a bar, and a curve of its own unless `runs`
 * names them: it can't know whether two of them train one model.
 */
export function liveTraining(given: LiveTrainingOptions = {}): TrainingReporter {
  // A title may be a name by which a notebook keeps what it trained, and is English there.
  const options = given.title === undefined ? given : { ...given, title: shownName(given.title) };
  let [curves, step, scores] = [new Curves(), 0, ""];
  let bar: Progress | undefined;
  let picture: Picture | undefined;
  let numRuns = 0;
  return {
    onStart({ totalSteps, stepsBefore = 0 }) {
      [curves, step, scores] = [new Curves(), 0, ""];
      const run = options.runs?.[numRuns++];
      const title = inNotebook() ? undefined : options.title;
      const name = run === undefined ? (title ?? phrase("training")) : shownName(run);
      bar = progress(
        totalSteps,
        stepsBefore === 0 ? name : phrase("{0}, after {1} steps before", name, stepsBefore),
      );
      if (run !== undefined && picture !== undefined) picture.next(totalSteps, run);
      else picture = new Picture(options, totalSteps, run);
    },
    onStep(report) {
      step = report.step;
      curves.add(TRAINING, step, report.lossNats);
      bar?.update(step, phrase("loss {0} nats{1}", report.lossNats.toFixed(4), scores));
      picture?.draw(curves);
    },
    onEpoch({ epoch, validation: { lossNats: losses = {}, scores: shares = {} } }) {
      for (const [name, lossNats] of Object.entries(losses))
        curves.add(name === TRAINING ? `${TRAINING}, measured` : name, step, lossNats);
      const texts = Object.entries(shares).map(
        ([name, share]) => `, ${shownName(name)} ${percentage(share)}`,
      );
      scores = texts.length > 0 ? phrase("{0} after epoch {1}", texts.join(""), epoch) : scores;
    },
    onEnd() {
      bar?.end(phrase("loss {0} nats{1}", curves.latest(TRAINING), scores));
      picture?.finish(curves, step);
    },
  };
}

/**
 * Feeds batches to a training loop of your own, one at a time, and shows how far it is and whether the loss still falls.
 * The stop button ends it after the batch at hand.
 *
 * @param batches   in the order of training
 * @param trainOne  takes one step, and gives the loss before it, in nats
 * @returns the losses
 * @throws {TypeError} no list of batches, or no function
 */
export async function watchTraining<Batch>(
  batches: readonly Batch[],
  trainOne: (batch: Batch) => number,
  options: LiveTrainingOptions = {},
): Promise<number[]> {
  checkList("watchTraining", "batches", batches);
  checkFunction("watchTraining", "trainOne", trainOne);
  const reporter = liveTraining(options);
  const losses: number[] = [];
  await nextTurn(); // a listener added before a cell's first pause would hear nothing
  const interrupt = watchInterrupt();
  reporter.onStart({ totalSteps: batches.length });
  try {
    for (const batch of batches) {
      await interrupt.letOthersRun();
      if (interrupt.isRequested()) break;
      losses.push(trainOne(batch));
      reporter.onStep({ step: losses.length, epoch: 1, lossNats: losses.at(-1)!, gradientNorm: NaN });
    }
  } finally {
    interrupt.release();
    reporter.onEnd();
  }
  return losses;
}

/** The name of the curve of what `train` itself reports; a name of data, which is translated as it is shown. */
const TRAINING = "training";

/** Losses by name. A curve of many steps is thinned by averaging neighbours, so a picture stays small. */
class Curves {
  private readonly points = new Map<string, { step: number; lossNats: number }[]>();

  /**
   * A loss that is not a number has no place on a curve; the text beside the bar shows it. Neither has a step that does
   * not follow the last: of two trainings at once, which one reporter cannot tell apart.
   */
  add(name: string, step: number, lossNats: number): void {
    const points = this.points.get(name) ?? [];
    this.points.set(name, points);
    if (Number.isFinite(lossNats) && step > (points.at(-1)?.step ?? -Infinity))
      points.push({ step, lossNats });
  }

  latest(name: string): string {
    return this.points.get(name)?.slice(-1)[0]?.lossNats.toFixed(4) ?? phrase("unknown");
  }

  series(): LossSeries[] {
    const filled = [...this.points].filter(([, points]) => points.length > 0);
    return filled.map(([name, points]) => {
      const size = Math.ceil(points.length / mostPoints);
      const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
        points.slice(i * size, (i + 1) * size),
      );
      const meanLoss = (group: typeof points): number =>
        group.reduce((sum, { lossNats }) => sum + lossNats, 0) / group.length;
      return {
        name,
        steps: groups.map((group) => group[group.length - 1]!.step),
        lossNats: groups.map(meanLoss),
      };
    });
  }
}

/** The growing curve. While it grows it is a plain picture: a page that redraws an interactive plot would flicker. */
class Picture {
  private output: LiveOutput | undefined;
  private notBeforeMs = 0;
  private past: LossSeries[] = [];

  constructor(
    private readonly options: LiveTrainingOptions,
    private totalSteps: number,
    private run?: string,
  ) {}

  /** Goes on with another run over those that are there. */
  next(totalSteps: number, run: string): void {
    this.totalSteps = Math.max(this.totalSteps, totalSteps);
    [this.run, this.notBeforeMs] = [run, 0];
  }

  draw(curves: Curves): void {
    if (performance.now() < this.notBeforeMs || !inNotebook()) return;
    const startedMs = performance.now();
    const spec = this.spec(curves, { hover: false, totalSteps: this.totalSteps });
    if (spec)
      this.put({
        "text/html": renderSvg(shownSpec(spec)),
        "text/plain": phrase("[the loss curve, growing]"),
      });
    const now = performance.now();
    this.notBeforeMs = now + Math.min(longestRestMs, Math.max(500, restPerWork * (now - startedMs)));
  }

  /** After a stop the axis still reaches to the planned end, and the title says where it stopped. */
  finish(curves: Curves, step: number): void {
    const { totalSteps, options, run } = this;
    const what = run === undefined ? "" : `${shownName(run)} `;
    const title = phrase(
      "{0}: {1}stopped at {2} of {3}",
      options.title ?? phrase("Loss while training"),
      what,
      step,
      totalSteps,
    );
    const spec = inNotebook() && this.spec(curves, step < totalSteps ? { title, totalSteps } : {});
    if (spec) this.put(plotBundle(spec));
    this.past = [...this.past, ...this.named(curves)];
  }

  private spec(curves: Curves, look: Partial<LossCurveOptions>) {
    const { runs, ...options } = this.options;
    const isLast = look.hover !== false && this.run === runs?.at(-1);
    const series = [...this.past.map((one) => ({ ...one, isPast: !isLast })), ...this.named(curves)];
    return series.length > 0 && lossCurve({ ...options, ...look, series });
  }

  /** With the run's name where there are several. */
  private named(curves: Curves): LossSeries[] {
    const { run } = this;
    if (run === undefined) return curves.series();
    return curves.series().map((one) => ({ ...one, name: one.name === TRAINING ? run : `${run}, ${one.name}` })); // prettier-ignore
  }

  private put(bundle: Parameters<typeof displayLive>[0]): void {
    if (this.output) this.output.update(bundle);
    else this.output = displayLive(bundle);
  }
}
