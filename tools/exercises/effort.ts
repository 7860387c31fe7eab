/**
 * How long a task should take, from what can be counted: the prompt that is read, the lines that are written, the tries until
 * they passed. tests/exercises/effort.test.ts holds the stars and minutes of the sheets to it.
 *
 * No learner's minutes are known. The rates are such that the labels of the sheets, as their authors had guessed them, are met
 * on average: so the rule finds a label that is out of line with the others, and cannot say whether all are too short.
 */

export interface Work {
  readonly prompt: string;
  /** Of the answer; see `answerSize`. */
  readonly lines: number;
  /** How often it was checked until it passed. */
  readonly tries: number;
}

/** Opening and running the cells, a minute for 60 words of prompt, 0.6 for a line, 1.25 for a try. */
export const minutesFor = ({ prompt, lines, tries }: Work): number =>
  1 + wordsOf(prompt) / 60 + 0.6 * lines + 1.25 * tries;

/** An equation on its own line is one word. */
const wordsOf = (prompt: string): number =>
  prompt.replace(/\$\$[^]*?\$\$/g, " equation ").split(/\s+/).length;

/** A label may differ by so many minutes, or by a third. */
const slack = 3;

/** What is wrong with a task's labels; empty if nothing is. */
export function inspectLabels(work: Work, label: { minutes: number; difficulty: number }): string[] {
  const minutes = minutesFor(work);
  const isNear = Math.abs(label.minutes - minutes) <= Math.max(slack, minutes / 3);
  const stars = [minutes - 1, minutes + 1].map(starsFor); // a minute beside the limit decides nothing
  return [
    ...(isNear ? [] : [`about ${label.minutes} minutes, the rule says ${minutes.toFixed(1)}`]),
    ...(stars.includes(label.difficulty)
      ? []
      : [`difficulty ${label.difficulty}, the rule says ${starsFor(minutes)}`]),
  ];
}

const starsFor = (minutes: number): number => (minutes < 10 ? 1 : minutes < 18 ? 2 : 3);
