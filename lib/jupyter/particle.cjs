/**
 * Korean particles after a text that is known only when it is shown: "{0}을(를)" becomes "5를" or "3을".
 *
 * A particle has two forms, one after a consonant and one after a vowel; what counts is how the text before it is read.
 * Plain JavaScript that needs no package: set-up speaks before any package is there.
 */

/** The forms, after a consonant and after a vowel, for each way to write both. @type {Readonly<Record<string, readonly [string, string]>>} */
const forms = {
  "을(를)": ["을", "를"],
  "를(을)": ["을", "를"],
  "은(는)": ["은", "는"],
  "는(은)": ["은", "는"],
  "이(가)": ["이", "가"],
  "가(이)": ["이", "가"],
  "과(와)": ["과", "와"],
  "와(과)": ["과", "와"],
  "(으)로": ["으로", "로"],
  "(이)라": ["이라", "라"],
  "(이)나": ["이나", "나"],
  "이어야(여야)": ["이어야", "여야"],
};

const open = new RegExp(
  Object.keys(forms)
    .map((form) => form.replace(/[()]/g, "\\$&"))
    .join("|"),
  "g",
);

/** @typedef {"vowel" | "l" | "consonant"} Ending  how a text ends when it is read aloud */

/** Puts the right particle wherever a text leaves both open. @param {string} text */
function withParticles(text) {
  return text.replace(open, (form, /** @type {number} */ at) => {
    const [afterConsonant, afterVowel] = /** @type {readonly [string, string]} */ (forms[form]);
    const ending = endingOf(text.slice(0, at));
    const isLikeVowel = ending === "vowel" || (ending === "l" && form === "(으)로"); // 서울로, but 서울을
    return isLikeVowel ? afterVowel : afterConsonant;
  });
}

/**
 * @param {string} before  the text up to the particle; closing quotes, brackets and marks of Markdown are not read
 * @returns {Ending}
 */
function endingOf(before) {
  const read = before.replace(/["'”’»)\]}`*_~.,…\s]+$/u, "");
  const last = read.at(-1) ?? "";
  if (/[가-힣]/.test(last)) return endingOfSyllable(last);
  if (/[0-9]/.test(last)) return endings[last] ?? "consonant";
  return /[A-Za-z]/.test(last) ? endingOfWord(/[A-Za-z]+$/.exec(read)?.[0] ?? "") : "vowel"; // %: 퍼센트
}

/** @param {string} syllable @returns {Ending} */
function endingOfSyllable(syllable) {
  const final = (syllable.charCodeAt(0) - 0xac00) % 28;
  return final === 0 ? "vowel" : final === 8 ? "l" : "consonant";
}

/** 영/십/백/천, 일, 이, 삼 …; those that are missing end in a consonant. @type {Readonly<Record<string, Ending>>} */
const endings = {
  1: "l",
  2: "vowel",
  4: "vowel",
  5: "vowel",
  7: "l",
  8: "l",
  9: "vowel",
};

/**
 * An abbreviation is read letter by letter (엘, 엠, 엔, 알), another word as a Korean would write it: attention, 어텐션.
 *
 * @param {string} word
 * @returns {Ending}
 */
function endingOfWord(word) {
  if (/^[A-Z]+$/.test(word)) return /[LR]$/.test(word) ? "l" : /[MN]$/.test(word) ? "consonant" : "vowel";
  if (/le?$/i.test(word)) return "l";
  const isClosed = /(?:^|[^aeiou])[aeiou][pt]$/i.test(word) && !/^bit$/i.test(word); // 닷, 인풋, but 웨이트, 비트
  return isClosed || /(?:[mn]e?|ng)$/i.test(word) ? "consonant" : "vowel";
}

module.exports = { endingOf, withParticles };
