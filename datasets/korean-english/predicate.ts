/**
 * Korean predicates: a stem with everything that stands around it.
 *
 * The pieces before the last carry what English says with words of its own ("not", "will"); the last one is the
 * ending, which shows how the speaker speaks to the listener.
 */
import { beforeN, infinitive, type Irregular, past, type Stem, withL, withN, withSi } from "./conjugation";
import { changeLast, finalOf } from "./hangul";
import { type Piece, tenseOf } from "./piece";

/** plain 읽는다 (written), casual 읽어 (among friends), polite 읽어요, formal 읽습니다. */
export type Level = "plain" | "casual" | "polite" | "formal";
export type Tense = "past" | "present" | "future";

export interface Predicate {
  readonly stem: string;
  readonly irregular: Irregular;
  /** Adjectives, 있다 and 없다 have no -는-. */
  readonly isAdjective: boolean;
  /** The verb that replaces it out of respect for the subject: 드시다 for 먹다. */
  readonly honorificStem?: string | undefined;
}

export interface PredicateForm {
  readonly tense: Tense;
  readonly level: Level;
  readonly isQuestion: boolean;
  readonly isHonorific: boolean;
  readonly isProgressive: boolean;
  /** 안 읽다, 읽지 않다. */
  readonly negation: "" | "short" | "long";
}

type Word = Stem & { readonly isAdjective: boolean };

/** The pieces of a predicate at the end of a sentence; `concept` is what its stem says. */
export function conjugate(predicate: Predicate, form: PredicateForm, concept: string): Piece[] {
  const { pieces, word } = chain(predicate, form, concept);
  if (form.tense === "future")
    return [...pieces, wordPiece(withL(word), word, pieces, concept), ...future(form, concept)];
  const [body, ending] = finite(word, form);
  return [...pieces, wordPiece(body, word, pieces, concept), ...endings(ending, concept)];
}

/** The pieces before a noun that the predicate describes: 읽은, 읽는, 읽을; 큰. */
export function describe(predicate: Predicate, form: PredicateForm, concept: string): Piece[] {
  const { pieces, word } = chain(predicate, form, concept);
  const isNow = form.tense === "present";
  const withNeun = isNow && (!word.isAdjective || /[있없]$/.test(word.text));
  const text = withNeun ? `${beforeN(word)}는` : form.tense === "future" ? withL(word) : withN(word);
  return [...pieces, wordPiece(text, word, pieces, concept)];
}

/** Everything before the word that takes the endings, and that word. */
function chain(predicate: Predicate, form: PredicateForm, concept: string): { pieces: Piece[]; word: Word } {
  const pieces: Piece[] = [];
  let word = start(predicate, form);
  let isDone = form.isHonorific && predicate.honorificStem !== undefined;
  if (form.negation === "short") pieces.push({ text: "안", sure: "not" });
  if (form.isProgressive) {
    pieces.push(stemPiece(word.text, concept), { text: "-고", possible: ["going on", concept] });
    word = { text: form.isHonorific ? "계시" : "있", irregular: "", isAdjective: !form.isHonorific };
    isDone = true;
  }
  if (form.negation === "long") {
    pieces.push(stemOrAuxiliary(word.text, pieces, concept), { text: "-지", possible: ["not", concept] });
    word = { text: "않", irregular: "", isAdjective: word.isAdjective };
    isDone &&= !form.isHonorific;
  }
  if (form.isHonorific && !isDone) word = { ...withSi(word), isAdjective: word.isAdjective };
  return { pieces, word };
}

function start(
  { stem, irregular, isAdjective, honorificStem }: Predicate,
  { isHonorific }: PredicateForm,
): Word {
  if (isHonorific && honorificStem !== undefined) return { text: honorificStem, irregular: "", isAdjective };
  return { text: stem, irregular, isAdjective };
}

function stemPiece(text: string, concept: string): Piece {
  return { text, sure: concept, possible: [tenseOf(concept)] };
}

/** The last word says what the stem says, or, after -고 and -지, what the auxiliary says. */
function wordPiece(text: string, word: Word, before: readonly Piece[], concept: string): Piece {
  if (/^않/.test(word.text)) return { text, sure: "not", possible: [tenseOf(concept), concept] };
  return stemOrAuxiliary(text, before, concept);
}

function stemOrAuxiliary(text: string, before: readonly Piece[], concept: string): Piece {
  const isAuxiliary = before.some((piece) => piece.text === "-고");
  return isAuxiliary
    ? { text, sure: "going on", possible: [tenseOf(concept), concept] }
    : stemPiece(text, concept);
}

function endings(ending: string, concept: string): Piece[] {
  return ending === "" ? [] : [{ text: `-${ending}`, possible: [tenseOf(concept), concept] }];
}

/** A finite form as body and ending: 읽 + 습니다, 갑 + 니다, 읽어 + 요, 읽었 + 다. */
function finite(word: Word, form: PredicateForm): [string, string] {
  return form.tense === "past" ? finitePast(word, form) : finitePresent(word, form);
}

function finitePast(word: Word, { level, isQuestion }: PredicateForm): [string, string] {
  const endingOf = {
    plain: isQuestion ? "니" : "다",
    casual: "어",
    polite: "어요",
    formal: isQuestion ? "습니까" : "습니다",
  };
  return [past(word), endingOf[level]];
}

function finitePresent(word: Word, { level, isQuestion, isHonorific }: PredicateForm): [string, string] {
  const open = beforeN(word);
  const isOpen = finalOf(open) === "";
  if (level === "casual") return [infinitive(word), ""];
  if (level === "polite") {
    const isSi = isHonorific && word.text.endsWith("시");
    return [isSi ? changeLast(word.text, { medial: "ㅔ" }) : infinitive(word), "요"];
  }
  if (level === "formal") {
    const ending = isQuestion ? "니까" : "니다";
    return isOpen ? [changeLast(open, { final: "ㅂ" }), ending] : [word.text, `습${ending}`];
  }
  if (isQuestion) return [open, "니"];
  if (word.isAdjective) return [word.text, "다"];
  return isOpen ? [changeLast(open, { final: "ㄴ" }), "다"] : [word.text, "는다"];
}

/** -(으)ㄹ 것이다, what is going to be. */
function future({ level, isQuestion }: PredicateForm, concept: string): Piece[] {
  const thing = level === "plain" || level === "formal" ? "것" : "거";
  const ending = {
    plain: isQuestion ? "이니" : "이다",
    casual: "야",
    polite: "예요",
    formal: isQuestion ? "입니까" : "입니다",
  };
  return [{ text: thing, sure: "will", possible: [tenseOf(concept)] }, ...endings(ending[level], concept)];
}
