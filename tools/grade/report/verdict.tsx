/** How our pages show what became of a check or a task; records hold it in English, a page in its own language. */
import { comparedValues, padded } from "../../../lib/jupyter/check";
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

/** What is probably wrong, and the two values that tell it; of a check that is in the page's language already. */
export function Why(check: GradedCheck) {
  const values = comparedValues(check);
  const isTold = check.verdict !== "pass" && (check.message !== "" || values.length > 0);
  return isTold ? (
    <pre class="message">
      {check.message}
      {values.map(([what, pieces], index) => (
        <>
          {(index > 0 || check.message !== "") && "\n"}
          {padded(what)}
          {pieces.map(({ text, isDifferent }) => (isDifferent ? <mark>{text}</mark> : text))}
        </>
      ))}
    </pre>
  ) : null;
}
