/** Questions about a learner's own code, as a page and a terminal show them. */
import { escapeHtml } from "./html";
import { phrase } from "./language.cjs";

/** A question with its choices, and what was seen when the code was run. */
export interface CodeQuestion {
  readonly task: string;
  /** Code stands between backquotes. */
  readonly text: string;
  /** Two or more, one of them right. */
  readonly choices: readonly string[];
  /** Index of the right one. */
  readonly right: number;
  readonly because: string;
}

/** How a choice is named: 0 is "a". */
export const letterOf = (choice: number): string => "abcdefgh"[choice]!;

/** The question and its choices, a line each. */
export const questionLines = ({ text, choices }: CodeQuestion): string[] => [
  text.replaceAll("`", ""),
  ...choices.map((choice, index) => `  ${letterOf(index)}) ${choice}`),
];

/** The right choice, and what was seen. */
export const answerLine = ({ right, choices, because }: CodeQuestion): string =>
  `${letterOf(right)}) ${choices[right]}. ${because}`;

/** All questions, then all answers. */
export function questionsText(questions: readonly CodeQuestion[]): string {
  const numbered = (lines: (question: CodeQuestion) => string[]): string =>
    questions.map((question, index) => `${index + 1}. ${lines(question).join("\n")}`).join("\n\n");
  return `${numbered(questionLines)}\n\n${phrase("Answers")}\n\n${numbered((question) => [answerLine(question)])}`;
}

/** A list of questions; each answer folds out. */
export function questionsHtml(questions: readonly CodeQuestion[]): string {
  const items = questions.map((question) => {
    const choices = question.choices.map((choice) => `<li>${escapeHtml(choice)}</li>`).join("");
    const answer = `<details><summary>${phrase("The answer")}</summary><p>${escapeHtml(answerLine(question))}</p></details>`;
    return `<li><p>${withCode(question.text)}</p><ol type="a">${choices}</ol>${answer}</li>`;
  });
  return `<ol>${items.join("")}</ol>`;
}

const withCode = (text: string): string => escapeHtml(text).replace(/`([^`]*)`/g, "<code>$1</code>");
