/** Answers to `precisionRecall`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

interface ClassScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}
type Labels = readonly number[];
type Answer = (predicted: Labels, expected: Labels, label: number) => ClassScore;
const { mistake, alternative } = variantsOf<Answer>();

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);
const harmonic = (p: number, r: number): number => share(2 * p * r, p + r);
const count = (labels: Labels, label: number): number => labels.filter((one) => one === label).length;
const both = (a: Labels, b: Labels, label: number): number =>
  a.filter((one, i) => one === label && b[i] === label).length;
const scores = (precision: number, recall: number, f1 = harmonic(precision, recall)): ClassScore => ({
  precision,
  recall,
  f1,
});
const refusing =
  (score: Answer): Answer =>
  (predicted, expected, label) => {
    if (predicted.length !== expected.length)
      throw new RangeError(`precisionRecall: ${predicted.length} labels for ${expected.length} words`);
    return score(predicted, expected, label);
  };
const right: Answer = (predicted, expected, label) => {
  const hits = both(predicted, expected, label);
  return scores(share(hits, count(predicted, label)), share(hits, count(expected, label)));
};

export const mistakes: Mistake[] = [
  mistake(
    "precision and recall have changed places",
    refusing((predicted, expected, label) => right(expected, predicted, label)),
  ),
  mistake(
    "that is accuracy, which the large class decides: count only places with the label",
    refusing((predicted, expected) => {
      const hits = predicted.filter((one, i) => one === expected[i]).length;
      return scores(share(hits, predicted.length), share(hits, predicted.length));
    }),
  ),
  mistake(
    "F1 is the plain mean of precision and recall; it should be 2PR / (P + R)",
    refusing((predicted, expected, label) => {
      const { precision, recall } = right(predicted, expected, label);
      return scores(precision, recall, (precision + recall) / 2);
    }),
  ),
  mistake(
    "the factor 2 of F1 is missing",
    refusing((predicted, expected, label) => {
      const { precision, recall, f1 } = right(predicted, expected, label);
      return scores(precision, recall, f1 / 2);
    }),
  ),
  mistake(
    "0 / 0 gives NaN: it should count as 0",
    refusing((predicted, expected, label) => {
      const hits = both(predicted, expected, label);
      const [p, r] = [hits / count(predicted, label), hits / count(expected, label)];
      return scores(p, r, (2 * p * r) / (p + r));
    }),
  ),
  mistake(
    "the label is not read: it is always 1",
    refusing((predicted, expected) => right(predicted, expected, 1)),
  ),
  mistake("lists of different length are taken without a word", right),
];

export const alternatives: Alternative[] = [
  alternative("a loop that counts three things", (predicted, expected, label) => {
    if (predicted.length !== expected.length) throw new Error("precisionRecall: two lengths");
    let [hits, falseAlarms, missed] = [0, 0, 0];
    predicted.forEach((one, i) => {
      if (one === label && expected[i] === label) hits++;
      else if (one === label) falseAlarms++;
      else if (expected[i] === label) missed++;
    });
    return scores(
      share(hits, hits + falseAlarms),
      share(hits, hits + missed),
      share(2 * hits, 2 * hits + falseAlarms + missed),
    );
  }),
  alternative(
    "|| 0 for a division by 0",
    refusing((predicted, expected, label) => {
      const hits = both(predicted, expected, label);
      const [p, r] = [hits / count(predicted, label) || 0, hits / count(expected, label) || 0];
      return scores(p, r, (2 * p * r) / (p + r) || 0);
    }),
  ),
];
