/** Makes a session: takes work in, grades and measures it behind the wall, writes a page for each group. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sheetSlugs } from "../exercises/load";
import { buildPages } from "../exercises/page";
import type { Sheet } from "../exercises/sheet";
import { runBatch } from "../grade/batch";
import type { Graded } from "../grade/batch";
import { BadConfiguration, exitCodes } from "../grade/exit-codes";
import { chooseSandbox } from "../grade/grade";
import { readNotebook } from "../grade/intake/notebook";
import { refuseInside } from "../grade/intake/outside";
import { readRoster } from "../grade/intake/roster";
import { sheetOf } from "../grade/intake/select";
import type { Roster } from "../grade/intake/roster";
import { openSnapshots } from "../grade/intake/snapshots";
import { takeIn } from "../grade/intake/submission";
import { openSuite, sheetsHash } from "../grade/judge/suite";
import type { Suite } from "../grade/judge/suite";
import { openJournal } from "../grade/record/journal";
import { takeLease } from "../grade/record/lease";
import { writeWhole } from "../grade/record/write-file";
import { openProgress } from "../grade/report/progress";
import type { Output } from "../grade/report/progress";
import { defaultLimits } from "../grade/run/limits";
import { defaultConcurrency, openPool } from "../grade/scale/pool";
import { proveSuite } from "../grade/scale/prove-suite";
import { withBar } from "../../lib/jupyter/bar.cjs";
import { language } from "../../lib/jupyter/language.cjs";
import { namesLeftCsv, namesLeftText } from "./answers/names-left";
import type { MakeOptions } from "./options";
import { findSentence } from "./run/sentence";
import type { Sentence } from "./run/sentence";
import { stubSources, workOf } from "./run/work";
import type { Work, Workshop } from "./run/work";
import { chooseMembers, planSession } from "./session/plan";
import type { Chosen } from "./session/plan";
import { sessionFile, workFolder } from "./session/session";
import type { Session } from "./session/session";
import { findNamesLeft, writeSession } from "./write-session";
import type { SessionContent } from "./write-session";

/** What the tests exchange. */
export interface Surroundings {
  readonly out?: Output;
  readonly sentence?: Sentence;
  /** Whether the suite is proven first; the tests of the grader do that already. */
  readonly isProven?: boolean;
}

async function takeAll({ roster: rosterPath, paths, out }: MakeOptions, { sheets }: Suite) {
  const roster = rosterPath === undefined ? undefined : readRoster(readFileSync(rosterPath));
  const snapshots = openSnapshots(join(workFolder(out), "snapshots"));
  const intake = await takeIn(paths, { snapshots, roster, suite: sheetsHash(), sheets, slugs: sheetSlugs() });
  return { ...intake, snapshots, roster };
}

type Taken = Awaited<ReturnType<typeof takeAll>>;
type Pool = ReturnType<typeof openPool>;

async function gradeAll({ out }: MakeOptions, taken: Taken, suite: Suite, workers: Pool, shown: Output) {
  const journal = openJournal(workFolder(out));
  try {
    const { submissions, snapshots } = taken;
    const onRecord = openProgress(submissions.length, shown);
    return await runBatch({
      submissions,
      snapshots,
      suite,
      limits: defaultLimits,
      workers,
      journal,
      onRecord,
    });
  } finally {
    journal.close();
  }
}

/** Sheets that nobody handed in would only be empty sections. */
const isHandedIn = (sheet: Sheet, { members }: Chosen): boolean =>
  members.some(({ record }) =>
    record.tasks.some((task) => task.sheet === sheet.slug.slice(0, 2) && task.verdict !== "not_submitted"),
  );

/** One after the other: who shares a core with another answer seems slow. */
async function measureAll(
  members: readonly Graded[],
  shop: Workshop,
  shown: Output,
): Promise<Map<string, Work>> {
  const works = new Map<string, Work>();
  const work = { title: "measuring", total: members.length, unit: "submissions" };
  await withBar(work, shown, async (bar) => {
    for (const member of members) {
      works.set(member.record.id, await workOf(member, shop));
      bar.update(works.size);
    }
  });
  return works;
}

function stubsOf(sheets: readonly Sheet[]): Map<string, Record<string, string>> {
  const stubs = sheets.map((sheet) => {
    const { cells } = readNotebook(Buffer.from(JSON.stringify(buildPages(sheet, language()).exercises)));
    return [sheet.slug, stubSources(sheet, cells)] as const;
  });
  return new Map(stubs);
}

/** Tells the teacher what may give an author away. @returns whether the pages may be written all the same */
function mayShow(
  session: Session,
  content: SessionContent,
  { out, isChecked }: MakeOptions,
  shown: Output,
): boolean {
  const left = findNamesLeft(session, content);
  const file = join(out, "names-left.csv");
  rmSync(file, { force: true });
  if (left.length === 0) return true;
  writeWhole(file, namesLeftCsv(left));
  shown.write(namesLeftText(left, file));
  if (!isChecked) shown.write("No page was written. If all of this may stay, run it again with --yes.\n");
  return isChecked;
}

/** Measures the members' work, plans the session and writes it. */
async function finish(
  options: MakeOptions,
  chosen: Chosen,
  shop: Workshop,
  roster: Roster | undefined,
  shown: Output,
): Promise<number> {
  const { out } = options;
  const sheets = shop.sheets.filter((sheet) => isHandedIn(sheet, chosen));
  const works = await measureAll(chosen.members, { ...shop, sheets }, shown);
  const listed = sheets.map(({ slug, tasks }) => ({ slug, tasks: tasks.map(({ name }) => name) }));
  const session = planSession(chosen, listed, options);
  const content = {
    sheets,
    stubs: stubsOf(sheets),
    works,
    graded: chosen.members,
    sentence: shop.sentence,
    roster,
  };
  if (!mayShow(session, content, options, shown)) return exitCodes.namesLeft;
  await writeSession(out, session, content);
  const [pages, who] = [join(out, "pages"), join(out, "identities.csv")];
  shown.write(
    `${session.pages.length} pages for ${session.members.length} learners: ${pages}; who is who: ${who}\n`,
  );
  return exitCodes.allGraded;
}

async function openShop(
  options: MakeOptions,
  suite: Suite,
  taken: Taken,
  given: Surroundings,
  shown: Output,
) {
  const sandbox = await chooseSandbox(options.isTrusting, shown);
  const openLanes = (lanes: number): Pool => openPool(sandbox, suite, defaultLimits, lanes);
  if (!given.isProven) await proveSuite(suite, openLanes(1), defaultLimits, shown);
  const workers = openLanes(defaultConcurrency(defaultLimits));
  const shop: Workshop = {
    ...workers.place,
    snapshots: taken.snapshots,
    sheets: suite.sheets,
    sentence: given.sentence ?? findSentence(),
    folder: join(workFolder(options.out), "measured"),
    suiteHash: suite.hash,
  };
  return { workers, shop };
}

/** Of the suite, the sheets that the work holds: no other need be proven. */
export async function suiteFor(
  { submissions, snapshots }: Pick<Taken, "submissions" | "snapshots">,
  all: Suite,
): Promise<Suite> {
  const slugs = submissions.flatMap(({ files }) => files.map((file) => sheetOf(file, snapshots, all.sheets)));
  const held = all.sheets.filter(({ slug }) => slugs.includes(slug));
  return held.length === 0 ? all : openSuite({ sheets: held.map(({ slug }) => slug.slice(0, 2)) });
}

async function makeInto(options: MakeOptions, given: Surroundings, shown: Output): Promise<number> {
  const all = await openSuite(options.sheets ? { sheets: options.sheets } : {});
  const taken = await takeAll(options, all);
  const suite = await suiteFor(taken, all);
  for (const note of taken.notes) shown.write(`  ${note}\n`);
  if (taken.submissions.length === 0) {
    shown.write("Nothing to review: the paths hold no submission.\n");
    return exitCodes.nothingFound;
  }
  const { workers, shop } = await openShop(options, suite, taken, given, shown);
  try {
    const graded = await gradeAll(options, taken, suite, workers, shown);
    const chosen = chooseMembers(graded);
    for (const line of chosen.left) shown.write(`  not in a group: ${line}\n`);
    const count = chosen.members.length;
    if (count >= 2) return await finish(options, chosen, shop, taken.roster, shown);
    shown.write(
      `Nothing to review: ${count} of ${graded.length} submissions hold an answer; a session needs 2.\n`,
    );
    return exitCodes.nothingFound;
  } finally {
    await workers.close();
  }
}

/** @throws {BadConfiguration} nothing was made, and why */
export async function makeSession(options: MakeOptions, surroundings: Surroundings = {}): Promise<number> {
  const { paths, roster, out } = options;
  const work = workFolder(out);
  if (existsSync(join(options.out, "pages")) && !existsSync(sessionFile(options.out)))
    throw new BadConfiguration(`--out ${options.out} holds a folder "pages" that no review has made`);
  const missing = [...paths, ...(roster === undefined ? [] : [roster])].find((path) => !existsSync(path));
  if (missing !== undefined) throw new BadConfiguration(`${missing} is not there`);
  refuseInside(out, paths);
  mkdirSync(work, { recursive: true });
  const release = takeLease(work);
  try {
    return await makeInto(options, surroundings, surroundings.out ?? process.stdout);
  } finally {
    release();
  }
}
