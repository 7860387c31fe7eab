/**
 * English verbs: their forms, and the auxiliaries that negation, questions, tense and aspect ask for.
 */
import { type Piece, tenseOf } from "./piece";
import type { Tense } from "./predicate";

export interface EnglishSubject {
  readonly person: 1 | 2 | 3;
  readonly isPlural: boolean;
}

export interface VerbGroup {
  /** What moves in front of the subject in a question. */
  readonly auxiliary: readonly Piece[];
  readonly not: readonly Piece[];
  readonly main: readonly Piece[];
}

export interface EnglishForm {
  readonly tense: Tense;
  readonly isQuestion: boolean;
  readonly isNegative: boolean;
  readonly isProgressive: boolean;
}

const not: Piece = { text: "not", sure: "not" };
const will: Piece = { text: "will", sure: "will" };

/** The verb of a sentence: "reads", "did not read", "will be reading". `verb` may have a second part, "turn on". */
export function verbGroup(
  verb: string,
  past: string,
  form: EnglishForm,
  subject: EnglishSubject,
  concept: string,
): VerbGroup {
  const main = (text: string) => pieces(text, concept);
  const negation = form.isNegative ? [not] : [];
  if (form.isProgressive)
    return {
      auxiliary: beOr(form, subject, "going on"),
      not: negation,
      main: [...beAfterWill(form), ...main(inflect(verb, ing))],
    };
  if (form.tense === "future") return { auxiliary: [will], not: negation, main: main(verb) };
  if (form.isNegative || form.isQuestion) {
    const text = form.tense === "past" ? "did" : isThird(subject) ? "does" : "do";
    return { auxiliary: [{ text, possible: [tenseOf(concept), concept] }], not: negation, main: main(verb) };
  }
  if (form.tense === "past") return { auxiliary: [], not: [], main: main(past || inflect(verb, ed)) };
  return { auxiliary: [], not: [], main: main(isThird(subject) ? inflect(verb, s) : verb) };
}

/** The verb "to be" and what the subject is: "is big", "was not a teacher", "will be busy". */
export function beGroup(form: EnglishForm, subject: EnglishSubject, concept: string): VerbGroup {
  const isFuture = form.tense === "future";
  return {
    auxiliary: isFuture ? [will] : [{ text: be(form.tense, subject), possible: [tenseOf(concept), concept] }],
    not: form.isNegative ? [not] : [],
    main: isFuture ? [{ text: "be", possible: [tenseOf(concept), concept] }] : [],
  };
}

function beOr(form: EnglishForm, subject: EnglishSubject, concept: string): Piece[] {
  return form.tense === "future"
    ? [will]
    : [{ text: be(form.tense, subject), sure: concept, possible: [tenseOf(concept)] }];
}

function beAfterWill({ tense }: EnglishForm): Piece[] {
  return tense === "future" ? [{ text: "be", sure: "going on" }] : [];
}

function be(tense: Tense, { person, isPlural }: EnglishSubject): string {
  const isMany = isPlural || person === 2;
  if (tense === "past") return isMany ? "were" : "was";
  return isMany ? "are" : person === 1 ? "am" : "is";
}

function isThird({ person, isPlural }: EnglishSubject): boolean {
  return person === 3 && !isPlural;
}

/** The first word says it surely; "on" in "turn on" helps. */
function pieces(text: string, concept: string): Piece[] {
  return text
    .split(" ")
    .map((word, index) =>
      index === 0
        ? { text: word, sure: concept, possible: [tenseOf(concept)] }
        : { text: word, possible: [concept] },
    );
}

function inflect(verb: string, change: (word: string) => string): string {
  const [word, ...rest] = verb.split(" ");
  return [change(word!), ...rest].join(" ");
}

/** go, goes; watch, watches; carry, carries; read, reads. */
export function s(word: string): string {
  if (word === "have") return "has";
  if (/(s|x|z|ch|sh|o)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** close, closed; carry, carried; hug, hugged; open, opened. */
export function ed(word: string): string {
  if (word.endsWith("e")) return `${word}d`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  return `${doubled(word)}ed`;
}

/** write, writing; run, running; carry, carrying; see, seeing. */
export function ing(word: string): string {
  return /[^e]e$/.test(word) ? `${word.slice(0, -1)}ing` : `${doubled(word)}ing`;
}

/** One short syllable doubles its last consonant. */
function doubled(word: string): string {
  return /^[^aeiou]*(qu)?[aeiou][^aeiouwxy]$/.test(word) ? word + word.at(-1)! : word;
}
