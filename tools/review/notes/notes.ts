/** Reviewers' notes and authors' ratings as Markdown. The pages write it, `collect` and `ratings` read it. */

/** A task of a sheet: "06 dotScore". */
export interface TaskReview {
  /** The letter on the page. */
  readonly author: string;
  readonly task: string;
  /** 0 to 3 by the criterion's name; only what was given. */
  readonly scores: Readonly<Record<string, number>>;
  readonly comment: string;
}

export interface QuestionNote {
  /** "06 question 1" */
  readonly question: string;
  readonly text: string;
}

export interface Notes {
  readonly session: string;
  readonly page: string;
  /** The letter that the page knows the reviewer by. */
  readonly reviewer: string;
  readonly reviews: readonly TaskReview[];
  readonly questions: readonly QuestionNote[];
  /** Seconds by task. */
  readonly times: Readonly<Record<string, number>>;
}

export interface Rating {
  /** As the feedback page counts them, from 1. */
  readonly review: number;
  readonly rating?: number;
  readonly comment: string;
}

export interface Ratings {
  readonly session: string;
  readonly page: string;
  readonly ratings: readonly Rating[];
}

/** Quoted, so that no line of it can be taken for ours. */
const quote = (text: string): string[] =>
  text.trim() === ""
    ? []
    : [
        text
          .trim()
          .split(/\r\n?|[\n\u2028\u2029]/)
          .map((line) => `> ${line}`.trimEnd())
          .join("\n"),
      ];

export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

const headOf = (title: string, fields: Readonly<Record<string, string>>): string[] => [
  `# ${title}`,
  Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join("\n"), // prettier-ignore
];

const scoreLines = (scores: TaskReview["scores"]): string[] => {
  const lines = Object.entries(scores).map(([name, score]) => `- ${name}: ${score} of 3`);
  return lines.length > 0 ? [lines.join("\n")] : [];
};

const isWritten = ({ scores, comment }: TaskReview): boolean =>
  Object.keys(scores).length > 0 || comment.trim() !== "";

export function writeNotes({ session, page, reviewer, reviews, questions, times }: Notes): string {
  const written = reviews.filter(isWritten);
  const authors = [...new Set(written.map(({ author }) => author))].sort();
  const answers = authors.flatMap((author) => [
    `## Answers of ${author}`,
    ...written
      .filter((review) => review.author === author)
      .flatMap(({ task, scores, comment }) => [`### ${task}`, ...scoreLines(scores), ...quote(comment)]),
  ]);
  const discussed = questions.filter(({ text }) => text.trim() !== "");
  const timed = Object.entries(times).filter(([, seconds]) => seconds >= 1);
  const parts = [
    ...headOf("Review notes", { session, page, reviewer }),
    ...answers,
    ...(discussed.length > 0 ? ["## Questions"] : []),
    ...discussed.flatMap(({ question, text }) => [`### ${question}`, ...quote(text)]),
    ...(timed.length > 0
      ? ["## Time", timed.map(([task, seconds]) => `- ${task}: ${clock(seconds)}`).join("\n")]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

export function writeRatings({ session, page, ratings }: Ratings): string {
  const written = ratings.filter(({ rating, comment }) => rating !== undefined || comment.trim() !== "");
  const parts = [
    ...headOf("Ratings of reviews", { session, page }),
    ...written.flatMap(({ review, rating, comment }) => [
      `## Review ${review}`,
      ...(rating === undefined ? [] : [`- rating: ${rating} of 5`]),
      ...quote(comment),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}
