/** The command line of `npm run review`. */
import { parseArgs } from "node:util";
import { BadConfiguration } from "../grade/exit-codes";
import type { PlanOptions } from "./session/plan";

export const help = `npm run review -- PATH... [options]
    pages for a peer session, one for each group; they open offline
npm run review -- collect DIR NOTES.md...
    from the reviewers' notes: a page for each author, who rates the reviews
npm run review -- ratings DIR RATINGS.md...
    the cohort's report on the reviews: DIR/report.html, DIR/ratings.csv

  --out DIR        where to (reviews): DIR/pages is for learners,
                   DIR/identities.csv says who is who
  --sheets 06      only these sheets (all that somebody handed in)
  --group-size 4   at most so many in a group; sizes differ by at most 1
  --pairs          no groups: a page for each learner, who reviews the next ones
                   in a shuffled ring
  --reviews 2      with --pairs: how many each reviews
  --anonymous      members are A, B, C; names in every spelling, ids, paths and
                   addresses are taken out of what reviewers see; what may be
                   left is listed first (DIR/names-left.csv), and then no page
                   is written
  --yes            you have read that list: write the pages
  --seed 1         the same seed gives the same groups
  --roster FILE    CSV with a column of ids and one of names, or a course site's
                   gradebook
  --trust-local    no sandbox: only for your own work

PATH is what npm run grade takes: folders, notebooks, hand-in files, course-site
zips. Answers run in the grader's sandbox only. A run that was cut off goes on
from where it was.

Exit code: 0 done, 1 it cannot go on, 4 bad configuration or notes, 5 nothing
to review, 6 names may be left: look, then --yes.`;

export interface MakeOptions extends PlanOptions {
  readonly kind: "make";
  readonly paths: readonly string[];
  readonly out: string;
  readonly sheets?: readonly string[];
  readonly roster?: string;
  readonly isTrusting: boolean;
  /** Somebody has read what may be left of names. */
  readonly isChecked: boolean;
}

export type ReviewOptions =
  | MakeOptions
  | { readonly kind: "help" }
  | { readonly kind: "collect" | "ratings"; readonly out: string; readonly files: readonly string[] };

const flags = {
  out: { type: "string" },
  sheets: { type: "string" },
  "group-size": { type: "string" },
  pairs: { type: "boolean" },
  reviews: { type: "string" },
  anonymous: { type: "boolean" },
  seed: { type: "string" },
  roster: { type: "string" },
  yes: { type: "boolean" },
  "trust-local": { type: "boolean" },
  help: { type: "boolean" },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true });
  } catch (error) {
    throw new BadConfiguration(`${(error as Error).message} (npm run review -- --help)`);
  }
}

function readCount(name: string, text: string | undefined, low: number, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < low)
    throw new BadConfiguration(`--${name} should be a whole number from ${low} on, got ${text}`);
  return count;
}

type Values = ReturnType<typeof parse>["values"];

function makeOptions(values: Values, paths: readonly string[]): MakeOptions {
  if (paths.length === 0) throw new BadConfiguration("no PATH to review (npm run review -- --help)");
  if (values.reviews !== undefined && !values.pairs)
    throw new BadConfiguration("--reviews is for --pairs; in a group everybody reviews all others");
  const sheets = values.sheets?.split(",").map((sheet) => sheet.trim());
  return {
    kind: "make",
    paths,
    out: values.out ?? "reviews",
    groupSize: readCount("group-size", values["group-size"], 2, 4),
    isPairs: values.pairs === true,
    reviews: readCount("reviews", values.reviews, 1, 2),
    isAnonymous: values.anonymous === true,
    seed: readCount("seed", values.seed, 0, 1),
    isTrusting: values["trust-local"] === true,
    isChecked: values.yes === true,
    ...(sheets && { sheets }),
    ...(values.roster !== undefined && { roster: values.roster }),
  };
}

/** @throws {BadConfiguration} what is wrong, in one sentence */
export function readOptions(argv: readonly string[]): ReviewOptions {
  const { values, positionals } = parse(argv);
  if (values.help) return { kind: "help" };
  const [first, out, ...files] = positionals;
  if (first !== "collect" && first !== "ratings") return makeOptions(values, positionals);
  if (out === undefined || files.length === 0)
    throw new BadConfiguration(
      `${first} takes the folder of the review and at least one file (npm run review -- --help)`,
    );
  return { kind: first, out, files };
}
