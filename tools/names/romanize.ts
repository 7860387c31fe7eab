/** Hangul in Latin letters, syllable by syllable: names do not change their sounds at the joints. */

const initials = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ");
const vowels = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ");
const finals = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ");

const FIRST = 0xac00;
const LAST = 0xd7a3;

function romanizeSyllable(syllable: string): string {
  const code = syllable.codePointAt(0)!;
  if (code < FIRST || code > LAST) return syllable;
  const index = code - FIRST;
  const [initial, rest] = [Math.floor(index / (vowels.length * finals.length)), index % (vowels.length * finals.length)]; // prettier-ignore
  return initials[initial]! + vowels[Math.floor(rest / finals.length)]! + finals[rest % finals.length]!;
}

/**
 * "김민지" → "gimminji"; everything that is no Hangul syllable stays.
 *
 * @source Revised Romanization of Korean, Ministry of Culture and Tourism, 2000. https://www.korean.go.kr/front_eng/roman/roman_01.do
 */
export const romanize = (text: string): string => [...text.normalize("NFC")].map(romanizeSyllable).join("");
