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

/**
 * How far two languages differ in word order: the share of pairs of links that cross.
 *
 *     crossing = #{(i, j): (s_i − s_j)(t_i − t_j) < 0} / #{(i, j): s_i ≠ s_j and t_i ≠ t_j}
 *
 * @param links  of one sentence pair
 * @returns in [0, 1]: 0 if both go the same way, 1 if one goes backwards; 0 if there are no two links to compare
 * @throws {TypeError} no list of links
 *
 * Ours / theirs: 1 − 2 · crossing is Kendall's τ.
 * Taught in notebook 11.
 * @source Kendall 1938, "A New Measure of Rank Correlation". https://doi.org/10.1093/biomet/30.1-2.81
 */
export function crossingShare(links: readonly Link[]): number {
  checkLinks("crossingShare", "links", links);
  const distinct = [...new Map(links.map((link) => [linkKey(link), link])).values()];
  const products = distinct.flatMap((a, index) =>
    distinct.slice(index + 1).map((b) => (a.source - b.source) * (a.target - b.target)),
  );
  const numCompared = products.filter((product) => product !== 0).length;
  return products.filter((product) => product < 0).length / Math.max(1, numCompared);
}

/** What makes a link the same as another: an alignment is a set of links. */
export const linkKey = ({ source, target }: Link): string => `${source}→${target}`;

/** @throws {TypeError} no list of links */
export function checkLinks(functionName: string, argument: string, links: readonly Link[]): void {
  checkList(functionName, argument, links);
  links.forEach((link, index) => checkRecord(functionName, `${argument}[${index}]`, link));
}
