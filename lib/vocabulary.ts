/** Vocabulary: which tokens a model knows, and the number (id) of each. */
import { checkList, checkRecord, shown } from "./argument";

/** Fills short sequences up; carries no meaning and never counts in a loss. */
export const PAD = 0;
/** Start of sequence: the decoder's first input. */
export const SOS = 1;
/** End of sequence: the decoder's last output. */
export const EOS = 2;
/** Stands for every token that training did not show. */
export const UNK = 3;

const SPECIAL_TOKENS = ["<pad>", "<sos>", "<eos>", "<unk>"];

export interface VocabularyOptions {
  /** Tokens seen fewer times become <unk>; a whole number ≥ 1. */
  readonly minCount?: number;
  /** The most tokens kept, the four special ones included; the rarest go first. */
  readonly maxSize?: number;
}

/**
 * The tokens of a training text, numbered.
 *
 * Built from the *training* split only: a token that first turns up in validation or test text must be <unk> there,
 * or the measured loss would be that of a model which knows the exam.
 *
 * Taught in notebook 03.
 */
export class Vocabulary {
  private readonly ids: ReadonlyMap<string, number>;

  private constructor(private readonly tokens: readonly string[]) {
    this.ids = new Map(tokens.map((token, id) => [token, id]));
  }

  /**
   * Numbers the tokens, the most frequent first; equally frequent ones in the order of their code points.
   *
   * @param trainingTokens  the training text, token by token
   * @throws {RangeError} no tokens at all, or an option that is not a whole number in its range
   * @throws {TypeError} the text holds one of the special tokens, such as "<pad>"
   */
  static fromTokens(trainingTokens: Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const { minCount = 1, maxSize = Number.MAX_SAFE_INTEGER } = checkRecord(
      "Vocabulary.fromTokens",
      "options",
      options,
    );
    checkOption("minCount", minCount, 1);
    checkOption("maxSize", maxSize, SPECIAL_TOKENS.length);
    const kept = [...countTokens(trainingTokens)]
      .filter(([, count]) => count >= minCount)
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
      .map(([token]) => token);
    return new Vocabulary([...SPECIAL_TOKENS, ...kept].slice(0, maxSize));
  }

  /** How many tokens there are, the special ones included. */
  get size(): number {
    return this.tokens.length;
  }

  /** The id of each token; UNK where the token is not known. */
  encode(tokens: readonly string[]): number[] {
    checkList("Vocabulary.encode", "tokens", tokens);
    return tokens.map((token) => this.ids.get(checkToken("Vocabulary.encode", token)) ?? UNK);
  }

  /**
   * The token of each id.
   *
   * @throws {RangeError} an id that is no whole number in [0, size)
   */
  decode(ids: Iterable<number>): string[] {
    checkIterable("Vocabulary.decode", "ids", ids);
    return Array.from(ids, (id) => {
      const token = Number.isInteger(id) ? this.tokens[id] : undefined;
      if (token !== undefined) return token;
      throw new RangeError(
        `Vocabulary.decode: an id should be a whole number in [0, ${this.size}), got ${shown(id)}`,
      );
    });
  }

  /** What `JSON.stringify` writes; `fromJSON` reads it back. */
  toJSON(): string[] {
    return [...this.tokens];
  }

  /**
   * @throws {TypeError} not a list of distinct texts that starts with the four special tokens
   */
  static fromJSON(tokens: unknown): Vocabulary {
    const isVocabulary =
      Array.isArray(tokens) &&
      tokens.every((token) => typeof token === "string") &&
      SPECIAL_TOKENS.every((token, id) => tokens[id] === token) &&
      new Set(tokens).size === tokens.length;
    if (!isVocabulary) {
      throw new TypeError(
        `Vocabulary.fromJSON: expected distinct tokens that start with ${SPECIAL_TOKENS.join(" ")}, ` +
          `got ${JSON.stringify(tokens)?.slice(0, 80)}`,
      );
    }
    return new Vocabulary(tokens as string[]);
  }
}

function countTokens(tokens: Iterable<string>): Map<string, number> {
  checkIterable("Vocabulary.fromTokens", "trainingTokens", tokens);
  const counts = new Map<string, number>();
  for (const token of tokens) {
    checkToken("Vocabulary.fromTokens", token);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  if (counts.size === 0) throw new RangeError("Vocabulary.fromTokens: expected at least one token, got none");
  const reserved = SPECIAL_TOKENS.find((token) => counts.has(token));
  if (reserved !== undefined) {
    throw new TypeError(`Vocabulary.fromTokens: the text holds "${reserved}", which is a special token`);
  }
  return counts;
}

function checkOption(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Vocabulary.fromTokens: ${name} should be a whole number ≥ ${least}, got ${shown(value)}`,
    );
  }
}

function checkToken(functionName: string, token: string): string {
  if (typeof token === "string") return token;
  throw new TypeError(`${functionName}: a token should be a text, got ${shown(token)}`);
}

function checkIterable(functionName: string, argument: string, items: Iterable<unknown>): void {
  if (typeof items?.[Symbol.iterator] === "function") return;
  throw new TypeError(`${functionName}: ${argument} should be a list, got ${shown(items)}`);
}
