/**
 * How the stem of a Korean verb or adjective changes before its endings.
 *
 * @source National Institute of Korean Language, 한글 맞춤법 (Korean orthography), ch. 4 §2, articles 15 to 18.
 *   https://korean.go.kr/kornorms/regltn/regltnView.do
 */
import { changeLast, finalOf, lastSyllable } from "./hangul";

/** The irregular classes that a dictionary form does not show. ㄹ and 으 are regular enough to be seen. */
export type Irregular = "" | "ㅂ" | "ㄷ" | "르" | "ㅎ";

export interface Stem {
  /** Without 다. */
  readonly text: string;
  readonly irregular: Irregular;
}

/** The stem with -아/-어: 읽어, 가, 와, 해, 도와, 들어, 불러, 파래. */
export function infinitive({ text, irregular }: Stem): string {
  const last = lastSyllable(text)!;
  if (irregular === "ㅂ") return changeLast(text, { final: "" }) + (/[돕곱]$/.test(text) ? "와" : "워");
  if (irregular === "ㄷ") return changeLast(text, { final: "ㄹ" }) + vowelAfter(text);
  if (irregular === "르") return doubleL(text.slice(0, -1));
  if (irregular === "ㅎ") return changeLast(text, { medial: last.medial === "ㅑ" ? "ㅒ" : "ㅐ", final: "" });
  if (/하$/.test(text)) return changeLast(text, { medial: "ㅐ" });
  if (last.final !== "") return text + vowelAfter(text);
  return contract(text, last.medial);
}

/** The stem before -(으)ㄴ, -(으)ㄹ, -(으)시-: 읽으, 가, 사 (살다), 도우, 들으, 빨가. */
export function beforeEu({ text, irregular }: Stem): string {
  const final = finalOf(text);
  if (irregular === "ㅂ") return changeLast(text, { final: "" }) + "우";
  if (irregular === "ㄷ") return changeLast(text, { final: "ㄹ" }) + "으";
  if (irregular === "ㅎ" || final === "ㄹ") return changeLast(text, { final: "" });
  return final === "" ? text : text + "으";
}

/** The stem before ㄴ and ㅂ of an ending without 으: a final ㄹ is lost, 사는, 삽니다. */
export function beforeN({ text }: Stem): string {
  return finalOf(text) === "ㄹ" ? changeLast(text, { final: "" }) : text;
}

/** The stem with the sound of the past, ㅆ: 읽었, 갔, 했. */
export function past(stem: Stem): string {
  return changeLast(infinitive(stem), { final: "ㅆ" });
}

/** -(으)ㄴ: 읽은, 간, 산, 도운. */
export function withN(stem: Stem): string {
  return changeLast(beforeEu(stem), { final: "ㄴ" });
}

/** -(으)ㄹ: 읽을, 갈, 살, 도울. */
export function withL(stem: Stem): string {
  return changeLast(beforeEu(stem), { final: "ㄹ" });
}

/** The honorific stem, -(으)시-: 읽으시, 가시, 사시. */
export function withSi(stem: Stem): Stem {
  return { text: beforeEu(stem) + "시", irregular: "" };
}

function vowelAfter(text: string): string {
  return /[ㅏㅑㅗ]/.test(lastSyllable(text)!.medial) ? "아" : "어";
}

/** 부르 gives 불러, 빠르 gives 빨라. */
function doubleL(text: string): string {
  return changeLast(text, { final: "ㄹ" }) + (vowelAfter(text) === "아" ? "라" : "러");
}

/** What a stem that ends in a vowel makes of -아/-어. */
function contract(text: string, medial: string): string {
  if (text === "아니") return "아니어";
  const melted: Record<string, string> = { ㅗ: "ㅘ", ㅜ: "ㅝ", ㅣ: "ㅕ", ㅚ: "ㅙ" };
  if (medial === "ㅡ")
    return changeLast(text, {
      medial: text.length > 1 && vowelAfter(text.slice(0, -1)) === "아" ? "ㅏ" : "ㅓ",
    });
  if (melted[medial] !== undefined) return changeLast(text, { medial: melted[medial] });
  return /[ㅏㅓㅐㅔㅕ]/.test(medial) ? text : text + "어";
}
