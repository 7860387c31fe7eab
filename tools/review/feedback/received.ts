/** Who got which reviews: from the notes of all reviewers to what each author reads. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { randomGenerator } from "../../../lib/random";
import { BadConfiguration } from "../../grade/exit-codes";
import { NotesError } from "../notes/line-reader";
import type { Notes, TaskReview } from "../notes/notes";
import { readNotes } from "../notes/read-notes";
import { knownTo } from "../session/session";
import type { Session } from "../session/session";

/** All that one reviewer wrote about one author's answers. */
export interface Review {
  readonly reviewer: string;
  readonly author: string;
  readonly tasks: readonly Omit<TaskReview, "author">[];
}

/** Reads every file first: if one is wrong, all that is wrong is told and nothing is written. */
export function readAll<Read>(files: readonly string[], read: (name: string, text: string) => Read): Read[] {
  const problems: string[] = [];
  const all: Read[] = [];
  for (const file of files)
    try {
      all.push(read(basename(file), readFileSync(file, "utf8")));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!(error instanceof NotesError) && code === undefined) throw error;
      problems.push(code === undefined ? (error as Error).message : `${file}: cannot be read (${code})`);
    }
  if (problems.length > 0) throw new BadConfiguration(`Nothing was written:\n  ${problems.join("\n  ")}`);
  return all;
}

/** @throws {NotesError} two files by the same writer */
export function refuseTwice<Read>(
  name: string,
  one: Read,
  seen: Map<string, string>,
  keyOf: (one: Read) => string,
): Read {
  const key = keyOf(one);
  const other = seen.get(key);
  if (other !== undefined)
    throw new NotesError(`${name}, line 1: expected one file of ${key}, got a second one beside ${other}`);
  seen.set(key, name);
  return one;
}

export function readNotesFiles(files: readonly string[], session: Session): Notes[] {
  const known = knownTo(session);
  const seen = new Map<string, string>();
  return readAll(files, (name, text) =>
    refuseTwice(name, readNotes(name, text, known), seen, ({ page, reviewer }) => `${reviewer} of ${page}`),
  );
}

/** Reviews by author, as submissions; in an order that does not tell the reviewer, the same every time. */
export function reviewsReceived(notes: readonly Notes[], session: Session): Map<string, Review[]> {
  const reviews = notes.flatMap(({ page: name, reviewer: as, reviews: written }) => {
    const { reviewers, authors } = session.pages.find((page) => page.name === name)!;
    const letters = [...new Set(written.map(({ author }) => author))];
    return letters.map((letter): Review => ({
      reviewer: reviewers[as]!,
      author: authors[letter]!,
      tasks: written
        .filter(({ author }) => author === letter)
        .map(({ task, scores, comment }) => ({ task, scores, comment })),
    }));
  });
  const shuffled = randomGenerator(`review/${session.id}/received`).shuffle(
    reviews.sort((a, b) => (a.reviewer + a.author < b.reviewer + b.author ? -1 : 1)),
  );
  return new Map(
    session.members.map(({ submission }) => [
      submission,
      shuffled.filter(({ author }) => author === submission),
    ]),
  );
}
