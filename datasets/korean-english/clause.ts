/**
 * Clauses before a noun: 어제 산 책, the book that I bought yesterday.
 */
import { type Chooser, pronounPhrase, timePhrase } from "./chooser";
import type { Pattern } from "./grammar";
import type { Noun, Verb } from "./lexicon";
import { type Phrase, phraseOf } from "./noun-phrase";
import type { Piece } from "./piece";
import type { Level, PredicateForm } from "./predicate";
import { say } from "./sentence";

export interface Clause {
  readonly korean: readonly Piece[];
  readonly english: readonly Piece[];
  readonly combinations: readonly string[];
}

/** A clause about the noun, from somebody's doing: who did it, or what it was done to. Nothing if no verb fits. */
export function clauseFor(noun: Noun, chooser: Chooser, level: Level, slot: string): Clause | undefined {
  const isWho = noun.classes.includes("person");
  const verb = chooser.verb("transitive");
  if (verb.kind.includes("generic")) return undefined;
  const isFitting = isWho
    ? verb.subject.includes("person")
    : verb.object.some((name) => noun.classes.includes(name));
  if (!isFitting) return clauseFor(noun, chooser, level, slot);
  return isWho
    ? whoClause(noun, verb, chooser, `${slot}/clause/`)
    : thatClause(noun, verb, chooser, level, `${slot}/clause/`);
}

function whoClause(noun: Noun, verb: Verb, chooser: Chooser, path: string): Clause {
  const head = phraseOf({ noun }, `${path}head`);
  const object = chooser.noun(verb.object, [noun]);
  const phrases = { subject: head, object: phraseOf({ noun: object }, `${path}object`) };
  return finish(chooser.clausePattern("who-clause"), verb, phrases, head.isHonorific, object, chooser, path);
}

function thatClause(noun: Noun, verb: Verb, chooser: Chooser, level: Level, path: string): Clause {
  const isPronoun = chooser.chance(0.5);
  const subject: Phrase = isPronoun
    ? pronounPhrase(chooser.pronoun(false, false), level, `${path}subject`)
    : phraseOf({ noun: chooser.noun(["person"], [noun]) }, `${path}subject`);
  return finish(
    chooser.clausePattern("that-clause"),
    verb,
    { subject },
    subject.isHonorific,
    noun,
    chooser,
    path,
  );
}

function finish(
  pattern: Pattern,
  verb: Verb,
  phrases: Record<string, Phrase>,
  isHonorific: boolean,
  object: Noun,
  chooser: Chooser,
  path: string,
): Clause {
  const tense = chooser.random.pick(["past", "past", "present"] as const);
  const form: PredicateForm = {
    tense,
    isHonorific,
    level: "plain",
    isQuestion: false,
    isProgressive: false,
    negation: "",
  };
  if (tense === "past" && chooser.chance(0.3)) phrases["time"] = timePhrase(chooser.time("past"));
  if (verb.place.length > 0 && chooser.chance(0.25))
    phrases["place"] = phraseOf({ noun: chooser.noun(verb.place) }, `${path}place`);
  const said = say({
    pattern,
    order: 0,
    phrases,
    action: { kind: "verb", verb },
    form,
    objectArticle: "a",
    isClause: true,
    path,
  });
  return { ...said, combinations: [`${verb.english} ${object.english}`] };
}
