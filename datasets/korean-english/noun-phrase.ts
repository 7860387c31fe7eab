/**
 * Noun phrases in both languages: what stands around a noun, and who or what it is for the verb.
 */
import type { EnglishSubject } from "./english-verb";
import type { Adjective, Counted, Counter, Noun } from "./lexicon";
import type { Piece } from "./piece";
import { describe } from "./predicate";

/** What may stand before a noun in English: an article, "all of a kind", "no", or nothing. */
export type Article = "the" | "a" | "generic" | "no" | "";

/** Both sides of what says whose it is: 민수의, Minsu's. */
export interface Possessor {
  readonly korean: readonly Piece[];
  readonly english: readonly Piece[];
}

/** What a noun phrase says. */
export interface Nominal {
  readonly noun: Noun;
  readonly pointing?: { readonly korean: string; readonly english: "this" | "that" } | undefined;
  readonly possessor?: Possessor | undefined;
  readonly adjective?: Adjective | undefined;
  readonly count?: { readonly number: Counted; readonly counter: Counter } | undefined;
  /** -들 */
  readonly isMany?: boolean | undefined;
  /** A clause before the noun in Korean, after it in English. */
  readonly clause?: { readonly korean: readonly Piece[]; readonly english: readonly Piece[] } | undefined;
}

/** How a phrase is said; `korean` has no particle yet. */
export interface Phrase {
  readonly korean: readonly Piece[];
  readonly english: (article: Article) => readonly Piece[];
  readonly isHonorific: boolean;
  readonly agreement: EnglishSubject;
  /** An adverb after it would be taken for the clause's. */
  readonly endsInClause?: boolean;
  /** Set for a place: what stands before it in English for -에서 and for -에. */
  readonly at?: string;
  readonly to?: string;
}

/** Before a noun: a form without tense, politeness or negation. */
const attributive = {
  ...({ tense: "present", level: "plain", negation: "" } as const),
  ...{ isQuestion: false, isHonorific: false, isProgressive: false },
};

/** Says a nominal; `path` names its place in the sentence, so that its parts are told from other nouns' parts. */
export function phraseOf(nominal: Nominal, path: string): Phrase {
  const { noun, clause, isMany = false } = nominal;
  return {
    korean: [...(clause?.korean ?? []), ...koreanPieces(nominal, path)],
    english: (article) => [...englishPieces(nominal, article, path), ...(clause?.english ?? [])],
    endsInClause: clause !== undefined,
    isHonorific: noun.classes.includes("honorific"),
    agreement: { person: 3, isPlural: isMany || isPluralOnly(noun) || isSeveral(nominal) },
    ...(noun.classes.some((name) => name === "place" || name === "city") && { at: noun.at, to: noun.to }),
  };
}

function koreanPieces(
  { noun, pointing, possessor, adjective, count, isMany }: Nominal,
  path: string,
): Piece[] {
  const concept = `${path}/noun`;
  return [
    ...(pointing ? [{ text: pointing.korean, sure: `${path}/pointing` }] : []),
    ...(possessor?.korean ?? []),
    ...(adjective ? describe(adjective, attributive, `${path}/adjective`) : []),
    ...noun.korean.split(" ").map((text) => ({ text, sure: concept })),
    ...(isMany ? [{ text: "-들", possible: [concept] }] : []),
    ...(count
      ? [{ text: count.number.korean, sure: `${path}/number` }, counterPiece(count.counter, noun, path)]
      : []),
  ];
}

function counterPiece(counter: Counter, noun: Noun, path: string): Piece {
  const possible = [`${path}/number`, `${path}/noun`];
  return isMeasured(noun, counter)
    ? { text: counter.korean, sure: `${path}/measure` }
    : { text: counter.korean, possible };
}

function englishPieces(nominal: Nominal, article: Article, path: string): Piece[] {
  const { noun, possessor, adjective, count } = nominal;
  const rest = [
    ...(count ? [{ text: count.number.english, sure: `${path}/number` }] : []),
    ...(adjective ? [{ text: adjective.english, sure: `${path}/adjective` }] : []),
    ...(count && isMeasured(noun, count.counter) ? measure(count.counter, isSeveral(nominal), path) : []),
    ...nounWord(nominal, article)
      .split(" ")
      .map((text) => ({ text, sure: `${path}/noun` })),
  ];
  return [...(possessor?.english ?? determiner(nominal, article, rest[0]!.text, path)), ...rest];
}

function measure(counter: Counter, isPlural: boolean, path: string): Piece[] {
  return [
    { text: isPlural ? counter.plural : counter.english, sure: `${path}/measure` },
    { text: "of", possible: [`${path}/measure`, `${path}/noun`] },
  ];
}

function nounWord(nominal: Nominal, article: Article): string {
  const { noun, isMany, count } = nominal;
  const isPlural =
    isMany || article === "generic" || (count && !isMeasured(noun, count.counter) && isSeveral(nominal));
  return isPlural && noun.plural !== "" && noun.article !== "the"
    ? noun.plural
    : isMany
      ? noun.plural
      : counted(nominal);
}

/** "Two teachers" although one is always "the teacher". */
function counted(nominal: Nominal): string {
  const { noun, count } = nominal;
  return count && isSeveral(nominal) && noun.plural !== "" ? noun.plural : noun.english;
}

function determiner(nominal: Nominal, article: Article, next: string, path: string): Piece[] {
  const { noun, pointing, count, isMany = false } = nominal;
  const possible = [`${path}/noun`];
  if (pointing) {
    const isPlural = isMany || isPluralOnly(noun) || isSeveral(nominal);
    const plural = { this: "these", that: "those" };
    return [{ text: isPlural ? plural[pointing.english] : pointing.english, sure: `${path}/pointing` }];
  }
  if (noun.isName || article === "" || noun.classes.includes("subject")) return [];
  if (article === "no") return [{ text: "no", sure: "not" }];
  if (noun.article === "my" || (noun.article === "the" && !count)) return [{ text: noun.article, possible }];
  const isOne = count !== undefined && !isSeveral(nominal);
  if (article === "the" && !isOne) return [{ text: "the", possible }];
  if (article === "generic" || count || isMany || noun.article === "-") return [];
  return [{ text: startsWithVowel(next) ? "an" : "a", possible }];
}

/** By sound: an honest man, a university. */
function startsWithVowel(word: string): boolean {
  return /^([aeio]|u(?!ni|se)|hon|hour)/i.test(word) && !/^(eu|one)/i.test(word);
}

function isMeasured(noun: Noun, counter: Counter): boolean {
  return noun.article === "-" && counter.english !== "";
}

function isPluralOnly(noun: Noun): boolean {
  return noun.article === "-" && noun.plural !== "";
}

function isSeveral({ count }: Nominal): boolean {
  return count !== undefined && count.number.english !== "one";
}
