/**
 * Particles: which of two forms stands after a word, and which replace them out of respect.
 */
import { finalOf } from "./hangul";

/** After a consonant, after a vowel. */
const forms: Readonly<Record<string, readonly [string, string]>> = {
  은: ["은", "는"],
  이: ["이", "가"],
  을: ["을", "를"],
  과: ["과", "와"],
  으로: ["으로", "로"],
};

const honorific: Readonly<Record<string, string>> = { 은: "께서는", 이: "께서", 에게: "께" };

/** Words that melt with 이/가: 내가, 제가, 누가. */
const beforeI: Readonly<Record<string, string>> = { 나: "내", 저: "제", 누구: "누" };

/** The form of a particle after a word: ("책", "을") gives "을", ("영화", "을") "를". */
export function particleAfter(word: string, particle: string, isHonorific = false): string {
  if (isHonorific && honorific[particle] !== undefined) return honorific[particle];
  const pair = forms[particle];
  if (pair === undefined) return particle;
  const final = finalOf(word);
  const isOpen = final === "" || (particle === "으로" && final === "ㄹ"); // 서울로, and not 서울으로
  return pair[isOpen ? 1 : 0];
}

/** The word before a particle: 나, 저 and 누구 change before 이/가. */
export function wordBefore(word: string, particle: string): string {
  return particle === "이" ? (beforeI[word] ?? word) : word;
}
