/** How our pages show what became of a check or a task; records hold it in English, a page in its own language. */
import { phrase, shownCheck } from "../../../lib/jupyter/language.cjs";
import { isUndecided } from "../judge/record";
import type { GradedCheck } from "../judge/record";
import { verdictWord } from "./feedback";

/** In colour, with a sign for those who do not see it. */
export function Verdict({ verdict }: { verdict: string }) {
  const words = verdictWord(verdict);
  if (verdict === "pass") return <span class="good">✓ {words}</span>;
  if (verdict === "not_attempted") return <span class="quiet">· {words}</span>;
  return isUndecided(verdict) ? <span class="open">{words}</span> : <span class="bad">✗ {words}</span>;
}

/** What is probably wrong, and the two values that tell it. */
export function Why({ verdict, message, expected, actual }: GradedCheck) {
  const hasValues = expected !== undefined && actual !== undefined;
  const lines = [
    shownCheck(message),
    hasValues ? phrase("expected {0}\ngot      {1}", expected, actual) : "",
  ].filter(Boolean);
  return verdict === "pass" || lines.length === 0 ? null : <pre class="message">{lines.join("\n")}</pre>;
}
