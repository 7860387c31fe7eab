/**
 * Composes sentences: draws a pattern, a verb, and what fits them.
 */
import type { Chooser } from "./chooser";
import {
  type Draft,
  drawFrequency,
  fillAdverb,
  fillBare,
  fillNoun,
  fillObject,
  fillSubject,
  fillSurroundings,
  fillTime,
  has,
} from "./draft";
import type { Pattern } from "./grammar";
import type { Adjective, Verb } from "./lexicon";
import type { Article, Phrase } from "./noun-phrase";
import type { PredicateForm } from "./predicate";
import { type Action, say, type Sentence } from "./sentence";

export interface Composition extends Sentence {
  readonly pattern: string;
  readonly form: PredicateForm;
  /** Verb with object, adjective with noun: what a split may keep apart. */
  readonly combinations: readonly string[];
}

/** What the drawing decided beside the words. */
interface Decision extends Pick<PredicateForm, "isQuestion" | "isProgressive" | "negation"> {
  readonly action: Action;
  readonly objectArticle: Article;
  readonly frequency?: Phrase | undefined;
}

/** The words for being and having; every other pattern takes a verb. */
const states = ["describing", "being", "existing", "having"];

export function compose(patterns: readonly Pattern[], chooser: Chooser): Composition {
  const { random } = chooser;
  const pattern = random.pick(patterns);
  const level = random.pick(["plain", "plain", "casual", "polite", "polite", "formal"] as const);
  const drawn = random.pick(["past", "past", "present", "future"] as const);
  const verb = states.includes(pattern.name) ? undefined : drawVerb(pattern, chooser);
  const isState = verb === undefined || verb.kind.includes("state");
  const tense = isState && drawn === "future" ? "present" : drawn;
  const draft: Draft = { pattern, chooser, level, tense, phrases: {}, nouns: [], combinations: [] };
  return finish(draft, verb === undefined ? decideState(draft) : decideDeed(draft, verb));
}

function drawVerb(pattern: Pattern, chooser: Chooser): Verb {
  return chooser.verb(pattern.name, pattern.english[0]!.slot, (verb) => isAskable(verb, pattern));
}

function decideDeed(draft: Draft, verb: Verb): Decision {
  const { pattern, chooser, tense, phrases } = draft;
  const isQuestion = pattern.isQuestion || chooser.chance(0.15);
  const isState = verb.kind.includes("state");
  const isProgressive = !pattern.isQuestion && !isState && tense !== "future" && chooser.chance(0.2);
  const mayBeNegative = !isProgressive && (!pattern.isQuestion || has(draft, "who"));
  const negation = mayBeNegative && chooser.chance(0.22) ? negationOf(verb, chooser) : "";
  fillSubject(draft, verb.subject, isQuestion);
  fillObject(draft, verb);
  fillSurroundings(draft, verb);
  if (!isState || tense === "past") fillTime(draft, isProgressive && tense === "present" ? "now" : tense);
  const hasAdverb = negation === "" && !isProgressive && !pattern.isQuestion;
  if (hasAdverb) fillAdverb(draft, verb);
  const frequency = hasAdverb && !isState && !verb.kind.includes("once") ? drawFrequency(draft) : undefined;
  const stem = phrases["receiver"]?.isHonorific ? verb.humbleStem : undefined;
  const objectArticle = objectArticleOf(verb, draft);
  return {
    action: { kind: "verb", verb, stem },
    isQuestion,
    isProgressive,
    negation,
    objectArticle,
    frequency,
  };
}

/** "What" asks for things only, and no one asks when or where somebody likes something. */
function isAskable({ object, kind }: Verb, pattern: Pattern): boolean {
  const asks = { pattern };
  if (has(asks, "what")) return !object.some((name) => ["person", "honorific", "family"].includes(name));
  return !((has(asks, "when") || has(asks, "where")) && kind.includes("state"));
}

function decideState(draft: Draft): Decision {
  const { pattern, chooser } = draft;
  const isQuestion = chooser.chance(0.2);
  const isNegative = chooser.chance(0.2);
  const rest = { isQuestion, isProgressive: false, objectArticle: "a" } as const;
  if (pattern.name === "describing") {
    const adjective = chooser.adjective();
    fillDescribed(draft, adjective, isQuestion);
    return {
      ...rest,
      action: { kind: "adjective", adjective },
      negation: isNegative ? negationOf(adjective, chooser) : "",
    };
  }
  const kind = pattern.name as "being" | "existing" | "having";
  fillState[kind](draft, isQuestion, !isNegative);
  return { ...rest, action: { kind }, negation: isNegative ? "long" : "" };
}

function fillDescribed(draft: Draft, { english, subject }: Adjective, isQuestion: boolean): void {
  const isPerson = subject.includes("person");
  if (isPerson) fillSubject(draft, subject, isQuestion);
  else fillNoun(draft, "subject", subject, false);
  const noun = draft.nouns[0];
  if (noun !== undefined) draft.combinations.push(`${english} ${noun.english}`);
  if (isPerson && draft.tense === "past") fillTime(draft, "past");
}

const fillState = {
  being: (draft: Draft, isQuestion: boolean) => {
    fillSubject(draft, ["person"], isQuestion);
    fillBare(draft, "complement", ["job"]);
  },
  existing: (draft: Draft, _: boolean, mayCount: boolean) => {
    fillBare(draft, "subject", ["animal", "thing", "furniture"], mayCount);
    fillBare(draft, "goal", ["room", "study", "outdoor"]);
  },
  having: (draft: Draft, isQuestion: boolean, mayCount: boolean) => {
    fillSubject(draft, ["person"], isQuestion);
    fillBare(draft, "object", ["goods", "pet"], mayCount);
  },
};

function finish(draft: Draft, decision: Decision): Composition {
  const { pattern, chooser, phrases, level, tense, combinations } = draft;
  const { action, objectArticle, frequency, isQuestion, isProgressive, negation } = decision;
  const isPolite = level === "polite" || level === "formal";
  const respectsListener = has(draft, "dropped") && isQuestion && isPolite && chooser.chance(0.5);
  const isHonorific = (phrases["subject"]?.isHonorific ?? false) || respectsListener;
  const form: PredicateForm = { tense, level, isHonorific, isQuestion, isProgressive, negation };
  const order = chooser.random.integer(pattern.korean.length);
  const said = say({
    pattern,
    order,
    phrases,
    action,
    form,
    frequency,
    objectArticle,
    isClause: false,
    path: "",
  });
  const mark = { text: isQuestion ? "?" : ".", sure: "end" };
  const [korean, english] = [
    [...said.korean, mark],
    [...said.english, mark],
  ];
  return { korean, english, pattern: pattern.name, form, combinations };
}

/** Who plays or learns an instrument plays or learns "the" piano. */
function objectArticleOf({ kind, object }: Verb, { nouns }: Draft): Article {
  if (kind.includes("generic")) return "generic";
  const isInstrument =
    object.includes("instrument") && nouns.some(({ classes }) => classes.includes("instrument"));
  return isInstrument ? "the" : "a";
}

/** 안 stands before short words only, and never before a noun with 하다: 크지 않다 or 안 크다, but 공부하지 않다. */
function negationOf({ stem }: Verb | Adjective, chooser: Chooser): "short" | "long" {
  const isShort = stem.length <= 2 && !/[^아어]하$/.test(stem);
  return isShort && chooser.chance(0.5) ? "short" : "long";
}
