/** The command line of `npm run grade`. */
import { parseArgs } from "node:util";
import { BadConfiguration } from "./exit-codes";
import type { DuplicatePolicy } from "./report/write-reports";
import { defaultLimits, parseLimits } from "./run/limits";
import type { Limits } from "./run/limits";

const limits = Object.entries(defaultLimits).map(([name, value]) => `${name}=${value}`);

export const help = `npm run grade -- PATH... [options]
  grades folders, notebooks, hand-in files and course-site zips
npm run grade -- explain ID [--out DIR]
  everything behind a verdict, for an appeal

  --out DIR            where records and reports go (graded); a batch that was
                       cut off goes on from there
  --sheets 03,06       only these sheets
  --roster FILE        CSV with a column of ids and one of names (id, 학번, …;
                       name, 이름, …), or a course site's gradebook
  --due TIME           2026-11-20T23:59+09:00: what came later by the course
                       site's clock is marked as late
  --duplicates POLICY  latest, best or ask (ask): which counts if one learner
                       handed in a sheet by several ways; "latest" goes by the
                       course site's clock, never by what the work says
  --hidden DIR         extra cases in the form of tests/exercises, all hidden
  --limits A=1,B=2     ${limits.join(`,\n${" ".repeat(23)}`)}
  --concurrency N      submissions at a time (as cores and memory allow)
  --redis URL          grade on the machines that run npm run grade:worker
  --no-resume          forget what is in DIR and start anew
  --trust-local        no sandbox: only for your own work

Exit code: 0 all graded, 1 it cannot go on, 2 some input was rejected or is
nobody's, 3 infrastructure errors remain, 4 bad configuration, 5 nothing to
grade.`;

export interface Options {
  readonly paths: readonly string[];
  readonly explain?: string;
  readonly out: string;
  readonly sheets?: readonly string[];
  readonly roster?: string;
  readonly due?: string;
  readonly duplicates: DuplicatePolicy;
  readonly hidden?: string;
  readonly limits: Limits;
  readonly concurrency?: number;
  readonly redis?: string;
  readonly isFresh: boolean;
  readonly isTrusting: boolean;
  readonly wantsHelp: boolean;
}

const flags = {
  out: { type: "string" },
  sheets: { type: "string" },
  roster: { type: "string" },
  due: { type: "string" },
  duplicates: { type: "string" },
  hidden: { type: "string" },
  limits: { type: "string" },
  concurrency: { type: "string" },
  redis: { type: "string" },
  resume: { type: "boolean" },
  "no-resume": { type: "boolean" },
  "trust-local": { type: "boolean" },
  help: { type: "boolean" },
} as const;

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new BadConfiguration(`--concurrency should be 1 or more, got ${text}`);
  return count;
}

function readPolicy(text = "ask"): DuplicatePolicy {
  if (text === "latest" || text === "best" || text === "ask") return text;
  throw new BadConfiguration(`--duplicates should be latest, best or ask, got ${text}`);
}

const moment = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?) ?(?:(Z)|([+-]\d\d):?(\d\d))$/i;

/** A day alone begins somewhere else in Seoul than in Lisbon; a guess would mark the wrong people as late. */
function readDue(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const found = moment.exec(text.trim());
  if (!found)
    throw new BadConfiguration(
      `--due needs a day, a time and an offset from UTC, such as 2026-11-20T23:59+09:00; got ${text}`,
    );
  const [, day = "", time = "", zulu, hours = "", minutes = ""] = found;
  const date = `${day}T${time}${zulu ? "Z" : `${hours}:${minutes}`}`;
  const isReal = new Date(Date.parse(`${day}T00:00Z`) || NaN).getUTCDate() === Number(day.slice(8));
  if (!isReal || Number.isNaN(Date.parse(date))) throw new BadConfiguration(`--due is no date: ${text}`);
  return date;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true });
  } catch (error) {
    throw new BadConfiguration(`${(error as Error).message} (npm run grade -- --help)`);
  }
}

const given = <Value>(name: string, value: Value | undefined): Record<string, Value> =>
  value === undefined ? {} : { [name]: value };

/** @throws {BadConfiguration} what is wrong, in one sentence */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parse(argv);
  const isExplain = positionals[0] === "explain";
  if (isExplain && positionals.length !== 2) throw new BadConfiguration("explain takes one id");
  const sheets = values.sheets?.split(",").map((sheet) => sheet.trim());
  return {
    paths: isExplain ? [] : positionals,
    ...given("explain", isExplain ? positionals[1] : undefined),
    out: values.out ?? "graded",
    ...given("sheets", sheets),
    ...given("roster", values.roster),
    ...given("due", readDue(values.due)),
    duplicates: readPolicy(values.duplicates),
    ...given("hidden", values.hidden),
    limits: values.limits === undefined ? defaultLimits : limitsOf(values.limits),
    ...given("concurrency", readCount(values.concurrency)),
    ...given("redis", values.redis),
    isFresh: values["no-resume"] === true,
    isTrusting: values["trust-local"] === true,
    wantsHelp: values.help === true,
  } as Options;
}

function limitsOf(text: string): Limits {
  try {
    return parseLimits(text);
  } catch (error) {
    throw new BadConfiguration((error as Error).message);
  }
}
