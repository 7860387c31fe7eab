/** What a learner predicted before running a cell, in predictions.json of the state folder: the first answer to a question counts. */
import { language, phrase, readEntries } from "../../lib/jupyter/language.cjs";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { replaceFile } from "../../lib/replace-file";
import { projectRoot, stateFolder } from "../setup/state-folder.cjs";
import { keepOrSay } from "./progress";

export interface KeptPrediction {
  readonly choice: string;
  readonly isRight: boolean;
  /** "06-attention", where the page tells the kernel. */
  readonly notebook?: string;
}

/** By the question's text, in English. */
export type KeptPredictions = Readonly<Record<string, KeptPrediction>>;

const path = (): string => stateFolder("predictions.json");

/** A file that cannot be read counts as none. */
export function readPredictions(): KeptPredictions {
  if (!existsSync(path())) return {};
  try {
    return JSON.parse(readFileSync(path(), "utf8")) as KeptPredictions;
  } catch {
    return {};
  }
}

/** One question has one name, in whichever language it is asked. */
function englishOf(question: string): string {
  if (language() === "en") return question;
  const folder = join(projectRoot, "notebooks", "ko");
  const files = readdirSync(folder).filter((name) => name.endsWith(".po"));
  const entries = files.flatMap((name) => readEntries(readFileSync(join(folder, name), "utf8")));
  return entries.find(({ translation }) => translation === question)?.text ?? question;
}

export function keepPrediction(asked: string, choice: string, isRight: boolean): void {
  const question = englishOf(asked);
  const kept = readPredictions();
  if (Object.hasOwn(kept, question)) return;
  const opened = process.env["JPY_SESSION_NAME"]; // Jupyter's server names the notebook; VS Code does not
  const notebook = opened === undefined ? {} : { notebook: basename(opened, ".ipynb") };
  const text = `${JSON.stringify({ ...kept, [question]: { choice, isRight, ...notebook } }, null, 1)}\n`;
  keepOrSay("prediction", () => {
    mkdirSync(dirname(path()), { recursive: true });
    replaceFile(path(), Buffer.from(text));
  });
}

/** How many of the course's questions were answered, and how many of them right. */
export function predictionsText(questions: readonly string[], kept: KeptPredictions): string {
  const made = questions.filter((question) => Object.hasOwn(kept, question));
  const numRight = made.filter((question) => kept[question]!.isRight).length;
  return phrase(
    "Predictions: {0} of {1} made, {2} right at the first try",
    made.length,
    questions.length,
    numRight,
  );
}
