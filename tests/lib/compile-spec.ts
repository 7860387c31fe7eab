/** Compiles a Vega-Lite spec as a page would, and keeps what the compiler complains about. */
import { compile, type TopLevelSpec } from "vega-lite";
import { plotConfig } from "../../lib/plot/plot-style";

export function compileWarnings(spec: TopLevelSpec): string[] {
  const complaints: string[] = [];
  const keep = (...words: unknown[]) => (complaints.push(words.join(" ")), logger);
  const logger = { level: () => logger, error: keep, warn: keep, info: () => logger, debug: () => logger };
  compile(spec, { logger: logger as never });
  return complaints;
}

/** A spec as the text of a snapshot file, without what all plots share: that has a snapshot of its own. */
export function specText(spec: TopLevelSpec): string {
  const { config, ...own } = spec;
  return `${JSON.stringify(config === plotConfig ? own : spec, null, 2)}\n`;
}
