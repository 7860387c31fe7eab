/**
 * The words of the grammar, read from the tables in lexicon/.
 */
import { DataFileError } from "../kit/text-file";
import type { Irregular } from "./conjugation";
import type { EnglishSubject } from "./english-verb";
import type { Predicate, Tense } from "./predicate";
import { readTable, type Row, wordsOf } from "./table";

export interface Noun {
  readonly korean: string;
  readonly english: string;
  readonly plural: string;
  /** Stands in place of a/an; "-" where English has no article and no plural. */
  readonly article: string;
  readonly classes: readonly string[];
  readonly counter: string;
  /** What stands before it in English for -에서 and for -에. */
  readonly at: string;
  readonly to: string;
  readonly isName: boolean;
}

export interface Verb extends Predicate {
  readonly english: string;
  readonly past: string;
  readonly pattern: string;
  readonly subject: readonly string[];
  readonly object: readonly string[];
  readonly kind: readonly string[];
  readonly place: readonly string[];
  /** For a respected receiver: 드리다 for 주다. */
  readonly humbleStem: string | undefined;
}

export interface Adjective extends Predicate {
  readonly english: string;
  readonly subject: readonly string[];
}

export interface Adverb {
  readonly korean: string;
  readonly english: string;
  readonly kind: string;
}

export interface Time {
  readonly korean: readonly string[];
  readonly english: readonly string[];
  readonly tenses: readonly (Tense | "now")[];
  /** Positions of words that say the same, from 0: [Korean, English]. */
  readonly links: readonly (readonly [number, number])[];
}

export interface Counted {
  readonly korean: string;
  readonly english: string;
}

export interface Counter extends Counted {
  readonly plural: string;
}

export interface Pronoun {
  readonly korean: string;
  /** In polite and formal speech. */
  readonly polite: string;
  readonly english: string;
  readonly agreement: EnglishSubject;
  readonly possessive: string;
  readonly politePossessive: string;
  readonly englishPossessive: string;
}

export interface Lexicon {
  readonly pronouns: readonly Pronoun[];
  readonly nouns: readonly Noun[];
  readonly verbs: readonly Verb[];
  readonly adjectives: readonly Adjective[];
  readonly adverbs: readonly Adverb[];
  readonly times: readonly Time[];
  readonly numbers: readonly Counted[];
  readonly counters: readonly Counter[];
}

/**
 * Reads all tables.
 *
 * @throws {DataFileError} a table that cannot be used; names file, line and reason
 */
export function readLexicon(): Lexicon {
  const nouns = readTable("lexicon/nouns.tsv", nounColumns).map(nounOf);
  const names = readTable("lexicon/names.tsv", ["korean", "english", "classes"]).map(nameOf);
  const all = [...nouns, ...names];
  const classes = new Set(all.flatMap((noun) => noun.classes));
  return {
    nouns: all,
    pronouns: readTable("lexicon/pronouns.tsv", pronounColumns).map(pronounOf),
    verbs: readTable("lexicon/verbs.tsv", verbColumns).map((row) => verbOf(row, classes)),
    adjectives: readTable("lexicon/adjectives.tsv", adjectiveColumns).map((row) => adjectiveOf(row, classes)),
    adverbs: readTable("lexicon/adverbs.tsv", ["korean", "english", "kind"]).map(
      ({ cells }) => cells as never,
    ),
    times: readTable("lexicon/times.tsv", ["korean", "english", "tense", "links"]).map(timeOf),
    numbers: readTable("lexicon/numbers.tsv", ["korean", "english"]).map(({ cells }) => cells as never),
    counters: readTable("lexicon/counters.tsv", ["korean", "english", "plural"]).map(
      ({ cells }) => cells as never,
    ),
  };
}

const pronounColumns = [
  ...["korean", "polite", "english", "person", "number"],
  ...["possessive", "polite possessive", "english possessive"],
];
const nounColumns = ["korean", "english", "plural", "article", "classes", "counter", "at", "to"];
const adjectiveColumns = ["korean", "irregular", "english", "subject"];
const verbColumns = [
  ...["korean", "irregular", "english", "past", "pattern"],
  ...["subject", "object", "honorific", "kind", "place"],
];

function nounOf({ cells }: Row): Noun {
  const { korean, english, plural, article, counter, at, to } = cells as Record<string, string>;
  const hasPlural = plural !== "" || article === "-";
  return {
    ...{ korean: korean!, english: english!, article: article!, counter: counter!, at: at!, to: to! },
    plural: hasPlural ? plural! : `${english}s`,
    classes: wordsOf(cells["classes"]!),
    isName: false,
  };
}

function nameOf({ cells }: Row): Noun {
  const { korean, english } = cells as Record<string, string>;
  const classes = wordsOf(cells["classes"]!);
  const isCity = classes.includes("city");
  return {
    ...{ korean: korean!, english: english!, plural: "", article: "-", counter: "" },
    ...{ at: isCity ? "in" : "", to: isCity ? "to" : "", classes, isName: true },
  };
}

function pronounOf({ cells }: Row): Pronoun {
  const { korean, polite, english, possessive } = cells as Record<string, string>;
  const person = cells["person"] === "1" ? 1 : 3;
  return {
    ...{ korean: korean!, polite: polite!, english: english!, possessive: possessive! },
    ...{ politePossessive: cells["polite possessive"]!, englishPossessive: cells["english possessive"]! },
    agreement: { person, isPlural: cells["number"] === "plural" },
  };
}

function predicateOf({ file, line, cells }: Row, isAdjective: boolean): Predicate {
  const irregular = cells["irregular"]!;
  if (!["", "ㅂ", "ㄷ", "르", "ㅎ"].includes(irregular)) {
    throw new DataFileError(file, line, `irregular should be ㅂ, ㄷ, 르, ㅎ or nothing, is ${irregular}`);
  }
  return { stem: stemOf(cells["korean"]!, file, line), irregular: irregular as Irregular, isAdjective };
}

function verbOf(row: Row, classes: ReadonlySet<string>): Verb {
  const { cells, file, line } = row;
  const other = cells["honorific"] === "" ? undefined : stemOf(cells["honorific"]!, file, line);
  const isGiving = cells["pattern"] === "giving";
  return {
    ...predicateOf(row, false),
    ...{ english: cells["english"]!, past: cells["past"]!, pattern: cells["pattern"]! },
    ...{ kind: wordsOf(cells["kind"]!), subject: classesOf(row, "subject", classes) },
    ...{ object: classesOf(row, "object", classes), place: classesOf(row, "place", classes) },
    ...{ honorificStem: isGiving ? undefined : other, humbleStem: isGiving ? other : undefined },
  };
}

function adjectiveOf(row: Row, classes: ReadonlySet<string>): Adjective {
  const isAdjective = true;
  return {
    ...predicateOf(row, isAdjective),
    english: row.cells["english"]!,
    subject: classesOf(row, "subject", classes),
  };
}

function timeOf({ cells, file, line }: Row): Time {
  const korean = wordsOf(cells["korean"]!);
  const english = wordsOf(cells["english"]!);
  const links = wordsOf(cells["links"]!).map((link) => link.split("-").map((place) => Number(place) - 1));
  const fits = links.every(([k, e]) => korean[k!] !== undefined && english[e!] !== undefined);
  if (!fits)
    throw new DataFileError(
      file,
      line,
      `links should be like 1-2 and name words there are, got ${cells["links"]}`,
    );
  const single: [number, number][] =
    english.length === 1 && korean.filter((word) => !word.startsWith("-")).length === 1 ? [[0, 0]] : [];
  return {
    korean,
    english,
    tenses: wordsOf(cells["tense"]!) as Tense[],
    links: links.length > 0 ? (links as [number, number][]) : single,
  };
}

function stemOf(korean: string, file: string, line: number): string {
  if (!korean.endsWith("다"))
    throw new DataFileError(file, line, `should be a dictionary form that ends in 다, is ${korean}`);
  return korean.slice(0, -1);
}

function classesOf({ cells, file, line }: Row, column: string, known: ReadonlySet<string>): string[] {
  const names = wordsOf(cells[column]!);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new DataFileError(file, line, `${column} names the class "${unknown}", which no noun has`);
  return names;
}
