/** Writes a session's folder: the pages, who is who, and what `collect` needs later. Whole, or not at all. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Sheet } from "../exercises/sheet";
import type { Graded } from "../grade/batch";
import type { GradedTask } from "../grade/judge/record";
import type { Roster } from "../grade/intake/roster";
import { writeWhole } from "../grade/record/write-file";
import { maskCode, maskProse } from "./answers/masking";
import type { Identities } from "./answers/known-names";
import { namesLeftIn } from "./answers/names-left";
import type { PlacedNameLeft } from "./answers/names-left";
import type { ShownAnswer } from "./page/answer-card";
import { bundleAssets } from "./page/assets";
import { reviewPage } from "./page/review-page";
import type { PageSheet, ReviewPage } from "./page/review-page";
import type { Sentence } from "./run/sentence";
import type { Work } from "./run/work";
import { lessonOf } from "./session/lesson";
import { displayName, identitiesCsv, sessionFile, taskKey } from "./session/session";
import type { Session, SessionPage } from "./session/session";

export interface SessionContent {
  readonly sheets: readonly Sheet[];
  /** Sources by sheet and task. */
  readonly stubs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** By submission. */
  readonly works: ReadonlyMap<string, Work>;
  readonly graded: readonly Graded[];
  readonly sentence: Sentence | undefined;
  /** Everybody of the course, also who handed in nothing: comments thank them. */
  readonly roster: Roster | undefined;
}

/** Names and ids as roster, course site and files write them, and what the files were called. */
export function identitiesOf(graded: readonly Graded[], roster?: Roster): Identities {
  const listed = (roster?.people ?? []).flatMap(({ id, name, aliases }) => [id, name, ...aliases]);
  const texts = graded.flatMap(({ record, submission }) => [
    record.learner,
    record.name,
    record.id,
    ...(submission?.aliases ?? []),
    submission?.origin ?? "",
    ...(submission?.files ?? [])
      .map(({ path }) => path)
      .filter((path) => !/^(exercises\/)?\d\d-[\w-]+\.ipynb$/.test(path)),
  ]);
  return [...new Set([...texts, ...listed].filter((text) => text.trim() !== ""))];
}

type Mask = (text: string) => string;
interface Masks {
  readonly code: Mask;
  readonly prose: Mask;
}

const masksOf = ({ isAnonymous }: Session, { graded, roster }: SessionContent): Masks => {
  const identities = isAnonymous ? identitiesOf(graded, roster) : [];
  const same: Mask = (text) => text;
  if (!isAnonymous) return { code: same, prose: same };
  return { code: (text) => maskCode(text, identities), prose: (text) => maskProse(text, identities) };
};

const maskTask = (task: GradedTask, { prose }: Masks): GradedTask => ({
  ...task,
  ...(task.message !== undefined && { message: prose(task.message) }),
  checks: task.checks.map((check) => ({
    ...check,
    message: prose(check.message),
    ...(check.actual !== undefined && { actual: prose(check.actual) }),
  })),
});

/** What an answer threw may say whose it is, on the map too. */
const maskMap = ({ map }: ReturnType<typeof taskWork>, { prose }: Masks): Pick<ShownAnswer, "map"> =>
  map === undefined ? {} : { map: "problem" in map ? { problem: prose(map.problem) } : map };

const nothing = { source: "" };
const taskWork = (work: Work | undefined, { slug }: Sheet, task: string): Work[string][string] =>
  work?.[slug]?.[task] ?? nothing;

class PageBuilder {
  private readonly labels: ReadonlyMap<string, string>;

  constructor(
    private readonly session: Session,
    private readonly content: SessionContent,
    private readonly masks: Masks,
  ) {
    this.labels = new Map(session.members.map((member) => [member.submission, displayName(member)]));
  }

  build({ name, reviewers, authors }: SessionPage): ReviewPage {
    const sheets = this.content.sheets.map((sheet) => this.sheetOf(sheet, authors));
    const shown = Object.entries(reviewers).map(([letter, owner]) => ({
      letter,
      label: this.label(letter, owner),
    }));
    const isOne = shown.length === 1 && !this.session.isAnonymous;
    const owner = isOne ? { owner: this.labels.get(Object.values(reviewers)[0]!)! } : {};
    return { session: this.session.id, name, reviewers: shown, sheets, ...owner };
  }

  private label(letter: string, owner: string): string {
    return this.session.isAnonymous ? letter : `${letter} · ${this.labels.get(owner)}`;
  }

  private sheetOf(sheet: Sheet, authors: SessionPage["authors"]): PageSheet {
    const { stubs, sentence } = this.content;
    const tasks = sheet.tasks.map(({ name }) => ({
      key: taskKey(sheet.slug, name),
      name,
      stub: stubs.get(sheet.slug)?.[name] ?? "",
      sentence,
      answers: Object.entries(authors).map(([letter, owner]) => this.answerOf(sheet, name, letter, owner)),
    }));
    return { slug: sheet.slug, lesson: lessonOf(sheet), tasks };
  }

  private answerOf(sheet: Sheet, task: string, author: string, owner: string): ShownAnswer {
    const work = taskWork(this.content.works.get(owner), sheet, task);
    const { record } = this.content.graded.find((one) => one.record.id === owner)!;
    const number = sheet.slug.slice(0, 2);
    const graded = record.tasks.find((one) => one.sheet === number && one.task === task)!;
    return {
      author,
      label: this.label(author, owner),
      source: this.masks.code(work.source),
      form: work.form,
      graded: maskTask(graded, this.masks),
      ...(work.time && { time: work.time }),
      ...maskMap(work, this.masks),
    };
  }
}

/** What reviewers might still read of a name, answer by answer; nothing in a session that shows names anyway. */
export function findNamesLeft({ isAnonymous }: Session, content: SessionContent): PlacedNameLeft[] {
  if (!isAnonymous) return [];
  const { sheets, works, graded, roster } = content;
  const identities = identitiesOf(graded, roster);
  return graded.flatMap(({ record }) =>
    sheets.flatMap((sheet) =>
      sheet.tasks.flatMap(({ name }) => {
        const { source } = taskWork(works.get(record.id), sheet, name);
        const messages = record.tasks.filter(({ task }) => task === name).map(({ message = "" }) => message);
        const left = [
          ...namesLeftIn(maskCode(source, identities), identities),
          ...messages.flatMap((message) => namesLeftIn(maskProse(message, identities), identities, false)),
        ];
        return left.map((one) => ({ ...one, learner: record.learner, task: taskKey(sheet.slug, name) }));
      }),
    ),
  );
}

/** Replaces a folder by one that is complete. */
export function replaceFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) writeWhole(join(fresh, name), text);
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  renameSync(fresh, folder);
}

export async function writeSession(out: string, session: Session, content: SessionContent): Promise<void> {
  const assets = await bundleAssets("review");
  const builder = new PageBuilder(session, content, masksOf(session, content));
  const files = session.pages.map((page) => [`${page.name}.html`, reviewPage(builder.build(page), assets)]);
  replaceFolder(join(out, "pages"), Object.fromEntries(files) as Record<string, string>);
  writeWhole(join(out, "identities.csv"), identitiesCsv(session));
  writeWhole(sessionFile(out), `${JSON.stringify(session, null, 1)}\n`); // last: it says that all is there
}
