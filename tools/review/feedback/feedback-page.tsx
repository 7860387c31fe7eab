/** What an author reads: the reviews of their answers, without the reviewers' names, each to be rated. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { ratingWords, rubric } from "../notes/rubric";
import { sessionDocument } from "../page/assets";
import type { Assets } from "../page/assets";
import { Choice, Comment, scale } from "../page/fields";

interface ShownTaskReview {
  readonly task: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly comment: string;
}

export interface ShownReview {
  readonly tasks: readonly ShownTaskReview[];
}

export interface FeedbackPage {
  readonly session: string;
  readonly name: string;
  readonly author: string;
  readonly reviews: readonly ShownReview[];
}

function Scores({ scores }: Pick<ShownTaskReview, "scores">) {
  const given = rubric.filter(({ name }) => scores[name] !== undefined);
  return given.length === 0 ? null : (
    <ul>
      {given.map(({ name, shown, words }) => (
        <li>
          {shown()}: <strong>{phrase("{0} of {1}", scores[name], 3)}</strong>, {words()[scores[name]!]}
        </li>
      ))}
    </ul>
  );
}

const TaskReview = ({ task, scores, comment }: ShownTaskReview) => (
  <>
    <h3>
      <code>{task}</code>
    </h3>
    <Scores scores={scores} />
    {comment.trim() !== "" && <blockquote class="quoted">{comment}</blockquote>}
  </>
);

const Review = ({ tasks, number }: ShownReview & { number: number }) => (
  <section class="task" data-review={number} aria-labelledby={`review-${number}`}>
    <h2 id={`review-${number}`}>{phrase("Review {0}", number)}</h2>
    {tasks.map((task) => (
      <TaskReview {...task} />
    ))}
    <fieldset>
      <legend>{phrase("Did review {0} help you?", number)}</legend>
      <Choice
        id={`rating-${number}`}
        label={phrase("Your rating")}
        save={`rating ${number}`}
        empty={phrase("not rated yet")}
        options={scale(ratingWords(), 1)}
      />
      <Comment
        id={`comment-${number}`}
        label={phrase("What helped, what did not?")}
        save={`comment ${number}`}
      />
    </fieldset>
  </section>
);

export function feedbackPage({ session, name, author, reviews }: FeedbackPage, assets: Assets): string {
  const title = phrase("Reviews of your answers");
  const intro =
    reviews.length === 0
      ? phrase("Nobody has written a review of your answers.")
      : phrase(
          "Read what others wrote, and say how much each review helped. Only whoever leads the session sees your ratings. They stay in this browser until you save them as a file.",
        );
  const children = (
    <>
      <header>
        <h1>{title}</h1>
        <p>{phrase("For {0}.", author)}</p>
        <p>{intro}</p>
      </header>
      {reviews.length > 0 && (
        <div class="bar" role="region" aria-label={phrase("Your ratings")}>
          <button type="button" class="main" id="save">
            {phrase("Save my ratings")}
          </button>
        </div>
      )}
      <main class="prose">
        {reviews.map((review, index) => (
          <Review {...review} number={index + 1} />
        ))}
      </main>
    </>
  );
  return sessionDocument({ title, data: { "data-session": session, "data-page": name }, assets, children });
}
