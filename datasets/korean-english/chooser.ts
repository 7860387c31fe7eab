/**
 * Draws words that fit a place in a sentence.
 */
import type { RandomGenerator } from "../../lib/random";
import type { Pattern } from "./grammar";
import type { Adjective, Adverb, Lexicon, Noun, Pronoun, Time, Verb } from "./lexicon";
import type { Nominal, Phrase, Possessor } from "./noun-phrase";
import type { Piece } from "./piece";
import type { Level, Tense } from "./predicate";

export class Chooser {
  private readonly nouns = new Map<string, readonly Noun[]>();
  private readonly adjectivesByNoun = new Map<Noun, readonly Adjective[]>();
  private readonly verbs = new Map<string, readonly Verb[]>();
  private readonly times = new Map<string, readonly Time[]>();
  private readonly adverbs = new Map<string, readonly Adverb[]>();

  constructor(
    private readonly lexicon: Lexicon,
    private readonly patterns: readonly Pattern[],
    readonly random: RandomGenerator,
  ) {}

  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  /** A verb of the pattern that fits; `reason` names the fit, so that it is looked for once. */
  verb(pattern: string, reason = "", isFitting: (verb: Verb) => boolean = () => true): Verb {
    const isOfPattern = (verb: Verb) => verb.pattern === pattern && isFitting(verb);
    return this.random.pick(
      remember(this.verbs, `${pattern} ${reason}`, () => this.lexicon.verbs.filter(isOfPattern)),
    );
  }

  clausePattern(name: "who-clause" | "that-clause"): Pattern {
    return this.patterns.find((pattern) => pattern.name === name)!;
  }

  adjective(): Adjective {
    return this.random.pick(this.lexicon.adjectives);
  }

  /** A noun of one of the classes, none of those that were said already. */
  noun(classes: readonly string[], besides: readonly Noun[] = []): Noun {
    const isFitting = (noun: Noun) => noun.classes.some((name) => classes.includes(name));
    const nouns = remember(this.nouns, classes.join(" "), () => this.lexicon.nouns.filter(isFitting));
    const noun = this.random.pick(nouns);
    return besides.includes(noun) && nouns.length > besides.length ? this.noun(classes, besides) : noun;
  }

  /** Somebody's name, none of those that were said already. */
  name(besides: readonly Noun[] = []): Noun {
    const isName = ({ isName, classes }: Noun) => isName && classes.includes("person");
    const name = this.random.pick(remember(this.nouns, "name", () => this.lexicon.nouns.filter(isName)));
    return besides.includes(name) ? this.name(besides) : name;
  }

  pronoun(isWritten: boolean, isQuestion: boolean): Pronoun {
    const isFitting = ({ agreement: { person } }: Pronoun) => (person === 1 ? !isQuestion : isWritten);
    return this.random.pick(this.lexicon.pronouns.filter(isFitting));
  }

  time(tense: Tense | "now"): Time {
    return this.random.pick(
      remember(this.times, tense, () => this.lexicon.times.filter(({ tenses }) => tenses.includes(tense))),
    );
  }

  adverb(kinds: readonly string[]): Adverb {
    return this.random.pick(
      remember(this.adverbs, kinds.join(" "), () =>
        this.lexicon.adverbs.filter(({ kind }) => kinds.includes(kind)),
      ),
    );
  }

  /** A noun with what may stand around it: at most one of an adjective, a number, a demonstrative, a possessor, -들. */
  nominal(noun: Noun, level: Level, path: string): Nominal {
    const draw = this.random.uniform();
    const isBare = noun.isName || ["my", "the"].includes(noun.article) || noun.classes.includes("subject");
    if (isBare || draw < 0.55) return { noun };
    if (draw < 0.66) return { noun, pointing: this.random.pick(demonstratives) };
    if (draw < 0.76) return this.counted(noun);
    if (draw < 0.86) return this.described(noun);
    if (draw < 0.93 && !isSomebody(noun)) return { noun, possessor: this.possessor(level, path) };
    return noun.classes.includes("person") ? { noun, isMany: true } : { noun };
  }

  counted(noun: Noun): Nominal {
    const counter = this.lexicon.counters.find(({ korean }) => korean === noun.counter);
    const isCountable = counter !== undefined && (noun.article !== "-" || counter.english !== "");
    return isCountable
      ? { noun, count: { number: this.random.pick(this.lexicon.numbers), counter } }
      : { noun };
  }

  private described(noun: Noun): Nominal {
    const adjectives = remember(this.adjectivesByNoun, noun, () =>
      this.lexicon.adjectives.filter(({ subject }) => subject.some((name) => noun.classes.includes(name))),
    );
    return adjectives.length === 0 ? { noun } : { noun, adjective: this.random.pick(adjectives) };
  }

  private possessor(level: Level, path: string): Possessor {
    const concept = `${path}/possessor`;
    if (this.chance(0.5)) {
      const pronoun = this.random.pick(this.lexicon.pronouns.filter(({ possessive }) => possessive !== ""));
      const text = isPolite(level) ? pronoun.politePossessive : pronoun.possessive;
      return {
        korean: [{ text, sure: concept }],
        english: [{ text: pronoun.englishPossessive, sure: concept }],
      };
    }
    const name = this.name();
    const own = `${path}/of`;
    return {
      korean: [
        { text: name.korean, sure: concept },
        { text: "-의", sure: own },
      ],
      english: [
        { text: name.english, sure: concept },
        { text: "'s", sure: own },
      ],
    };
  }
}

/** 나 and 저, 우리 and 저희: who speaks politely speaks humbly of himself. */
export function pronounPhrase(pronoun: Pronoun, level: Level, path: string): Phrase {
  const sure = `${path}/noun`;
  const korean: Piece = { text: isPolite(level) ? pronoun.polite : pronoun.korean, sure };
  return {
    korean: [korean],
    english: () => [{ text: pronoun.english, sure }],
    isHonorific: false,
    agreement: pronoun.agreement,
  };
}

export function timePhrase({ korean, english, links }: Time): Phrase {
  const concept = (place: number, side: 0 | 1) => {
    const link = links.findIndex((each) => each[side] === place);
    return link < 0 ? undefined : `time/${link}`;
  };
  const pieces = (words: readonly string[], side: 0 | 1): Piece[] =>
    words.map((text, place) => ({ text, sure: concept(place, side), possible: ["time"] }));
  return plainPhrase(pieces(korean, 0), pieces(english, 1));
}

export function adverbPhrase({ korean, english }: Adverb): Phrase {
  return plainPhrase([{ text: korean, sure: "adverb" }], [{ text: english, sure: "adverb" }]);
}

/** The words that ask for one part. */
export function askingPhrase(slot: "what" | "who" | "where" | "when"): Phrase {
  const korean = { what: "무엇", who: "누구", where: "어디", when: "언제" }[slot];
  const sure = `${slot}/noun`;
  return plainPhrase([{ text: korean, sure }], [{ text: slot, sure }]);
}

function plainPhrase(korean: readonly Piece[], english: readonly Piece[]): Phrase {
  return { korean, english: () => english, isHonorific: false, agreement: { person: 3, isPlural: false } };
}

const demonstratives = [
  { korean: "이", english: "this" },
  { korean: "그", english: "that" },
  { korean: "저", english: "that" },
] as const;

function isPolite(level: Level): boolean {
  return level === "polite" || level === "formal";
}

function isSomebody({ classes }: Noun): boolean {
  return classes.includes("person") || classes.includes("place");
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  if (!known.has(key)) known.set(key, make());
  return known.get(key)!;
}
