/**
 * Alignments: which source tokens a target token comes from.
 *
 * @source Och & Ney 2003, "A Systematic Comparison of Various Statistical Alignment Models", §4: sure and possible
 *   links. https://aclanthology.org/J03-1002
 */
import { checkList, checkRecord } from "./argument";

/** One target token comes from one source token; both are positions counted from 0. */
export interface Link {
  readonly source: number;
  readonly target: number;
}

/** What an annotator would draw: sure links must be found, possible links may be found. Sure links are possible too. */
export interface Alignment {
  readonly sure: readonly Link[];
  readonly possible: readonly Link[];
}

/** A source sequence, its target sequence, and, where it is known, how the two belong together. */
export interface SentencePair {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly alignment?: Alignment;
}

/** @throws {TypeError} no list of links */
export function checkLinks(functionName: string, argument: string, links: readonly Link[]): void {
  checkList(functionName, argument, links);
  links.forEach((link, index) => checkRecord(functionName, `${argument}[${index}]`, link));
}
