/** Reads notes and ratings back, and refuses what another session or nobody's page has written. */
import { LineReader } from "./line-reader";
import type { Notes, QuestionNote, Rating, Ratings, TaskReview } from "./notes";
import { rubric } from "./rubric";

/** What the notes of a session may name. */
export interface Known {
  readonly session: string;
  readonly pages: readonly KnownPage[];
  /** "06 dotScore" */
  readonly tasks: readonly string[];
}

export interface KnownPage {
  readonly name: string;
  readonly reviewers: readonly string[];
  readonly authors: readonly string[];
}

const oneOf = (names: readonly string[]): string => `one of ${names.join(", ")}`;
const anything = "(.+?)\\s*";

function field(reader: LineReader, name: string, allowed: readonly string[]): string {
  const expected = allowed.length === 1 ? `"${name}: ${allowed[0]}"` : `"${name}: " and ${oneOf(allowed)}`;
  const value = reader.take(new RegExp(`^${name}: ${anything}$`), expected)[1]!;
  return allowed.includes(value) ? value : reader.refuse(expected);
}

const criteria = rubric.map(({ name }) => name);

function readScores(reader: LineReader): Record<string, number> {
  const scores: Record<string, number> = {};
  for (let match = reader.takeIf(/^- (.*)$/); match; match = reader.takeIf(/^- (.*)$/)) {
    const [, name, score] = /^(.+): ([0-3]) of 3\s*$/.exec(match[1]!) ?? [];
    if (name === undefined || !criteria.includes(name) || name in scores)
      return reader.refuse(
        `"- CRITERION: 0 to 3 of 3", each once, where the criterion is ${oneOf(criteria)}`,
      );
    scores[name] = Number(score);
  }
  return scores;
}

function readAnswers(reader: LineReader, author: string, { tasks }: Known): TaskReview[] {
  const reviews: TaskReview[] = [];
  for (let match = reader.takeIf(/^### (.+?)\s*$/); match; match = reader.takeIf(/^### (.+?)\s*$/)) {
    const task = match[1]!;
    if (!tasks.includes(task) || reviews.some((review) => review.task === task))
      return reader.refuse(`"### " and a task, each once: ${oneOf(tasks)}`);
    reviews.push({ author, task, scores: readScores(reader), comment: reader.takeQuote() });
  }
  return reviews;
}

function readQuestions(reader: LineReader): QuestionNote[] {
  const questions: QuestionNote[] = [];
  const pattern = /^### (\d\d question \d+)\s*$/;
  for (let match = reader.takeIf(pattern); match; match = reader.takeIf(pattern))
    questions.push({ question: match[1]!, text: reader.takeQuote() });
  return questions;
}

function readTimes(reader: LineReader, { tasks }: Known): Record<string, number> {
  const times: Record<string, number> = {};
  for (let match = reader.takeIf(/^- (.*)$/); match; match = reader.takeIf(/^- (.*)$/)) {
    const [, task, minutes, seconds] = /^(.+): (\d{1,4}):([0-5]\d)\s*$/.exec(match[1]!) ?? [];
    if (task === undefined || !tasks.includes(task)) return reader.refuse('"- TASK: MINUTES:SECONDS"');
    times[task] = 60 * Number(minutes) + Number(seconds);
  }
  return times;
}

/** @throws {NotesError} file, line, expected and actual */
export function readNotes(file: string, text: string, known: Known): Notes {
  const reader = new LineReader(file, text);
  reader.take(/^# Review notes\s*$/, '"# Review notes"');
  const session = field(reader, "session", [known.session]);
  const name = field(reader, "page", known.pages.map((page) => page.name)); // prettier-ignore
  const page = known.pages.find((one) => one.name === name)!;
  const reviewer = field(reader, "reviewer", page.reviewers);
  const authors = page.authors.filter((author) => author !== reviewer);
  const reviews: TaskReview[] = [];
  const heading = /^## Answers of (.+?)\s*$/;
  for (let match = reader.takeIf(heading); match; match = reader.takeIf(heading)) {
    const author = match[1]!;
    if (!authors.includes(author) || reviews.some((review) => review.author === author))
      return reader.refuse(`"## Answers of " and another member, each once: ${oneOf(authors)}`);
    reviews.push(...readAnswers(reader, author, known));
  }
  const questions = reader.takeIf(/^## Questions\s*$/) ? readQuestions(reader) : [];
  const times = reader.takeIf(/^## Time\s*$/) ? readTimes(reader, known) : {};
  if (!reader.isAtEnd) reader.fail("a heading, a score, a quoted line, or the end");
  return { session, page: name, reviewer, reviews, questions, times };
}

/** A feedback page and how many reviews it shows. */
export interface KnownFeedback {
  readonly page: string;
  readonly reviews: number;
}

/** @throws {NotesError} file, line, expected and actual */
export function readRatings(
  file: string,
  text: string,
  session: string,
  pages: readonly KnownFeedback[],
): Ratings {
  const reader = new LineReader(file, text);
  reader.take(/^# Ratings of reviews\s*$/, '"# Ratings of reviews"');
  field(reader, "session", [session]);
  const page = field(reader, "page", pages.map((one) => one.page)); // prettier-ignore
  const count = pages.find((one) => one.page === page)!.reviews;
  const ratings: Rating[] = [];
  const heading = /^## Review (\d+)\s*$/;
  for (let match = reader.takeIf(heading); match; match = reader.takeIf(heading)) {
    const review = Number(match[1]);
    if (review < 1 || review > count || ratings.some((rating) => rating.review === review))
      return reader.refuse(`"## Review " and a number from 1 to ${count}, each once`);
    const line = reader.takeIf(/^- (.*)$/);
    const given = line && /^rating: ([1-5]) of 5\s*$/.exec(line[1]!);
    if (line && !given) return reader.refuse('"- rating: 1 to 5 of 5"');
    const rating = given ? { rating: Number(given[1]) } : {};
    ratings.push({ review, ...rating, comment: reader.takeQuote() });
  }
  if (!reader.isAtEnd) reader.fail("a heading, a rating, a quoted line, or the end");
  return { session, page, ratings };
}
