/**
 * Korean sentences and their English translations from a synchronous grammar, with gold alignments. See card.md.
 */
import type { Alignment, SentencePair } from "../../lib/alignment";
import { phrase } from "../../lib/jupyter/language.cjs";
import { randomGenerator } from "../../lib/random";
import { hash } from "../kit/hash-split";
import { checkChoice, checkOptions } from "../kit/options";
import { patientBar } from "../kit/progress-bar";
import { Chooser } from "./chooser";
import { compose, type Composition } from "./composer";
import { type Pattern, readGrammar } from "./grammar";
import { readLexicon } from "./lexicon";
import { align, englishText, koreanText } from "./piece";
import type { Level, Tense } from "./predicate";

/** train, validation and test are alike; the other two ask what a model does with what it has not seen. */
export type KoreanEnglishSplit = "train" | "validation" | "test" | "longer" | "unseen-combination";

export interface KoreanEnglishPair extends SentencePair {
  readonly alignment: Alignment;
  /** As it is written; in `source`, a leading hyphen marks a piece that is glued to the one before. */
  readonly sourceText: string;
  readonly targetText: string;
  /** The name of the pattern in grammar.txt. */
  readonly pattern: string;
  readonly level: Level;
  readonly tense: Tense;
  readonly isQuestion: boolean;
  readonly isNegative: boolean;
  readonly isHonorific: boolean;
}

export interface KoreanEnglishOptions {
  readonly split: KoreanEnglishSplit;
  readonly limit?: number;
  readonly seed?: number;
}

/** How many pairs each split has. */
export const sizes: Readonly<Record<KoreanEnglishSplit, number>> = {
  train: 20_000,
  validation: 1_000,
  test: 1_000,
  longer: 1_000,
  "unseen-combination": 1_000,
};

/** Pieces of Korean, the last mark among them; longer ones are in no split but "longer". */
export const longestTrained = 13;

/** One in so many combinations of a verb and its object, or an adjective and its noun, is kept from training. */
const combinationsPerUnseen = 12;

/**
 * Loads pairs of a Korean sentence and its English translation.
 *
 * No Korean or English sentence is in two splits. "longer" has more pieces than any other split; "unseen-combination"
 * has a verb with an object, or an adjective with a noun, that never stand together in any other split.
 *
 * @param limit  how many of the first pairs; all if left out
 * @param seed   another seed composes other sentences; a sentence never changes its split
 * @throws {RangeError} an unknown split, a limit that is not a whole number ≥ 1
 * @throws {DataFileError} a table or the grammar cannot be used; names file, line and reason
 *
 * Taught in notebooks 08 and 11.
 * @source Shieber & Schabes 1990, "Synchronous Tree-Adjoining Grammars": two sentences that grow side by side.
 *   https://aclanthology.org/C90-3045
 */
export function load(options: KoreanEnglishOptions): KoreanEnglishPair[] {
  checkChoice("korean-english.load", "split", options.split, splitNames);
  checkOptions("korean-english.load", { ...options, split: "train" });
  const { split, seed = 0 } = options;
  const numPairs = Math.min(options.limit ?? Infinity, sizes[split]);
  if (latest?.seed !== seed) latest = { seed, splits: emptySplits(), sentences: composeForever(seed) };
  const bar = patientBar(numPairs, phrase("composing sentences"));
  while (latest.splits[split].length < numPairs) {
    sortIn(latest.sentences.next().value as Sorted, latest.splits);
    bar.update(latest.splits[split].length);
  }
  bar.end();
  return latest.splits[split].slice(0, numPairs);
}

type Splits = Record<KoreanEnglishSplit, KoreanEnglishPair[]>;

interface Sorted {
  readonly split: KoreanEnglishSplit;
  readonly makePair: () => KoreanEnglishPair;
}

/** One stream of sentences fills all splits; a second split costs only what the first one has not yet composed. */
let latest: { seed: number; splits: Splits; sentences: Iterator<Sorted> } | undefined;

const splitNames = Object.keys(sizes) as KoreanEnglishSplit[];

function emptySplits(): Splits {
  return Object.fromEntries(splitNames.map((name): [string, KoreanEnglishPair[]] => [name, []])) as Splits;
}

function sortIn({ split, makePair }: Sorted, splits: Splits): void {
  if (splits[split].length < sizes[split]) splits[split].push(makePair());
}

function* composeForever(seed: number): Generator<Sorted, never> {
  const grammar = readGrammar();
  const sentences = grammar.filter(({ name }) => !name.endsWith("-clause"));
  const patterns = sentences.flatMap((pattern) => Array<Pattern>(pattern.weight).fill(pattern));
  const chooser = new Chooser(readLexicon(), grammar, randomGenerator(`korean-english/${seed}`));
  const seen = new Set<string>();
  for (;;) {
    const composition = compose(patterns, chooser);
    const sourceText = koreanText(composition.korean);
    if (seen.has(sourceText)) continue;
    seen.add(sourceText);
    const targetText = englishText(composition.english);
    const split = splitOf(composition, targetText);
    if (split !== undefined) yield { split, makePair: () => pairOf(composition, sourceText, targetText) };
  }
}

/** The split of a sentence hangs on the sentence alone; nothing for one that is both too long and unseen. */
function splitOf({ korean, combinations }: Composition, targetText: string): KoreanEnglishSplit | undefined {
  const isLonger = korean.length > longestTrained;
  if (combinations.some(isUnseen)) return isLonger ? undefined : "unseen-combination";
  if (isLonger) return "longer";
  const bucket = hash(targetText) % 20;
  return bucket === 0 ? "test" : bucket === 1 ? "validation" : "train";
}

/** Whether a combination is kept from training. */
export function isUnseen(combination: string): boolean {
  return hash(combination) % combinationsPerUnseen === 0;
}

function pairOf(composition: Composition, sourceText: string, targetText: string): KoreanEnglishPair {
  const { korean, english, pattern, form } = composition;
  return {
    source: korean.map(({ text }) => text),
    target: english.map(({ text }) => text),
    alignment: align(korean, english),
    ...{ sourceText, targetText, pattern, level: form.level, tense: form.tense },
    ...{ isQuestion: form.isQuestion, isNegative: form.negation !== "", isHonorific: form.isHonorific },
  };
}
