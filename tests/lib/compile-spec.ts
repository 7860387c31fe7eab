/** Compiles a Vega-Lite spec as a page would, and keeps what the compiler complains about. */
import { compile, type TopLevelSpec } from "vega-lite";

export function compileWarnings(spec: TopLevelSpec): string[] {
  const complaints: string[] = [];
  const keep = (...words: unknown[]) => (complaints.push(words.join(" ")), logger);
  const logger = { level: () => logger, error: keep, warn: keep, info: () => logger, debug: () => logger };
  compile(spec, { logger: logger as never });
  return complaints;
}

/** A spec as the text of a snapshot file. */
export const specText = (spec: TopLevelSpec): string => `${JSON.stringify(spec, null, 2)}\n`;
