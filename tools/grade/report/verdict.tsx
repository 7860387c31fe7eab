/** How our pages show what became of a check or a task. */
import { isUndecided } from "../judge/record";
import type { GradedCheck } from "../judge/record";
import { verdictWords } from "./feedback";

/** In colour, with a sign for those who do not see it. */
export function Verdict({ verdict }: { verdict: string }) {
  const words = verdictWords[verdict] ?? verdict;
  if (verdict === "pass") return <span class="good">✓ {words}</span>;
  if (verdict === "not_attempted") return <span class="quiet">· {words}</span>;
  return isUndecided(verdict) ? <span class="open">{words}</span> : <span class="bad">✗ {words}</span>;
}

/** What is probably wrong, and the two values that tell it. */
export function Why({ verdict, message, expected, actual }: GradedCheck) {
  const hasValues = expected !== undefined && actual !== undefined;
  const lines = [message, hasValues ? `expected ${expected}\ngot      ${actual}` : ""].filter(Boolean);
  return verdict === "pass" || lines.length === 0 ? null : <pre class="message">{lines.join("\n")}</pre>;
}
