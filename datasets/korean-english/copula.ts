/**
 * 이다, to be something, and 아니다, not to be it.
 */
import { finalOf } from "./hangul";
import { particleAfter } from "./particle";
import { type Piece, tenseOf } from "./piece";
import { conjugate, type PredicateForm } from "./predicate";

/** The pieces after a noun that say that somebody is it: -입니다, -예요, -이 아니에요. Past and present only. */
export function copulaAfter(noun: string, form: PredicateForm, concept: string): Piece[] {
  if (form.negation !== "")
    return [{ text: `-${particleAfter(noun, "이")}`, possible: [concept] }, ...negative(form, concept)];
  return [{ text: `-${positive(noun, form)}`, sure: concept, possible: [tenseOf(concept)] }];
}

function positive(noun: string, { tense, level, isQuestion, isHonorific }: PredicateForm): string {
  const i = finalOf(noun) === "" ? "" : "이";
  if (tense === "past") {
    const past = isHonorific ? `${i}셨` : i === "" ? "였" : "이었";
    return (
      past +
      {
        plain: isQuestion ? "니" : "다",
        casual: "어",
        polite: "어요",
        formal: isQuestion ? "습니까" : "습니다",
      }[level]
    );
  }
  const formal = isHonorific ? "이십" : "입";
  return {
    plain: isQuestion ? `${i}${isHonorific ? "시" : ""}니` : `이${isHonorific ? "시" : ""}다`,
    casual: isHonorific ? `${i}셔` : `${i}야`,
    polite: isHonorific ? `${i}세요` : i === "" ? "예요" : "이에요",
    formal: formal + (isQuestion ? "니까" : "니다"),
  }[level];
}

function negative(form: PredicateForm, concept: string): Piece[] {
  const isNot = (piece: Piece) => piece.sure === concept;
  return conjugate(
    { stem: "아니", irregular: "", isAdjective: true },
    { ...form, negation: "" },
    concept,
  ).map((piece) =>
    isNot(piece)
      ? { text: spoken(piece.text, form), sure: "not", possible: [concept, tenseOf(concept)] }
      : piece,
  );
}

/** 아니다 says 아니에요 and 아니야 where a regular word would say 아니어요 and 아니어. */
function spoken(text: string, { level }: PredicateForm): string {
  return text === "아니어" ? (level === "casual" ? "아니야" : "아니에") : text;
}
