/**
 * Syllables of Hangul and the sounds that they are made of.
 *
 * @source The Unicode Standard, §3.12, "Conjoining Jamo Behavior": a syllable is its initial, medial and final sound.
 */

const first = 0xac00;
const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const medials = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const finals = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

/** The sounds of one syllable; `final` is "" where it ends in a vowel. */
export interface Syllable {
  readonly initial: string;
  readonly medial: string;
  readonly final: string;
}

/** The sounds of the last syllable of a text; undefined if it does not end in Hangul. */
export function lastSyllable(text: string): Syllable | undefined {
  const code = (text.codePointAt(text.length - 1) ?? 0) - first;
  if (code < 0 || code >= 19 * 21 * 28) return undefined;
  return {
    initial: initials[Math.floor(code / 588)]!,
    medial: medials[Math.floor(code / 28) % 21]!,
    final: finals[code % 28]!.trim(),
  };
}

/** The text with some sounds of its last syllable changed: ("가", { final: "ㄴ" }) gives "간". */
export function changeLast(text: string, change: Partial<Syllable>): string {
  const last = lastSyllable(text);
  if (last === undefined) throw new RangeError(`changeLast: text should end in Hangul, got "${text}"`);
  const { initial, medial, final } = { ...last, ...change };
  const code = (initials.indexOf(initial) * 21 + medials.indexOf(medial)) * 28 + finals.indexOf(final || " ");
  return text.slice(0, -1) + String.fromCodePoint(first + code);
}

/** The last sound of the text if that is a consonant, else "". */
export function finalOf(text: string): string {
  return lastSyllable(text)?.final ?? "";
}
