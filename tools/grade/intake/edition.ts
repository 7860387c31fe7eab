/** The edition in which somebody worked: what they read of the grader is in its language, unless the grader asks for another. */
import { inLanguage, type Language } from "../../../lib/jupyter/language.cjs";
import type { SourceCell } from "./notebook";

/** Of the letters in the text cells; in a Korean sheet it is half, in an English one next to nothing. */
const leastHangul = 0.2;

/** Told by the text, which stays what it is when a file is renamed. @returns undefined where there is no text */
export function editionOf(cells: readonly SourceCell[]): Language | undefined {
  const text = cells.map(({ isCode, source }) => (isCode ? "" : source)).join("\n");
  const hangul = (text.match(/\p{Script=Hangul}/gu) ?? []).length;
  const latin = (text.match(/[a-z]/gi) ?? []).length;
  if (hangul + latin === 0) return undefined;
  return hangul / (hangul + latin) >= leastHangul ? "ko" : "en";
}

/** Builds what a learner reads. `--lang` is the grader's word and goes first. */
export const inEdition = <Built>(edition: Language | undefined, build: () => Built): Built =>
  edition === undefined || process.env["COURSE_LANG"] ? build() : inLanguage(edition, build);
