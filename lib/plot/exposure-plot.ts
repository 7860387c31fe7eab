/** What teacher forcing hides: how often the right token is read, both accuracies, and the gap between them, over training. */
import { percentage, phrase, shownName } from "../jupyter/language.cjs";
import type { TopLevelSpec } from "vega-lite";
import { legendOf, seriesEncoding } from "./curve-layers";
import { checkGiven, checkSeries, type Titled } from "./plot-input";
import { pictureWidth, specHead, titleLines } from "./plot-style";

export interface ExposureSeries {
  /** The schedule: "teacher forcing", "linear", … */
  readonly name: string;
  readonly steps: readonly number[];
  /** How likely the decoder reads the right token at each step, in [0, 1]. */
  readonly teacherForcing: readonly number[];
  /** Token accuracy under teacher forcing, in [0, 1]. */
  readonly forced: readonly number[];
  /** Token accuracy in free running, in [0, 1]. */
  readonly free: readonly number[];
}

export interface ExposurePlotOptions extends Titled {
  readonly series: readonly ExposureSeries[];
}

const panels = [
  { field: "teacherForcing", title: phrase("reads the right token"), height: 56 },
  { field: "forced", title: phrase("token accuracy, teacher-forced"), height: 110 },
  { field: "free", title: phrase("token accuracy, free-running"), height: 110 },
  { field: "gap", title: phrase("exposure gap (forced − free)"), height: 96 },
];

/**
 * Draws four panels over the same steps, one line a schedule; a click in the legend brings one schedule out in all of
 * them, and the pointer reads the nearest step.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no series, a name or a place twice, steps and shares of different length, a share outside [0, 1]
 *
 * Taught in notebook 05.
 * @source Bengio et al. 2015, §2.4, figure 2: the schedules. https://arxiv.org/abs/1506.03099
 */
export function exposurePlot(options: ExposurePlotOptions): TopLevelSpec {
  check(options);
  const { series, title = phrase("Teacher-forced and free-running accuracy while training") } = options;
  return {
    ...specHead(title, inWords(title, series)),
    data: { values: series.flatMap(rows) },
    spacing: 8,
    vconcat: panels.map((panel, index) => panelOf(panel, index === 0, index === panels.length - 1, series)),
  };
}

type Panel = (typeof panels)[number];

function panelOf(
  { field, title, height }: Panel,
  isFirst: boolean,
  isLast: boolean,
  series: readonly ExposureSeries[],
) {
  const names = series.map(({ name }) => name);
  const legend = legendOf(names, pictureWidth);
  const picked = {
    name: "picked",
    select: { type: "point" as const, fields: ["series"] },
    bind: "legend" as const,
  };
  return {
    width: pictureWidth - 96, // for the labels and titles of y
    height,
    ...(isFirst && { params: [picked] }),
    mark: { type: "line" as const, strokeWidth: 2, point: { size: 22, filled: true }, aria: false },
    encoding: {
      x: {
        field: "step",
        type: "quantitative" as const,
        title: isLast ? phrase("training step") : null,
        axis: { grid: false, labels: isLast, ticks: isLast, tickCount: 9 },
        scale: { nice: false },
      },
      y: {
        field,
        type: "quantitative" as const,
        title: titleLines(title, 18),
        axis: { format: ".0%", tickCount: 4 },
        ...(field !== "gap" && { scale: { domain: [0, 1] } }),
      },
      ...seriesEncoding(names, legend),
      opacity: { condition: { param: "picked", value: 1 }, value: 0.12 },
      tooltip: [
        { field: "series", title: phrase("schedule") },
        { field: "step", title: phrase("training step") },
        ...panels.map((panel) => ({
          field: panel.field,
          type: "quantitative" as const,
          title: panel.title,
          format: ".1%",
        })),
      ],
    },
  };
}

function rows({ name, steps, teacherForcing, forced, free }: ExposureSeries): object[] {
  const share = (value: number): number => Number(value.toFixed(4));
  return steps.map((step, i) => ({
    series: name,
    step,
    teacherForcing: share(teacherForcing[i]!),
    forced: share(forced[i]!),
    free: share(free[i]!),
    gap: share(forced[i]! - free[i]!),
  }));
}

function inWords(title: string, series: readonly ExposureSeries[]): string {
  const ends = series.map(({ name, forced, free }) => {
    const [right, own] = [forced.at(-1)!, free.at(-1)!];
    return phrase(
      "{0}: {1} teacher-forced, {2} free-running, gap {3}",
      shownName(name),
      percentage(right),
      percentage(own),
      percentage(right - own),
    );
  });
  return phrase("{0}. At the end of training, tokens right: {1}.", title, ends.join("; "));
}

function check(options: ExposurePlotOptions): void {
  const { series } = checkGiven("exposurePlot", "options", options);
  const sharesOf = ({ teacherForcing, forced, free }: ExposureSeries) => ({ teacherForcing, forced, free });
  checkSeries("exposurePlot", series, "steps", sharesOf, { low: 0, high: 1 });
}
