/** Answers to `normalisedScore`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (logProbability: number, length: number, alpha: number) => number;
const { mistake, alternative } = variantsOf<Answer>();

const refusing =
  (score: Answer): Answer =>
  (logProbability, length, alpha) => {
    if (!(length >= 1)) throw new RangeError(`normalisedScore: length should be ≥ 1, got ${length}`);
    return score(logProbability, length, alpha);
  };

export const mistakes: Mistake[] = [
  mistake("the penalty is multiplied: that makes long sentences worse still", refusing((p, n, a) => p * ((5 + n) / 6) ** a)), // prettier-ignore
  mistake("you divide by the length alone; here it is ((5 + length) / 6) to the power of α", refusing((p, n, a) => p / n ** a)), // prettier-ignore
  mistake("the exponent belongs to the whole fraction, not to the 6 alone", refusing((p, n, a) => p / ((5 + n) / 6 ** a))), // prettier-ignore
  mistake(
    "the 6 under the fraction is missing",
    refusing((p, n, a) => p / (5 + n) ** a),
  ),
  mistake(
    "α is multiplied, but it is an exponent",
    refusing((p, n, a) => p / ((a * (5 + n)) / 6 || 1)),
  ),
  mistake(
    "nothing is normalised: the score is the log probability",
    refusing((p) => p),
  ),
  mistake("a length of 0 is taken without a word", (p, n, a) => p / ((5 + n) / 6) ** a),
];

export const alternatives: Alternative[] = [
  alternative(
    "multiplied by the inverse",
    refusing((p, n, a) => p * Math.pow(6 / (5 + n), a)),
  ),
  alternative(
    "by logarithms",
    refusing((p, n, a) => p / Math.exp(a * (Math.log(5 + n) - Math.log(6)))),
  ),
];
