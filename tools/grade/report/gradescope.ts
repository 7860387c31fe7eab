/** Gradescope's results.json, one for each submission. */
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { feedbackOf, isForLearner, verdictWords } from "./feedback";

function testsOf(task: GradedTask): object[] {
  const { visible, hidden } = feedbackOf(task);
  const shown = visible.map(({ name, verdict, points, message }) => ({
    name: `${task.sheet} ${task.task}: ${name}`,
    score: verdict === "pass" && task.verdict !== "not_attempted" ? points : 0,
    max_score: points,
    status: verdict === "pass" ? "passed" : "failed",
    output: message,
    output_format: "text",
    visibility: "visible",
  }));
  if (hidden.count === 0) return shown;
  const name = `${task.sheet} ${task.task}: ${hidden.passed} of ${hidden.count} hidden checks passed`;
  const score = task.verdict === "not_attempted" ? 0 : hidden.earned;
  return [
    ...shown,
    { name, score, max_score: hidden.possible, output: "", output_format: "text", visibility: "visible" },
  ];
}

export function gradescopeJson({
  verdict,
  reason,
  earned,
  undetermined,
  notes,
  tasks,
}: SubmissionRecord): string {
  const told = [
    verdictWords[verdict],
    reason,
    undetermined > 0 ? `${undetermined} points are undetermined` : undefined,
    ...notes.filter(isForLearner),
  ];
  const output = told.filter(Boolean).join("\n");
  const body = {
    ...(verdict !== "infra_error" && { score: earned }),
    output,
    output_format: "text",
    tests: tasks.flatMap(testsOf),
  };
  return `${JSON.stringify(body, null, 1)}\n`;
}
