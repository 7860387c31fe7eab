/**
 * N-gram models: the next token is guessed from the few before it, by counting what followed them in training.
 *
 * @source Jurafsky & Martin, "Speech and Language Processing", 3rd ed., chapter 3. https://web.stanford.edu/~jurafsky/slp3/
 */
import { checkBetween, checkList, checkLists, checkRecord, checkSizes } from "./argument";
import { SOS } from "./vocabulary";

export interface NgramOptions {
  /** n, ≥ 1: 1 looks at no token before, 3 (a trigram model) at two. */
  readonly order: number;
  readonly vocabSize: number;
  /** D: how much is taken off every count and given to the shorter context, in (0, 1); 0.9 unless said otherwise. */
  readonly discount?: number;
}

/** What followed a context: how often each token did, and all of them together. */
interface Followers {
  total: number;
  readonly counts: Map<number, number>;
}

/**
 * An n-gram model with Kneser–Ney smoothing: every context leaves a part of its probability to the context without
 * its first token.
 *
 *     p_n(y | c) = (max(count(c y) − D, 0) + D · d(c) · p_{n−1}(y | shorter c)) / count(c)      p_0 = 1 / V
 *
 * d(c) is how many different tokens followed the context c. For the shorter contexts "count" is not how often a token
 * followed, but after how many different tokens it did so. A context that training never showed leaves everything to
 * the shorter one, so no token ever has a probability of 0.
 *
 * Taught in notebook 03.
 * @throws {RangeError} order or vocabSize is not a whole number ≥ 1, or discount outside (0, 1)
 * @source Kneser & Ney 1995, "Improved backing-off for m-gram language modeling", §3; as interpolation: Chen & Goodman
 *   1999, "An empirical study of smoothing techniques for language modeling", §2.7. https://doi.org/10.1006/csla.1999.0128
 */
export class Ngram {
  /** By the length of the context, from 0 to order − 1. */
  private readonly followers: readonly Map<string, Followers>[];
  private readonly vocabSize: number;
  private readonly discount: number;

  constructor(sequences: readonly (readonly number[])[], options: NgramOptions) {
    const { order, vocabSize, discount = 0.9 } = checkRecord("Ngram", "options", options);
    checkLists("Ngram", "sequences", sequences);
    checkSizes("Ngram", { order, vocabSize });
    checkBetween("Ngram", "discount", discount, "(0, 1)");
    [this.vocabSize, this.discount] = [vocabSize, discount];
    const followers = Array.from({ length: order }, () => new Map<string, Followers>());
    for (const tokens of sequences) {
      for (let t = 1; t < tokens.length; t++)
        add(followers[order - 1]!, this.context(tokens, t, order - 1), tokens[t]!);
    }
    for (let length = order - 1; length > 0; length--) shorten(followers[length]!, followers[length - 1]!);
    this.followers = followers;
  }

  /** The `length` tokens before place t; before the beginning stands <sos>, again and again. */
  private context(tokens: readonly number[], t: number, length: number): string {
    return Array.from({ length }, (_, index) => tokens[t - length + index] ?? SOS).join(" ");
  }

  /** How likely the token at place t is, given those before it. */
  private probability(tokens: readonly number[], t: number): number {
    return this.followers.reduce((shorter, ofLength, length) => {
      const seen = ofLength.get(this.context(tokens, t, length));
      if (seen === undefined) return shorter;
      const kept = Math.max((seen.counts.get(tokens[t]!) ?? 0) - this.discount, 0);
      return (kept + this.discount * seen.counts.size * shorter) / seen.total;
    }, 1 / this.vocabSize);
  }

  /**
   * How surprising each token but the first is.
   *
   *     −ln p_n(y_t | y_{t−n+1} … y_{t−1})
   *
   * @param tokens  ids, from <sos> to <eos>
   * @returns in nats, one fewer than tokens
   */
  surprises(tokens: readonly number[]): number[] {
    checkList("Ngram.surprises", "tokens", tokens);
    return tokens.slice(1).map((_, index) => -Math.log(this.probability(tokens, index + 1)));
  }

  /** How likely each token of the vocabulary is to come after those; sums to 1. */
  probabilities(before: readonly number[]): number[] {
    checkList("Ngram.probabilities", "before", before);
    return Array.from({ length: this.vocabSize }, (_, token) =>
      this.probability([...before, token], before.length),
    );
  }
}

function add(followers: Map<string, Followers>, context: string, token: number): void {
  const seen = followers.get(context) ?? { total: 0, counts: new Map<number, number>() };
  seen.total++;
  seen.counts.set(token, (seen.counts.get(token) ?? 0) + 1);
  followers.set(context, seen);
}

/** Counts each different context once, without its first token. */
function shorten(longer: Map<string, Followers>, shorter: Map<string, Followers>): void {
  for (const [context, { counts }] of longer)
    for (const token of counts.keys()) add(shorter, context.split(" ").slice(1).join(" "), token);
}
