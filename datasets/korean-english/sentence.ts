/**
 * A pattern with everything filled in: the two sentences, side by side.
 */
import { copulaAfter } from "./copula";
import { beGroup, type EnglishForm, type EnglishSubject, type VerbGroup, verbGroup } from "./english-verb";
import type { Pattern, Slot } from "./grammar";
import type { Adjective, Verb } from "./lexicon";
import type { Article, Phrase } from "./noun-phrase";
import { particleAfter, wordBefore } from "./particle";
import { type Piece, tenseOf } from "./piece";
import { conjugate, describe, type PredicateForm } from "./predicate";

/** What happens or is: a verb, an adjective, or one of the words for being and having. */
export type Action =
  | { readonly kind: "verb"; readonly verb: Verb; readonly stem?: string | undefined }
  | { readonly kind: "adjective"; readonly adjective: Adjective }
  | { readonly kind: "being" | "existing" | "having" };

export interface Filling {
  readonly pattern: Pattern;
  /** Which of the orders of the Korean sentence. */
  readonly order: number;
  readonly phrases: Readonly<Record<string, Phrase>>;
  readonly action: Action;
  readonly form: PredicateForm;
  /** Stands before the verb in English: often, always. */
  readonly frequency?: Phrase | undefined;
  readonly objectArticle: Article;
  /** A clause before a noun has no sentence ending. */
  readonly isClause: boolean;
  /** Names the place of a clause in its sentence. */
  readonly path: string;
}

export interface Sentence {
  readonly korean: readonly Piece[];
  readonly english: readonly Piece[];
}

/** Says both sentences, without their last mark. */
export function say(filling: Filling): Sentence {
  return { korean: sayKorean(filling), english: sayEnglish(filling) };
}

function sayKorean(filling: Filling): Piece[] {
  const { pattern, order, phrases } = filling;
  return pattern.korean[order]!.flatMap(({ slot, marker }) => {
    if (slot === "verb") return koreanVerb(filling);
    const phrase = slot === "adverb" ? (phrases[slot] ?? filling.frequency) : phrases[slot];
    return phrase === undefined ? [] : withParticle(phrase, marker, `${filling.path}${slot}`);
  });
}

/** The marker is a particle, and perhaps a word that belongs to it: "과_함께". */
function withParticle({ korean, isHonorific }: Phrase, marker: string, path: string): Piece[] {
  if (marker === "") return [...korean];
  const [particle, word] = marker.split("_") as [string, string?];
  const last = korean.at(-1)!;
  const before = { ...last, text: wordBefore(last.text, particle) };
  const text = `-${particleAfter(last.text, particle, isHonorific)}`;
  const says = { sure: `${path}/particle`, possible: [`${path}/noun`] };
  const companion = word === undefined ? [] : [{ text: word, possible: [`${path}/particle`] }];
  return [...korean.slice(0, -1), before, { text, ...says }, ...companion];
}

function koreanVerb({ action, form, phrases, isClause, path }: Filling): Piece[] {
  const concept = `${path}verb`;
  if (action.kind === "being") return copulaAfter(phrases["complement"]!.korean.at(-1)!.text, form, concept);
  if (action.kind === "adjective") return conjugate(action.adjective, form, concept);
  if (action.kind !== "verb") return exist(form, concept);
  const predicate = action.stem === undefined ? action.verb : { ...action.verb, stem: action.stem };
  return isClause ? describe(predicate, form, concept) : conjugate(predicate, form, concept);
}

/** 있다, and 없다 for its negation. */
function exist(form: PredicateForm, concept: string): Piece[] {
  const stem = form.negation === "" ? "있" : "없";
  const pieces = conjugate({ stem, irregular: "", isAdjective: true }, { ...form, negation: "" }, concept);
  return stem === "있"
    ? pieces
    : pieces.map((piece) =>
        piece.sure === concept ? { ...piece, sure: "not", possible: [concept, tenseOf(concept)] } : piece,
      );
}

function sayEnglish(filling: Filling): Piece[] {
  const { pattern, form, path } = filling;
  const group = englishVerb(filling);
  const hasPlaceForAuxiliary = pattern.english.some(({ slot }) => slot === "do");
  const isInverted = form.isQuestion && !isAskedForSubject(pattern);
  const pieces = pattern.english.flatMap((slot): readonly Piece[] => {
    if (slot.slot === "do") return group.auxiliary;
    if (slot.slot === "verb") return verbPieces(filling, group, isInverted);
    if (slot.slot === "dropped") return [{ text: form.isQuestion ? "you" : "I", possible: [`${path}verb`] }];
    if (slot.slot === "") return slot.marker === "" ? [] : [{ text: slot.marker, possible: [`${path}verb`] }];
    return englishSlot(filling, slot);
  });
  return isInverted && !hasPlaceForAuxiliary ? [...group.auxiliary, ...pieces] : pieces;
}

function verbPieces(
  { frequency }: Filling,
  { auxiliary, not, main }: VerbGroup,
  isInverted: boolean,
): Piece[] {
  return [...(isInverted ? [] : auxiliary), ...not, ...(frequency?.english("") ?? []), ...main];
}

function isAskedForSubject({ english }: Pattern): boolean {
  return english[0]!.slot === "who";
}

function englishVerb(filling: Filling): VerbGroup {
  const { action, form, pattern, path } = filling;
  const concept = `${path}verb`;
  const isNegative = form.negation !== "" && action.kind !== "existing"; // "there is no", and not "there is not"
  const isQuestion = form.isQuestion && !isAskedForSubject(pattern);
  const english: EnglishForm = {
    tense: form.tense,
    isProgressive: form.isProgressive,
    isNegative,
    isQuestion,
  };
  const subject = subjectOf(filling);
  if (action.kind === "verb")
    return verbGroup(action.verb.english, action.verb.past, english, subject, concept);
  if (action.kind === "having") return verbGroup("have", "had", english, subject, concept);
  const group = beGroup(english, subject, concept);
  if (action.kind !== "adjective") {
    return { ...group, auxiliary: group.auxiliary.map((piece) => ({ ...piece, sure: concept })) };
  }
  return { ...group, main: [...group.main, { text: action.adjective.english, sure: concept }] };
}

function subjectOf({ phrases, pattern, form }: Filling): EnglishSubject {
  if (phrases["subject"] !== undefined) return phrases["subject"].agreement;
  const isDropped = pattern.english.some(({ slot }) => slot === "dropped");
  return { person: isDropped ? (form.isQuestion ? 2 : 1) : 3, isPlural: false };
}

function englishSlot(filling: Filling, { slot, marker }: Slot): readonly Piece[] {
  const { phrases, objectArticle, action, form, path } = filling;
  const phrase = phrases[slot];
  if (phrase === undefined) return [];
  if (marker === "the" || marker === "a" || marker === "") {
    if (slot === "complement" && subjectOf(filling).isPlural) return phrase.english("generic");
    const isMissing = action.kind === "existing" && slot === "subject" && form.negation !== "";
    const article = isMissing ? "no" : marker === "a" && slot === "object" ? objectArticle : marker;
    return phrase.english(article);
  }
  const isPlace = phrase.at !== undefined && (marker === "at" || marker === "to");
  const words = isPlace ? (marker === "at" ? phrase.at : phrase.to)! : marker;
  const article = isPlace ? "" : slot === "receiver" ? "the" : "a";
  return [...prepositionPieces(words, `${path}${slot}`), ...phrase.english(article)];
}

/** "at the": the preposition says what the particle says, the article goes with the noun. */
function prepositionPieces(words: string, path: string): Piece[] {
  return words
    .split(" ")
    .filter((word) => word !== "")
    .map((text) =>
      text === "the" ? { text, possible: [`${path}/noun`] } : { text, sure: `${path}/particle` },
    );
}
