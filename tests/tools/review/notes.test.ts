import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeNotes, writeRatings } from "../../../tools/review/notes/notes";
import type { Notes, Ratings } from "../../../tools/review/notes/notes";
import { readNotes, readRatings } from "../../../tools/review/notes/read-notes";
import { rubric } from "../../../tools/review/notes/rubric";

const known = {
  session: "3f2a9c1b0d4e",
  pages: [
    { name: "group-1", reviewers: ["A", "B", "C"], authors: ["A", "B", "C"] },
    { name: "group-2", reviewers: ["A", "B"], authors: ["A", "B"] },
  ],
  tasks: ["06 dotScore", "06 attend"],
};

/** What a text area gives back: its ends and the ends of its lines are blank-free. */
const comment = fc
  .array(fc.string({ unit: "binary" }).map((line) => line.replace(/[\r\n\u2028\u2029]/g, "").trimEnd()))
  .map((lines) => lines.join("\n").trim());
const scores = fc
  .dictionary(fc.constantFrom(...rubric.map(({ name }) => name)), fc.integer({ min: 0, max: 3 }))
  .map((given) => ({ ...given }));
const review = (author: string, task: string) =>
  fc.record({ author: fc.constant(author), task: fc.constant(task), scores, comment });
const notes: fc.Arbitrary<Notes> = fc.record({
  session: fc.constant(known.session),
  page: fc.constant("group-1"),
  reviewer: fc.constant("B"),
  reviews: fc.tuple(review("A", "06 dotScore"), review("A", "06 attend"), review("C", "06 attend")),
  questions: comment.map((text) => [{ question: "06 question 1", text }]),
  times: fc.integer({ min: 1, max: 9000 }).map((seconds) => ({ "06 attend": seconds })),
});

describe("notes", () => {
  test("come back from Markdown as they were written, whatever a comment holds", () => {
    fc.assert(
      fc.property(notes, (given) => {
        const read = readNotes("notes.md", writeNotes(given), known);
        const reviews = given.reviews.filter(
          (one) => one.comment !== "" || Object.keys(one.scores).length > 0,
        );
        const questions = given.questions.filter(({ text }) => text !== "");
        expect(read).toEqual({ ...given, reviews, questions });
      }),
    );
  });

  const valid = `# Review notes

session: 3f2a9c1b0d4e
page: group-1
reviewer: B

## Answers of A

### 06 dotScore

- right: 3 of 3
- explained: 1 of 3

> ## Answers of C
> is only quoted
`;
  const refusal = (from: string | RegExp, to: string): string => {
    expect(valid).toMatch(from);
    try {
      readNotes("kim.md", valid.replace(from, to), known);
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };

  test("are read with other line ends and a byte order mark", () => {
    const { reviews } = readNotes("kim.md", `\ufeff${valid.replaceAll("\n", "\r\n")}`, known);
    expect(reviews).toEqual([
      {
        author: "A",
        task: "06 dotScore",
        scores: { right: 3, explained: 1 },
        comment: "## Answers of C\nis only quoted",
      },
    ]);
  });

  test.each([
    ["of another session", "3f2a9c1b0d4e", "000000000000", 'kim.md, line 3: expected "session: 3f2a9c1b0d4e", got "session: 000000000000"'],
    ["of a page that is not there", "group-1", "group-9", 'kim.md, line 4: expected "page: " and one of group-1, group-2, got "page: group-9"'],
    ["by nobody of the page", "reviewer: B", "reviewer: Z", 'kim.md, line 5: expected "reviewer: " and one of A, B, C, got "reviewer: Z"'],
    ["about the reviewer's own answers", "of A", "of B", 'kim.md, line 7: expected "## Answers of " and another member, each once: one of A, C, got "## Answers of B"'],
    ["about an unknown task", "06 dotScore", "06 dotscore", 'kim.md, line 9: expected "### " and a task, each once: one of 06 dotScore, 06 attend, got "### 06 dotscore"'],
    ["with a score of 4", "3 of 3", "4 of 3", 'kim.md, line 11: expected "- CRITERION: 0 to 3 of 3", each once, where the criterion is one of right, readable, tested idea, explained, got "- right: 4 of 3"'],
    ["with the same score twice", "explained", "right", 'kim.md, line 12: expected "- CRITERION'],
    ["with text that is not quoted", "> is only", "is only", 'kim.md, line 15: expected a heading, a score, a quoted line, or the end, got "is only quoted"'],
    ["that are another file", "# Review notes", "<html>", 'kim.md, line 1: expected "# Review notes", got "<html>"'],
  ])("%s are refused, with file, line, expected and actual", (_, from, to, message) => {
    expect(refusal(from, to)).toContain(message);
  }); // prettier-ignore

  test("that end too early say so", () => {
    expect(() => readNotes("kim.md", "# Review notes\n", known)).toThrow(
      'kim.md, line 2: expected "session: 3f2a9c1b0d4e", got the end of the file',
    );
  });
});

describe("ratings", () => {
  const pages = [{ page: "feedback-2", reviews: 2 }];
  const given: Ratings = {
    session: known.session,
    page: "feedback-2",
    ratings: [
      { review: 1, rating: 4, comment: "clear" },
      { review: 2, comment: "## Review 1\n- rating: 1 of 5" },
    ],
  };

  test("come back from Markdown as they were written", () => {
    expect(readRatings("r.md", writeRatings(given), known.session, pages)).toEqual(given);
  });

  test.each([
    ["of a review that is not there", "## Review 2", "## Review 3", '"## Review " and a number from 1 to 2, each once, got "## Review 3"'],
    ["of 6", "4 of 5", "6 of 5", '"- rating: 1 to 5 of 5", got "- rating: 6 of 5"'],
    ["of another page", "feedback-2", "feedback-7", '"page: feedback-2", got "page: feedback-7"'],
  ])("%s are refused", (_, from, to, message) => {
    const text = writeRatings(given).replace(from, to);
    expect(() => readRatings("r.md", text, known.session, pages)).toThrow(message);
  }); // prettier-ignore
});
