/** Gradescope's results.json, one for each submission; Gradescope shows its texts to the learner. */
import { phrase, shownCheck } from "../../../lib/jupyter/language.cjs";
import { hiddenCount } from "../../exercises/hidden";
import { inEdition } from "../intake/edition";
import { isUndecided } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { isForLearner } from "../../answers/findings";
import { feedbackOf, shownNote, shownReason, verdictWord } from "./feedback";

type Test = Readonly<Record<string, unknown>>;

function testsOf(task: GradedTask): Test[] {
  const { visible, hidden } = feedbackOf(task);
  const shown = visible.map(({ name, verdict, points, message }) => ({
    name: `${task.sheet} ${task.task}: ${shownCheck(name)}`,
    score: verdict === "pass" && task.verdict !== "not_attempted" ? points : 0,
    max_score: points,
    status: verdict === "pass" ? "passed" : "failed",
    output: shownReason(message),
    output_format: "text",
    visibility: "visible",
  }));
  if (hidden.count === 0) return shown;
  const name = `${task.sheet} ${task.task}: ${shownCheck(hiddenCount(hidden.passed, hidden.count))}`;
  const score = task.verdict === "not_attempted" ? 0 : hidden.earned;
  return [
    ...shown,
    { name, score, max_score: hidden.possible, output: "", output_format: "text", visibility: "visible" },
  ];
}

/** In the language of the learner's sheets, as the page is. */
export const gradescopeJson = (record: SubmissionRecord): string =>
  inEdition(record.edition, () => jsonOf(record));

function jsonOf({ verdict, reason, earned, undetermined, notes, tasks }: SubmissionRecord): string {
  const told = [
    verdictWord(verdict),
    shownReason(reason ?? ""),
    undetermined > 0 ? phrase("{0} points are undetermined", undetermined) : undefined,
    ...notes.filter(isForLearner).map(shownNote),
  ];
  const output = told.filter(Boolean).join("\n");
  const isOpen = undetermined > 0 || isUndecided(verdict);
  // Without a score of its own, Gradescope adds up those of the tests: undecided work has neither, so that it stays blank.
  const tests = tasks.flatMap(testsOf).map(({ score, ...rest }) => (isOpen ? rest : { score, ...rest }));
  const body = { ...(!isOpen && { score: earned }), output, output_format: "text", tests };
  return `${JSON.stringify(body, null, 1)}\n`;
}
