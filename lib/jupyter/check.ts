/**
 * Checks and hints of the exercises, as a cell shows them.
 *
 * lib knows no exercise: whoever starts the process (the kernel's launcher) offers a checker, and lib only asks it and
 * shows what it says.
 */
import { colours, type Colour } from "./design";
import { display, type MimeBundle } from "./display";
import { escapeHtml, textTable } from "./html";

/** One check of a task, as it went. */
export interface CheckOutcome {
  /** A sentence of behaviour. */
  readonly name: string;
  readonly verdict: "pass" | "fail";
  readonly points: number;
  /** What is probably wrong; empty if nothing is. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** All checks of a task, and what to do next. */
export interface TaskOutcome {
  readonly task: string;
  readonly verdict: string;
  readonly earned: number;
  readonly possible: number;
  readonly checks: readonly CheckOutcome[];
  readonly nextStep: string;
}

/** What the process that runs the cells offers; see tools/kernel/checker.cjs. */
export interface Checker {
  check(task: string, answer: unknown): Promise<TaskOutcome>;
  /** The next hint of a task in Markdown, then none. */
  hint(task: string): Promise<{ readonly title: string; readonly text: string }>;
}

/** Where a process puts its checker: a function, so that nothing is loaded before the first check. */
const key = Symbol.for("rnn-to-transformer.checker");

function findChecker(caller: string): Checker {
  const offer = (globalThis as Record<symbol, unknown>)[key] as (() => Checker) | undefined;
  if (offer === undefined) {
    throw new Error(`${caller} works in the course's notebook kernel; in a terminal use npm run check -- NN`);
  }
  return offer();
}

/** Marks an output as the checks of a task, so that whoever runs a notebook can read them. */
export const checkMimeType = "application/vnd.course.check+json";

/**
 * Checks an answer and shows, check by check, what is probably wrong.
 *
 * @param task    the exercise's name, such as "dotScore"
 * @param answer  your function or class
 * @throws {Error} there is no such task, or this process has no checker
 */
export async function check(task: string, answer: unknown): Promise<void> {
  display(outcomeBundle(await findChecker("check").check(task, answer)));
}

/**
 * Shows the next hint of a task.
 *
 * @throws {Error} there is no such task, or this process has no checker
 */
export async function hint(task: string): Promise<void> {
  const { title, text } = await findChecker("hint").hint(task);
  display({ "text/markdown": `**${title}**\n\n${text}`, "text/plain": `${title}\n\n${text}` });
}

/** The checks of a task as a table for a page, as lines for a terminal, and as data. */
export function outcomeBundle(outcome: TaskOutcome): MimeBundle {
  return {
    "text/html": outcomeHtml(outcome),
    "text/plain": outcomeText(outcome),
    [checkMimeType]: outcome,
  };
}

/** The checks of a task as lines for a terminal. */
export function outcomeText({ task, earned, possible, checks, nextStep }: TaskOutcome): string {
  const rows = checks.map(({ verdict, points, name }) => [verdict === "pass" ? "✓" : "✗", points, name]);
  const isNew = ({ message }: CheckOutcome, index: number): boolean =>
    message !== "" && checks.findIndex((other) => other.message === message) === index;
  const notes = checks.filter(isNew).map((failed) => `\n${noteText(failed)}`);
  const table = textTable(["", "points", "check"], rows, `${task}: ${earned} of ${possible} points`);
  return [table, ...notes, `\n${nextStep}`].join("\n");
}

function noteText({ name, message, expected, actual }: CheckOutcome): string {
  const values = expected === undefined ? "" : `\n    expected  ${expected}\n    actual    ${actual ?? ""}`;
  return `✗ ${name}\n    ${message}${values}`;
}

function outcomeHtml({ task, earned, possible, checks, nextStep }: TaskOutcome): string {
  const caption = `<b>${escapeHtml(task)}</b>: ${earned} of ${possible} points`;
  const head = ["", "points", "check", "what is probably wrong"].map((name) => headCell(name)).join("");
  return (
    `<table style="text-align: left"><caption style="text-align: left">${caption}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${sayEachCauseOnce(checks).map(rowHtml).join("")}</tbody></table>` +
    `<p>${escapeHtml(nextStep)}</p>`
  );
}

/** One mistake fails many checks: below the first of them it says "the same", and what was found there. */
function sayEachCauseOnce(checks: readonly CheckOutcome[]): CheckOutcome[] {
  const causeOf = ({ message }: CheckOutcome): string => message.split(" (")[0]!;
  return checks.map((check, i) => {
    const cause = causeOf(check);
    const isKnown = cause !== "" && checks.slice(0, i).some((other) => causeOf(other) === cause);
    return isKnown ? { ...check, message: `the same${check.message.slice(cause.length)}` } : check;
  });
}

const headCell = (name: string): string => `<th scope="col" style="text-align: left">${name}</th>`;

function rowHtml({ name, verdict, points, message, expected, actual }: CheckOutcome): string {
  const sign = verdict === "pass" ? mark("✓", "passed", colours.good) : mark("✗", "failed", colours.bad);
  const values =
    expected === undefined
      ? ""
      : `<br><small>expected <code>${escapeHtml(expected)}</code><br>actual <code>${escapeHtml(actual ?? "")}</code></small>`;
  const cells = [sign, String(points), escapeHtml(name), escapeHtml(message) + values];
  return `<tr>${cells.map((cell) => `<td style="text-align: left; vertical-align: top">${cell}</td>`).join("")}</tr>`;
}

/** A sign with a word for those who do not see it. */
const mark = (sign: string, word: string, { onAny }: Colour): string =>
  `<span role="img" aria-label="${word}" style="color: ${onAny}; font-weight: bold">${sign}</span>`;
