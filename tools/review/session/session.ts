/** What a review session is, as DIR/work/session.json keeps it for the days after: who, where, which tasks. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { BadConfiguration } from "../../grade/exit-codes";
import type { Known } from "../notes/read-notes";

export interface SessionMember {
  /** Of the grader's record. */
  readonly submission: string;
  readonly learner: string;
  readonly name: string;
  /** What else roster, course site and files call them. */
  readonly aliases?: readonly string[];
  /** The page on which they read what others wrote: "feedback-01". */
  readonly feedback: string;
}

export interface SessionPage {
  /** "group-1" */
  readonly name: string;
  /** Who writes notes on this page, by the letter that the page knows them by. */
  readonly reviewers: Readonly<Record<string, string>>;
  /** Whose answers it shows, by letter: submissions. */
  readonly authors: Readonly<Record<string, string>>;
}

export interface SessionSheet {
  readonly slug: string;
  readonly tasks: readonly string[];
}

export interface Session {
  readonly version: 1;
  /** Equal submissions, options and sheets give the same one: notes outlive a second run. */
  readonly id: string;
  readonly seed: number;
  readonly isAnonymous: boolean;
  readonly sheets: readonly SessionSheet[];
  readonly members: readonly SessionMember[];
  readonly pages: readonly SessionPage[];
}

export const workFolder = (out: string): string => join(out, "work");
export const sessionFile = (out: string): string => join(workFolder(out), "session.json");

/** @throws {BadConfiguration} the folder holds no session */
export function openSession(out: string): Session {
  const path = sessionFile(out);
  if (!existsSync(path))
    throw new BadConfiguration(
      `${out} is no folder of a review: expected ${path} from npm run review -- PATH… --out ${out}`,
    );
  const session = JSON.parse(readFileSync(path, "utf8")) as Session;
  if (session.version !== 1)
    throw new BadConfiguration(`${path}: expected version 1, got ${String(session.version)}`);
  return session;
}

export const taskKey = (slug: string, task: string): string => `${slug.slice(0, 2)} ${task}`;

export const knownTo = ({ id, pages, sheets }: Session): Known => ({
  session: id,
  tasks: sheets.flatMap(({ slug, tasks }) => tasks.map((task) => taskKey(slug, task))),
  pages: pages.map(({ name, reviewers, authors }) => ({
    name,
    reviewers: Object.keys(reviewers),
    authors: Object.keys(authors),
  })),
});

export const displayName = ({ name, learner }: Pick<SessionMember, "name" | "learner">): string =>
  name === "" ? learner : name;

/** Who is who, for the teacher: the only file that says it. */
export function identitiesCsv({ members, pages }: Session): string {
  const data = members.map(({ submission, learner, name, feedback }) => {
    const find = (role: "reviewers" | "authors"): string =>
      pages
        .flatMap((page) =>
          Object.entries(page[role])
            .filter(([, owner]) => owner === submission)
            .map(([letter]) => `${page.name} as ${letter}`),
        )
        .join("; ");
    return [learner, name, submission, find("reviewers"), find("authors"), feedback];
  });
  const fields = ["learner", "name", "submission", "reviews on", "is reviewed on", "reads"];
  return `${Papa.unparse({ fields, data }, { escapeFormulae: true, newline: "\n" })}\n`;
}
