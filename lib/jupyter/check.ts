/**
 * Checks and hints of the exercises, as a cell shows them.
 *
 * lib knows no exercise: whoever starts the process (the kernel's launcher) offers a checker, and lib only asks it and
 * shows what it says.
 */
import { colours, type Colour } from "./design";
import { display, type MimeBundle } from "./display";
import { escapeHtml } from "./html";
import { phrase, shownCheck, splitCause } from "./language.cjs";
import { questionsHtml, questionsText, type CodeQuestion } from "./questions";

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
  /** Questions about a sheet's own answers. */
  explain(sheet: string): Promise<readonly CodeQuestion[]>;
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

/**
 * Asks three questions about your own answers of a sheet, once all of them pass: as the notebook was last saved.
 *
 * @param sheet  its number, such as "06"
 * @throws {Error} a task does not pass yet (the message names it), there is no such sheet, or this process has no checker
 */
export async function explain(sheet: string): Promise<void> {
  const questions = await findChecker("explain").explain(sheet);
  display({ "text/html": questionsHtml(questions), "text/plain": questionsText(questions) });
}

/** The checks of a task as a card for a page, as lines for a terminal, and as data, which stay English. */
export function outcomeBundle(outcome: TaskOutcome): MimeBundle {
  return {
    "text/html": outcomeHtml(outcome),
    "text/plain": outcomeText(outcome),
    [checkMimeType]: outcome,
  };
}

/** How a terminal shows what a page shows by colour and by its width. */
export interface TextStyle {
  readonly paint: (what: "good" | "bad" | "quiet" | "bold" | "mark", text: string) => string;
  /** Breaks a text into lines that are set in by so many places. */
  readonly wrap: (text: string, indent: number) => string;
}

const plain: TextStyle = { paint: (_what, text) => text, wrap: (text) => text };

/** The checks of a task as lines. */
export function outcomeText(outcome: TaskOutcome, { paint, wrap }: TextStyle = plain): string {
  const { sign, kind, headline, points } = headOf(outcome);
  const isUntouched = kind === "quiet";
  const lines = shownChecks(outcome.checks).flatMap((check) => {
    const { verdict, name, message } = check;
    const mark = verdict === "pass" ? paint("good", "✓") : isUntouched ? "·" : paint("bad", "✗");
    const line = `  ${mark} ${wrap(`${name} (${pointsOf(check.points)})`, 4)}`;
    if (isUntouched || verdict === "pass") return [line];
    const values = comparedValues(check).map(([what, pieces]) => {
      const value = pieces
        .map(({ text, isDifferent }) => (isDifferent ? paint("mark", text) : text))
        .join("");
      return `      ${paint("quiet", padded(what))} ${wrap(value, 16)}`;
    });
    return [line, ...(message ? [`      ${wrap(message, 6)}`] : []), ...values];
  });
  const head = `${paint(kind, sign)} ${paint("bold", outcome.task)}: ${points}${headline && `\n  ${wrap(headline, 2)}`}`;
  return [head, ...lines, `\n${wrap(outcome.nextStep, 0)}`].join("\n");
}

const pointsOf = (points: number): string =>
  points === 1 ? phrase("{0} point", points) : phrase("{0} points", points);

/** What stands before a value, so that values lie below each other in a terminal, where Korean letters take two places. */
export const padded = (what: string): string =>
  what + " ".repeat(Math.max(1, 9 - (/[가-힣]/.test(what) ? 2 : 1) * what.length));

type Said = Pick<CheckOutcome, "name" | "message" | "expected" | "actual">;

/** In the learner's language. */
const shownOutcome = <Check extends Said>(check: Check): Check => ({
  ...check,
  name: shownCheck(check.name),
  message: shownCheck(check.message),
  ...(check.expected !== undefined && { expected: shownCheck(check.expected) }),
  ...(check.actual !== undefined && { actual: shownCheck(check.actual) }),
});

/** What a card says first: nothing yet, done, or the cause that is likeliest. */
function headOf({ verdict, earned, possible, checks }: TaskOutcome) {
  const points = phrase("{0} of {1} points", earned, possible);
  if (verdict === "pass")
    return { sign: "✓", kind: "good", word: phrase("passed"), headline: "", points } as const;
  if (verdict === "not_attempted") {
    const word = phrase("not written yet");
    return { sign: "·", kind: "quiet", word, headline: word, points } as const;
  }
  const first = checks.find((check) => check.verdict !== "pass" && check.message !== "");
  const headline = first ? shownCheck(causeOf(first)) : "";
  return { sign: "✗", kind: "bad", word: phrase("failed"), headline, points } as const;
}

/** The mistake, without what was found: "softmax is missing (a row sums to 3)". */
const causeOf = ({ message }: Said): string => splitCause(message)[0];

/**
 * The checks of a task in the learner's language.
 *
 * One mistake fails many checks: below the first of them stands "the same", and in one line what was found there.
 */
export function shownChecks<Check extends Said>(checks: readonly Check[]): Check[] {
  const shown = checks.map(shownOutcome);
  return shown.map((check, i) => {
    const cause = causeOf(check);
    const isKnown = cause !== "" && shown.slice(0, i).some((other) => causeOf(other) === cause);
    return isKnown
      ? { ...check, message: `${phrase("the same")}${inOneLine(check.message.slice(cause.length))}` }
      : check;
  });
}

const inOneLine = (finding: string): string => finding.replace(/\n[^]*/, " …)");

const number = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;

/** A part of a value. */
export interface Piece {
  readonly text: string;
  readonly isDifferent: boolean;
}

/** Expected and actual with their names, for below each other; numbers that differ are told, where both have as many. */
export function comparedValues({ expected, actual = "" }: Said): [string, readonly Piece[]][] {
  if (expected === undefined) return [];
  const [wanted, given] = [expected.match(number) ?? [], actual.match(number) ?? []];
  const isAlike = wanted.length === given.length && wanted.length > 1;
  const piecesOf = (text: string, numbers: readonly string[], others: readonly string[]): Piece[] =>
    text.split(number).flatMap((between, i) => [
      { text: between, isDifferent: false },
      { text: numbers[i] ?? "", isDifferent: isAlike && numbers[i] !== others[i] },
    ]);
  return [
    [phrase("expected"), piecesOf(expected, wanted, given)],
    [phrase("actual"), piecesOf(actual, given, wanted)],
  ];
}

function outcomeHtml(outcome: TaskOutcome): string {
  const { sign, kind, word, headline, points } = headOf(outcome);
  const checks = shownChecks(outcome.checks);
  const failed = checks.filter(({ verdict }) => verdict !== "pass");
  const passed = checks.filter(({ verdict }) => verdict === "pass");
  const first = failed.findIndex(({ message }) => message !== "");
  const colour = colours[kind];
  const says = headline && `: ${escapeHtml(headline)}`;
  const list =
    kind === "quiet"
      ? `<ul style="margin: 0">${checks.map(({ name, points: worth }) => `<li>${escapeHtml(name)} (${pointsOf(worth)})</li>`).join("")}</ul>`
      : failed.map((check, index) => failedHtml(check, index === first)).join("") + passedHtml(passed);
  return (
    `<div style="border: 1px solid ${colour.onAny}; border-left-width: 6px; border-radius: 6px; padding: 0.6em 1em; max-width: 50em">` +
    `<p style="margin: 0 0 0.5em">${mark(sign, word, colour)} <b>${escapeHtml(outcome.task)}${says}</b> · ${points}</p>` +
    `${list}<p style="margin: 0.5em 0 0">${escapeHtml(outcome.nextStep)}</p></div>`
  );
}

function failedHtml(check: CheckOutcome, isOpen: boolean): string {
  const { name, points, message } = check;
  const marked = ({ text, isDifferent }: Piece): string =>
    isDifferent ? `<mark>${text}</mark>` : escapeHtml(text);
  const rows = comparedValues(check).map(
    ([what, pieces]) =>
      `<tr><th scope="row" style="text-align: left">${what}</th><td style="text-align: left"><code style="white-space: pre-wrap">${pieces.map(marked).join("")}</code></td></tr>`,
  );
  const values =
    rows.length > 0 ? `<table style="margin: 0.3em 0"><tbody>${rows.join("")}</tbody></table>` : "";
  const head = `${mark("✗", phrase("failed"), colours.bad)} ${escapeHtml(name)} (${pointsOf(points)})`;
  return `<details${isOpen ? " open" : ""}><summary>${head}</summary><div style="margin: 0.2em 0 0.4em 1.2em">${escapeHtml(message)}${values}</div></details>`;
}

const passedHtml = (checks: readonly CheckOutcome[]): string =>
  checks
    .map(
      ({ name, points }) =>
        `<div>${mark("✓", phrase("passed"), colours.good)} ${escapeHtml(name)} (${pointsOf(points)})</div>`,
    )
    .join("");

/** A sign with a word for those who do not see it. */
const mark = (sign: string, word: string, { onAny }: Colour): string =>
  `<span role="img" aria-label="${word}" style="color: ${onAny}; font-weight: bold">${sign}</span>`;
