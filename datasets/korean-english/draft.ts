/**
 * A sentence in the making: what has been drawn so far, and the drawing of the rest.
 */
import { adverbPhrase, askingPhrase, type Chooser, pronounPhrase, timePhrase } from "./chooser";
import { clauseFor } from "./clause";
import type { Pattern } from "./grammar";
import type { Noun, Verb } from "./lexicon";
import { type Phrase, phraseOf } from "./noun-phrase";
import type { Level, Tense } from "./predicate";

export interface Draft {
  readonly pattern: Pattern;
  readonly chooser: Chooser;
  readonly level: Level;
  readonly tense: Tense;
  /** By slot. */
  readonly phrases: Record<string, Phrase>;
  /** Drawn so far; none of them is drawn again. */
  readonly nouns: Noun[];
  /** Verb with object, adjective with noun: what a split may keep apart. */
  readonly combinations: string[];
}

const clauseShare = 0.12;
const timeShare = 0.5;
const placeShare = 0.5;
const companionShare = 0.18;

/** Whether the pattern has the slot; with a marker, whether it has it with that marker. */
export function has({ pattern }: Pick<Draft, "pattern">, slot: string, marker?: string): boolean {
  return pattern.english.some(
    (each) => each.slot === slot && (marker === undefined || each.marker === marker),
  );
}

/** The subject, or the word that asks for a part of the sentence. */
export function fillSubject(draft: Draft, classes: readonly string[], isQuestion: boolean): void {
  const { chooser, level, phrases } = draft;
  for (const slot of ["what", "who", "where", "when"] as const)
    if (has(draft, slot)) phrases[slot] = askingPhrase(slot);
  if (!has(draft, "subject")) return;
  const isWritten = level === "plain";
  const mayBePronoun =
    classes.includes("person") && has(draft, "subject", "the") && (isWritten || !isQuestion);
  if (mayBePronoun && chooser.chance(isQuestion ? 0.1 : 0.3)) {
    phrases["subject"] = pronounPhrase(chooser.pronoun(isWritten, isQuestion), level, "subject");
  } else fillNoun(draft, "subject", classes);
}

/** A noun that is new to the listener: bare, or counted where there are some. */
export function fillBare(draft: Draft, slot: string, classes: readonly string[], mayCount = false): void {
  const { chooser, phrases } = draft;
  const noun = drawNoun(draft, classes);
  phrases[slot] = phraseOf(mayCount && chooser.chance(0.4) ? chooser.counted(noun) : { noun }, slot);
}

/** A noun, with what may stand around it. */
export function fillNoun(draft: Draft, slot: string, classes: readonly string[], mayDescribe = true): void {
  const { chooser, level, phrases, combinations } = draft;
  const noun = drawNoun(draft, classes);
  const { adjective, ...rest } = chooser.nominal(noun, level, slot);
  if (mayDescribe && adjective !== undefined) {
    combinations.push(`${adjective.english} ${noun.english}`);
    phrases[slot] = phraseOf({ ...rest, adjective }, slot);
    return;
  }
  const isBare =
    Object.keys(rest).length === 1 && !noun.isName && noun.article !== "my" && slot !== "receiver";
  const clause = isBare && chooser.chance(clauseShare) ? clauseFor(noun, chooser, level, slot) : undefined;
  if (clause !== undefined) combinations.push(...clause.combinations);
  phrases[slot] = phraseOf({ ...rest, clause }, slot);
}

export function fillObject(draft: Draft, verb: Verb): void {
  if (!has(draft, "object")) return;
  if (verb.kind.includes("generic")) fillBare(draft, "object", verb.object);
  else fillNoun(draft, "object", verb.object);
  draft.combinations.push(`${verb.english} ${draft.nouns.at(-1)!.english}`);
}

/** To whom, to where, where, with whom. */
export function fillSurroundings(draft: Draft, verb: Verb): void {
  const { chooser } = draft;
  if (has(draft, "receiver")) fillNoun(draft, "receiver", ["person"]);
  if (has(draft, "goal")) fillBare(draft, "goal", verb.object);
  const happensSomewhere = verb.place.length > 0;
  if (has(draft, "place") && happensSomewhere && chooser.chance(placeShare))
    fillBare(draft, "place", verb.place);
  const isShared = verb.subject[0] === "person" && (happensSomewhere || verb.pattern === "motion");
  if (has(draft, "companion") && isShared && chooser.chance(companionShare)) fillCompanion(draft);
}

/** Somebody with a name, or of the family. */
function fillCompanion({ chooser, nouns, phrases }: Draft): void {
  const noun = chooser.chance(0.5) ? chooser.noun(["family"], nouns) : chooser.name(nouns);
  phrases["companion"] = phraseOf({ noun }, "companion");
}

export function fillTime(draft: Draft, tense: Tense | "now"): void {
  if (!has(draft, "time") || !draft.chooser.chance(timeShare)) return;
  draft.phrases["time"] = timePhrase(draft.chooser.time(tense));
}

/** An adverb of manner, where the verb asks for one. */
export function fillAdverb(draft: Draft, { kind }: Verb): void {
  const kinds = kind.filter((name) => name === "manner" || name === "effort");
  const isOpen = has(draft, "adverb") && kinds.length > 0 && !draft.phrases["object"]?.endsInClause;
  if (!isOpen || !draft.chooser.chance(0.4)) return;
  draft.phrases["adverb"] = adverbPhrase(draft.chooser.adverb(kinds));
}

/** How often it happens: only where no time is said, because nobody always did something yesterday. */
export function drawFrequency(draft: Draft): Phrase | undefined {
  const { chooser, phrases, tense } = draft;
  const isOpen = has(draft, "adverb") && phrases["time"] === undefined && phrases["adverb"] === undefined;
  return isOpen && tense !== "future" && chooser.chance(0.2)
    ? adverbPhrase(chooser.adverb(["frequency"]))
    : undefined;
}

function drawNoun({ chooser, nouns }: Draft, classes: readonly string[]): Noun {
  const noun = chooser.noun(classes, nouns);
  nouns.push(noun);
  return noun;
}
