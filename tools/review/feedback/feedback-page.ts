/** What an author reads: the reviews of their answers, without the reviewers' names, each to be rated. */
import { escapeHtml } from "../../../lib/jupyter/html";
import { ratingWords, rubric } from "../notes/rubric";
import { documentOf } from "../page/document";
import type { Assets } from "../page/document";

export interface ShownReview {
  readonly tasks: readonly {
    readonly task: string;
    readonly scores: Readonly<Record<string, number>>;
    readonly comment: string;
  }[];
}

export interface FeedbackPage {
  readonly session: string;
  readonly name: string;
  readonly author: string;
  readonly reviews: readonly ShownReview[];
}

function scoresHtml(scores: ShownReview["tasks"][number]["scores"]): string {
  const items = rubric
    .filter(({ name }) => scores[name] !== undefined)
    .map(
      ({ name, words }) =>
        `<li>${name}: <strong>${scores[name]} of 3</strong>, ${escapeHtml(words[scores[name]!]!)}</li>`,
    );
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "";
}

function reviewHtml({ tasks }: ShownReview, index: number): string {
  const number = index + 1;
  const parts = tasks.map(
    ({ task, scores, comment }) =>
      `<h3><code>${escapeHtml(task)}</code></h3>${scoresHtml(scores)}${comment.trim() === "" ? "" : `<blockquote class="quoted">${escapeHtml(comment)}</blockquote>`}`,
  );
  const options = ratingWords.map(
    (words, at) => `<option value="${at + 1}">${at + 1}: ${escapeHtml(words)}</option>`,
  );
  return `<section class="task" data-review="${number}" aria-labelledby="review-${number}"><h2 id="review-${number}">Review ${number}</h2>
${parts.join("\n")}
<fieldset><legend>Did review ${number} help you?</legend>
<label for="rating-${number}">Your rating</label><select id="rating-${number}" data-save="rating ${number}"><option value="">not rated yet</option>${options.join("")}</select>
<label for="comment-${number}">What helped, what did not?</label><textarea id="comment-${number}" data-save="comment ${number}"></textarea></fieldset></section>`;
}

export function feedbackPage({ session, name, author, reviews }: FeedbackPage, assets: Assets): string {
  const title = `Reviews of your answers`;
  const intro =
    reviews.length === 0
      ? "<p>Nobody has written a review of your answers.</p>"
      : "<p>Read what others wrote, and say how much each review helped. Only whoever leads the session sees your ratings. They stay in this browser until you save them as a file.</p>";
  const bar =
    reviews.length === 0
      ? ""
      : '<div class="bar" role="region" aria-label="Your ratings"><button type="button" class="main" id="save">Save my ratings</button></div>';
  const body = `<header><h1>${title}</h1><p>For <strong>${escapeHtml(author)}</strong>.</p>${intro}</header>${bar}<main class="prose">${reviews.map(reviewHtml).join("\n")}</main>`;
  return documentOf({ title, body, data: { session, page: name } }, assets);
}
