/** Metrics: what a result is worth, by token and by whole sequence. */
import { checkLinks, linkKey, type Alignment, type Link } from "./alignment";
import { checkList, checkLists, checkRecord, shown } from "./argument";
import { largest, smallest } from "./extremes";

export { bleu } from "./bleu"; // also found here

/**
 * The share of expected tokens that stand at their place.
 *
 *     Σ [ŷ_t = y_t] / Σ 1
 *
 * High token accuracy can hide that no sequence is right: show it beside {@link exactMatch}.
 *
 * @returns in [0, 1]
 * @throws {RangeError} no sequences, no expected tokens, or another number of predictions
 *
 * Taught in notebook 04.
 */
export function tokenAccuracy<Token>(
  predicted: readonly (readonly Token[])[],
  expected: readonly (readonly Token[])[],
): number {
  checkPaired("tokenAccuracy", predicted, expected);
  checkLists("tokenAccuracy", "expected", expected);
  const numTokens = expected.reduce((count, tokens) => count + tokens.length, 0);
  if (numTokens === 0) throw new RangeError("tokenAccuracy: expected at least one token, got none");
  const numRight = expected.reduce(
    (count, tokens, index) => count + tokens.filter((token, t) => token === predicted[index]![t]).length,
    0,
  );
  return numRight / numTokens;
}

/**
 * The share of sequences that are right from the first token to the last.
 *
 * @returns in [0, 1]
 * @throws {RangeError} no sequences, or another number of predictions
 *
 * Taught in notebook 04.
 */
export function exactMatch<Token>(
  predicted: readonly (readonly Token[])[],
  expected: readonly (readonly Token[])[],
): number {
  checkPaired("exactMatch", predicted, expected);
  checkLists("exactMatch", "expected", expected);
  const isSame = (tokens: readonly Token[], index: number) =>
    tokens.length === predicted[index]!.length && tokens.every((token, t) => token === predicted[index]![t]);
  return expected.filter(isSame).length / expected.length;
}

/**
 * How many insertions, deletions and substitutions turn one sequence into another.
 *
 *     d(i, j) = min(d(i−1, j) + 1, d(i, j−1) + 1, d(i−1, j−1) + [a_i ≠ b_j])
 *
 * @throws {TypeError} one of them is not a list
 *
 * Taught in notebook 11.
 * @source Wagner & Fischer 1974, "The String-to-String Correction Problem", §3. https://doi.org/10.1145/321796.321811
 */
export function editDistance<Token>(a: readonly Token[], b: readonly Token[]): number {
  checkList("editDistance", "a", a);
  checkList("editDistance", "b", b);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((token, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (token === other ? 0 : 1)));
    });
    row = next;
  });
  return row[b.length]!;
}

/** All the ways in which a word may be said: one list of phonemes each, at least one. */
export type Pronunciations<Token> = readonly (readonly Token[])[];

/**
 * How many phonemes have to be inserted, deleted or replaced, for each phoneme of the right answers.
 *
 *     PER = Σ d(ŷ, y) / Σ |y|      y: the right answer next to ŷ
 *
 * @param predicted  phonemes of each word
 * @param expected   right answers of each word
 * @returns ≥ 0; may exceed 1
 * @throws {RangeError} no words, another number of predictions, a word without right answers, or only empty ones
 *
 * Taught in notebook 11.
 * @source Yao & Zweig 2015, "Sequence-to-Sequence Neural Net Models for Grapheme-to-Phoneme Conversion", §4.
 *   https://arxiv.org/abs/1506.00196
 * @exercise 11-translation
 */
export function phonemeErrorRate<Token>(
  predicted: readonly (readonly Token[])[],
  expected: readonly Pronunciations<Token>[],
): number {
  const nearest = nearestAnswers("phonemeErrorRate", predicted, expected);
  const numPhonemes = nearest.reduce((sum, { length }) => sum + length, 0);
  if (numPhonemes === 0) throw new RangeError("phonemeErrorRate: expected at least one phoneme, got none");
  return nearest.reduce((sum, { errors }) => sum + errors, 0) / numPhonemes;
}

/**
 * The share of words of which not every phoneme is right.
 *
 *     WER = Σ [ŷ is none of the right answers] / number of words
 *
 * @param predicted  phonemes of each word
 * @param expected   right answers of each word
 * @returns in [0, 1]
 * @throws {RangeError} no words, another number of predictions, or a word without right answers
 *
 * Taught in notebook 11.
 * @source Yao & Zweig 2015, §4. https://arxiv.org/abs/1506.00196
 * @exercise 11-translation
 */
export function wordErrorRate<Token>(
  predicted: readonly (readonly Token[])[],
  expected: readonly Pronunciations<Token>[],
): number {
  const nearest = nearestAnswers("wordErrorRate", predicted, expected);
  return nearest.filter(({ errors }) => errors > 0).length / nearest.length;
}

/** For each word, the right answer that needs the fewest changes. */
function nearestAnswers<Token>(
  functionName: string,
  predicted: readonly (readonly Token[])[],
  expected: readonly Pronunciations<Token>[],
): { errors: number; length: number }[] {
  checkPaired(functionName, predicted, expected);
  return expected.map((answers, word) => {
    checkLists(functionName, `expected[${word}]`, answers);
    if (answers.length === 0) throw new RangeError(`${functionName}: word ${word} has no right answer`);
    const distances = answers.map((answer) => editDistance(predicted[word]!, answer));
    const errors = smallest(distances);
    return { errors, length: answers[distances.indexOf(errors)]!.length };
  });
}

/**
 * Links each target token with the source position it looked at most.
 *
 * @param weights  one row [source] a target token
 * @throws {RangeError} a row without positions, or a weight that is not a number ≥ 0
 *
 * Taught in notebook 06.
 */
export function strongestLinks(weights: readonly (readonly number[])[]): Link[] {
  checkLists("strongestLinks", "weights", weights);
  return weights.map((row, target) => {
    if (row.length === 0) throw new RangeError(`strongestLinks: row ${target} of weights has no positions`);
    const wrong = row.findIndex((weight) => !(weight >= 0));
    if (wrong >= 0) {
      throw new RangeError(
        `strongestLinks: row ${target} of weights should have numbers ≥ 0, got ${shown(row[wrong])} at position ${wrong}`,
      );
    }
    return { target, source: row.indexOf(largest(row)) };
  });
}

/**
 * How far predicted links are from a human's, over a whole test set.
 *
 *     AER = 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)
 *
 * Only target tokens that the gold alignment links at all are judged: nobody can say where a token without a link
 * should look. A, S and P are sets, so a link counts once, however often it is named.
 *
 * @param predicted  A: links of each sentence pair
 * @param gold       S and P: sure and possible links of each pair
 * @param options    within: how many source positions beside a gold link still count as that link, a whole number ≥ 0; 0
 *   unless said otherwise. It tells a look beside the word from one far away; judge a baseline in the same lax way
 * @returns in [0, 1]; 0 is perfect
 * @throws {RangeError} no pairs, another number of predictions, no links to judge, or a within that is no whole number ≥ 0
 *
 * Taught in notebook 06.
 * @source Och & Ney 2003, "A Systematic Comparison of Various Statistical Alignment Models", §5.1.
 *   https://aclanthology.org/J03-1002
 */
export function alignmentErrorRate(
  predicted: readonly (readonly Link[])[],
  gold: readonly Alignment[],
  { within = 0 }: { readonly within?: number } = {},
): number {
  checkPaired("alignmentErrorRate", predicted, gold, "gold");
  if (!Number.isInteger(within) || within < 0)
    throw new RangeError(`alignmentErrorRate: within should be a whole number ≥ 0, got ${shown(within)}`);
  let [numJudged, numSure, numFoundSure, numFoundPossible] = [0, 0, 0, 0];
  gold.forEach((alignment, index) => {
    const { sure, possible } = checkRecord("alignmentErrorRate", `gold[${index}]`, alignment);
    checkLinks("alignmentErrorRate", `gold[${index}].sure`, sure);
    checkLinks("alignmentErrorRate", `gold[${index}].possible`, possible);
    checkLinks("alignmentErrorRate", `predicted[${index}]`, predicted[index]!);
    const targets = new Set(possible.concat(sure).map((link) => link.target));
    const linked = predicted[index]!.filter((link) => targets.has(link.target));
    const judged = linkKeys(linked.map((link) => nearestLink(link, sure.concat(possible), within)));
    const sureKeys = linkKeys(sure);
    const possibleKeys = linkKeys(possible.concat(sure));
    numJudged += judged.size;
    numSure += sureKeys.size;
    numFoundSure += [...judged].filter((key) => sureKeys.has(key)).length;
    numFoundPossible += [...judged].filter((key) => possibleKeys.has(key)).length;
  });
  if (numJudged + numSure === 0)
    throw new RangeError("alignmentErrorRate: gold should have at least one link, got none");
  return 1 - (numFoundSure + numFoundPossible) / (numJudged + numSure);
}

/** The gold link of the same target token next to a link, if one is near enough; else the link itself. */
function nearestLink(link: Link, gold: readonly Link[], within: number): Link {
  if (within === 0) return link;
  const distance = ({ source }: Link): number => Math.abs(source - link.source);
  const near = gold.filter((one) => one.target === link.target && distance(one) <= within);
  return (
    near.reduce<Link | undefined>((a, b) => (a && distance(a) <= distance(b) ? a : b), undefined) ?? link
  );
}

const linkKeys = (links: readonly Link[]): Set<string> => new Set(links.map(linkKey));

/**
 * How spread out attention is: 0 if one position has it all, ln(source) if all have the same.
 *
 *     H = − Σ_s α_s ln α_s
 *
 * @param weights  one distribution; sums to 1
 * @returns in nats
 * @throws {RangeError} a weight that is not a number ≥ 0
 *
 * Taught in notebook 06.
 * @source Shannon 1948, "A Mathematical Theory of Communication", §6. https://doi.org/10.1002/j.1538-7305.1948.tb01338.x
 */
export function attentionEntropy(weights: readonly number[]): number {
  checkList("attentionEntropy", "weights", weights);
  const wrong = weights.findIndex((weight) => !(weight >= 0));
  if (wrong >= 0) {
    throw new RangeError(
      `attentionEntropy: weights should be numbers ≥ 0, got ${shown(weights[wrong])} at position ${wrong}`,
    );
  }
  return weights.reduce((nats, weight) => (weight > 0 ? nats - weight * Math.log(weight) : nats), 0);
}

function checkPaired(
  functionName: string,
  predicted: readonly (readonly unknown[])[],
  expected: readonly unknown[],
  argument = "expected",
): void {
  checkLists(functionName, "predicted", predicted);
  checkList(functionName, argument, expected);
  if (expected.length === 0)
    throw new RangeError(`${functionName}: expected at least one sequence, got none`);
  if (predicted.length !== expected.length) {
    throw new RangeError(`${functionName}: expected ${expected.length} predictions, got ${predicted.length}`);
  }
}
