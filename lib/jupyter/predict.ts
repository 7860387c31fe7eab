/**
 * Questions that a reader answers before the cell below them runs.
 *
 * lib has no way to ask: whoever starts the process (the kernel's launcher) offers one, if its page has a box to type in.
 * Everywhere else, and where the reader skips the question, its answer is folded.
 */
import { checkList, checkRecord, checkText, shown } from "../argument";
import { colours, type Colour } from "./design";
import { phrase } from "./language.cjs";
import { display, displayLive, type MimeBundle } from "./display";

/** A question with its choices; all texts are Markdown, with formulas between dollar signs if need be. */
export interface Prediction {
  readonly question: string;
  /** Two to four, each of a few words. */
  readonly choices: readonly string[];
  /** Which choice is right, counted from 0. */
  readonly right: number;
  /** The reason, and never what the cells below measure. */
  readonly answer: string;
}

/** What the process that runs the cells offers; see tools/kernel/predictions.cjs. */
export interface Predictions {
  /** What the reader typed below the cell; undefined where nobody can be asked. */
  readonly ask: ((prompt: string) => Promise<string>) | undefined;
  /** Keeps what was chosen, for the page of progress. */
  keep(question: string, choice: string, isRight: boolean): void;
}

/** Marks an output as a question, so that the book can make it one that can be answered there. */
export const predictionMimeType = "application/vnd.course.prediction+json";

/** Where a process puts what it offers: a function, as not every cell can ask. */
const key = Symbol.for("rnn-to-transformer.predictions");

const offered = (): Predictions | undefined =>
  ((globalThis as Record<symbol, unknown>)[key] as (() => Predictions) | undefined)?.();

/**
 * Asks a question, and shows the right choice beside the reader's: predict first, then look.
 *
 * @throws {TypeError} a part is missing or no text
 * @throws {RangeError} not two to four different choices, or none of them is right
 */
export async function predict(prediction: Prediction): Promise<void> {
  checkPrediction(prediction);
  const { ask, keep } = offered() ?? {};
  if (ask === undefined || keep === undefined) return display(bundleOf(prediction, "folded"));
  const output = displayLive(bundleOf(prediction, "open"));
  const chosen = await choose(ask, prediction.choices.length);
  if (chosen === undefined) return output.update(bundleOf(prediction, "folded"));
  const { question, choices, right } = prediction;
  keep(question, choices[chosen]!, chosen === right);
  output.update(bundleOf(prediction, chosen));
}

function checkPrediction(prediction: Prediction): void {
  const { question, choices, right, answer } = checkRecord("predict", "prediction", prediction);
  checkText("predict", "question", question);
  checkList("predict", "choices", choices);
  choices.forEach((choice, i) => checkText("predict", `choices[${i}]`, choice));
  if (choices.length < 2 || choices.length > 4 || new Set(choices).size < choices.length)
    throw new RangeError(`predict: choices should be 2 to 4 different texts, got ${shown([...choices])}`);
  if (!(Number.isInteger(right) && right >= 0 && right < choices.length))
    throw new RangeError(
      `predict: right should be the place of a choice, 0 to ${choices.length - 1}, got ${shown(right)}`,
    );
  checkText("predict", "answer", answer);
}

const letterOf = (choice: number): string => "abcd"[choice]!;

/** Asks until a letter comes. @returns undefined if the reader skips the question */
async function choose(ask: (prompt: string) => Promise<string>, count: number): Promise<number | undefined> {
  const letters = [..."abcd".slice(0, count)];
  const wanted = phrase("{0} or {1} (Enter skips)", letters.slice(0, -1).join(", "), letters.at(-1)!);
  for (let prompt = wanted; ;) {
    const typed = (await ask(`${prompt}: `)).trim().toLowerCase();
    if (typed === "") return undefined;
    if (letters.includes(typed)) return letters.indexOf(typed);
    prompt = phrase("{0} is none of the letters. Please type {1}", shown(typed), wanted);
  }
}

/** What a page shows: the open question, the folded answer, or the truth beside the choice that the reader made. */
function bundleOf(prediction: Prediction, state: "open" | "folded" | number): MimeBundle {
  const { question, choices, right, answer } = prediction;
  const chosen = typeof state === "number" ? state : undefined;
  const list = choices.map((choice, i) => {
    const notes = [
      i === chosen && phrase("your answer"),
      chosen !== undefined && i === right && phrase("✓ right"),
    ].filter(Boolean);
    return `- **${letterOf(i)}** · ${choice}${notes.length > 0 ? ` **← ${notes.join(", ")}**` : ""}`;
  });
  const verdict = chosen === undefined ? `${letterOf(right)}.` : verdictOf(chosen, right);
  const truth =
    { open: "", folded: fold(`**${verdict}** ${answer}`) }[String(state)] ?? `**${verdict}** ${answer}`;
  const colour = chosen === undefined ? colours.link : colours[chosen === right ? "good" : "bad"];
  const words = [`${phrase("Predict:")} ${question}`, ...list.map((line) => line.replaceAll("**", ""))];
  return {
    "text/markdown": card([`**${phrase("Predict:")}** ${question}`, list.join("\n"), truth], colour),
    "text/plain": [...words, ...(state === "open" ? [] : [`${phrase("Answer:")} ${verdict} ${answer}`])].join(
      "\n",
    ),
    [predictionMimeType]: prediction,
  };
}

const verdictOf = (chosen: number, right: number): string =>
  chosen === right
    ? phrase("You said {0}. ✓ That is right.", letterOf(chosen))
    : phrase("You said {0}. ✗ The answer is {1}.", letterOf(chosen), letterOf(right));

const fold = (markdown: string): string =>
  `<details><summary><i>${phrase("Show the answer")}</i></summary>\n\n${markdown}\n\n</details>`;

/** A page takes what stands between empty lines for Markdown, also inside an element. */
const card = (parts: readonly string[], { onAny }: Colour): string =>
  `<div style="border: 1px solid ${onAny}; border-left-width: 6px; border-radius: 6px; padding: 0.3em 1em; max-width: 50em">\n\n${parts.filter(Boolean).join("\n\n")}\n\n</div>`;
