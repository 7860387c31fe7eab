/** `npm run review -- ratings`: from the authors' ratings to the cohort's report. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadConfiguration } from "../../grade/exit-codes";
import { writeWhole } from "../../grade/record/write-file";
import type { Output } from "../../grade/report/progress";
import type { Ratings } from "../notes/notes";
import { readRatings } from "../notes/read-notes";
import { openSession } from "../session/session";
import type { Session } from "../session/session";
import { ratingsCsv, reportPage } from "./cohort-report";
import type { RatedReview } from "./cohort-report";
import { collectedFile } from "./collect";
import type { Collected } from "./collect";
import { readAll, refuseTwice } from "./received";

function openCollected(out: string, { id }: Session): Collected {
  const path = collectedFile(out);
  if (!existsSync(path))
    throw new BadConfiguration(
      `${out} has no reviews yet: expected ${path} from npm run review -- collect ${out} NOTES.md…`,
    );
  const collected = JSON.parse(readFileSync(path, "utf8")) as Collected;
  if (collected.session !== id)
    throw new BadConfiguration(
      `${path} is of another session: expected ${id}, got ${collected.session}; collect the notes again`,
    );
  return collected;
}

const withRatings = ({ reviews }: Collected, all: readonly Ratings[]): RatedReview[] =>
  Object.entries(reviews).flatMap(([page, received]) => {
    const ratings = all.find((one) => one.page === page)?.ratings ?? [];
    return received.map((review, index) => {
      const given = ratings.find((rating) => rating.review === index + 1);
      return { ...review, ...(given && { given }) };
    });
  });

/** @throws {BadConfiguration} a file is malformed or of another session: all problems, and nothing is written */
export function reportRatings(out: string, files: readonly string[], shown: Output): void {
  const session = openSession(out);
  const collected = openCollected(out, session);
  const pages = Object.entries(collected.reviews).map(([page, reviews]) => ({
    page,
    reviews: reviews.length,
  }));
  const seen = new Map<string, string>();
  const all = readAll(files, (name, text) =>
    refuseTwice(name, readRatings(name, text, session.id, pages), seen, ({ page }) => page),
  );
  const rated = withRatings(collected, all);
  writeWhole(join(out, "report.html"), reportPage(session, rated));
  writeWhole(join(out, "ratings.csv"), ratingsCsv(session, rated));
  const count = rated.filter(({ given }) => given?.rating !== undefined).length;
  shown.write(
    `${count} ratings of ${rated.length} reviews: ${join(out, "report.html")}, ${join(out, "ratings.csv")}\n`,
  );
}
