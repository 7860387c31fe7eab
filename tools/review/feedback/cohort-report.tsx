/** What whoever leads the session reads: how helpful each reviewer's reviews were, and how answers were judged. */
import Papa from "papaparse";
import type { ComponentChildren } from "preact";
import { inLanguage } from "../../../lib/jupyter/language.cjs";
import { page } from "../../grade/report/page";
import { Table } from "../../page/table";
import type { Rating } from "../notes/notes";
import { rubric } from "../notes/rubric";
import { displayName } from "../session/session";
import type { Session } from "../session/session";
import type { Review } from "./received";
import { fencesOf, fewestForFences, isOutside, median } from "./statistics";

/** A review with what its author thought of it, if anything came. */
export interface RatedReview extends Review {
  readonly given?: Rating;
}

export interface ReviewerSummary {
  readonly reviewer: string;
  readonly written: number;
  readonly ratings: readonly number[];
  readonly median?: number;
  readonly isOutlier: boolean;
}

const numbersOf = (reviews: readonly RatedReview[]): number[] =>
  reviews.flatMap(({ given }) => (given?.rating === undefined ? [] : [given.rating]));

/** One row for each member; an outlier is told among the reviewers' medians. */
export function summarise({ members }: Session, reviews: readonly RatedReview[]): ReviewerSummary[] {
  const rows = members.map(({ submission }) => {
    const own = reviews.filter(({ reviewer }) => reviewer === submission);
    const ratings = numbersOf(own);
    return {
      reviewer: submission,
      written: own.length,
      ratings,
      ...(ratings.length > 0 && { median: median(ratings) }),
    };
  });
  const fences = fencesOf(rows.flatMap((row) => row.median ?? []));
  return rows.map((row) => ({
    ...row,
    isOutlier: row.median !== undefined && isOutside(row.median, fences),
  }));
}

const shortest = (value: number): string => String(Math.round(value * 100) / 100);

const nameIn = (session: Session, submission: string): string =>
  displayName(session.members.find((member) => member.submission === submission)!);

function reviewerRows(session: Session, summaries: readonly ReviewerSummary[]): ComponentChildren[][] {
  return summaries.map(({ reviewer, written, ratings, median: middle, isOutlier }) => [
    nameIn(session, reviewer),
    written,
    ratings.join(", ") || "–",
    middle === undefined ? "–" : shortest(middle),
    isOutlier && <span class="bad">outlier: look at these reviews</span>,
  ]);
}

/** By task, the median of each criterion over all reviews. */
function judgementRows({ sheets }: Session, reviews: readonly RatedReview[]): ComponentChildren[][] {
  const keys = sheets.flatMap(({ slug, tasks }) => tasks.map((task) => `${slug.slice(0, 2)} ${task}`));
  return keys.map((key) => {
    const own = reviews.flatMap(({ tasks }) => tasks.filter(({ task }) => task === key));
    const medians = rubric.map(({ name }) => {
      const scores = own.flatMap(({ scores: given }) => given[name] ?? []);
      return scores.length === 0 ? "–" : shortest(median(scores));
    });
    return [<code>{key}</code>, own.length, ...medians];
  });
}

function commentRows(session: Session, reviews: readonly RatedReview[]): ComponentChildren[][] {
  return reviews
    .filter(({ given }) => given !== undefined && given.comment.trim() !== "")
    .map(({ reviewer, author, given }) => [
      nameIn(session, reviewer),
      nameIn(session, author),
      given!.rating ?? "–",
      <pre class="message">{given!.comment}</pre>,
    ]);
}

const rule = `An outlier is a reviewer whose median rating lies more than 1.5 spreads below the lower quartile of all reviewers' medians, or above the upper one (Tukey's rule); the spread is the distance of the quartiles, at least 1. Fewer than ${fewestForFences} rated reviewers are too few to tell.`;

/** For whoever leads the session: English, whatever language the learners' pages are in. */
export const reportPage = (session: Session, reviews: readonly RatedReview[]): string =>
  inLanguage("en", () => englishPage(session, reviews));

function englishPage(session: Session, reviews: readonly RatedReview[]): string {
  const all = numbersOf(reviews);
  const summaries = summarise(session, reviews);
  const comments = commentRows(session, reviews);
  const title = "Reviews of the session";
  const rated = all.length > 0 && `; the median rating is ${shortest(median(all))} of 5`;
  return page(
    title,
    <>
      <h1>{title}</h1>
      <p>
        {reviews.length} reviews, {all.length} of them rated{rated}. This page names people: it is for whoever
        leads the session.
      </p>
      <h2>How helpful each reviewer was</h2>
      <Table
        head={["reviewer", "reviews written#", "ratings received", "median#", ""]}
        rows={reviewerRows(session, summaries)}
      />
      <p>{rule}</p>
      <h2>How answers were judged</h2>
      <p>Medians over all reviews of a task, 0 to 3.</p>
      <Table
        head={["task", "reviews#", ...rubric.map(({ name }) => `${name}#`)]}
        rows={judgementRows(session, reviews)}
      />
      {comments.length > 0 && (
        <>
          <h2>What authors wrote about reviews</h2>
          <Table head={["reviewer", "author", "rating#", ""]} rows={comments} />
        </>
      )}
    </>,
  );
}

export function ratingsCsv(session: Session, reviews: readonly RatedReview[]): string {
  const data = summarise(session, reviews).map(
    ({ reviewer, written, ratings, median: middle, isOutlier }) => {
      const { learner, name } = session.members.find(({ submission }) => submission === reviewer)!;
      return [learner, name, written, ratings.length, middle ?? "", isOutlier ? "yes" : "no"];
    },
  );
  const fields = ["learner", "name", "reviews written", "ratings received", "median rating", "outlier"];
  return `${Papa.unparse({ fields, data }, { escapeFormulae: true, newline: "\n" })}\n`;
}
