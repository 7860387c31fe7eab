/** Metrics: calls that must be refused, and the words of each refusal. */
import { crossingShare } from "../../../lib/alignment";
import { editOperations } from "../../../lib/edit-operations";
import * as metrics from "../../../lib/metrics";
import { nothing, type Refusal } from "./refusal";

const [one, link] = [[["a"]], { source: 0, target: 0 }];

export const metricRefusals: Refusal[] = [
  ["tokenAccuracy: predicted should be a list, got undefined", () => metrics.tokenAccuracy(nothing, one)],
  ["tokenAccuracy: expected should be a list, got undefined", () => metrics.tokenAccuracy(one, nothing)],
  ["tokenAccuracy: expected at least one token, got none", () => metrics.tokenAccuracy([[]], [[]])],
  ["exactMatch: expected 1 predictions, got 0", () => metrics.exactMatch([], one)],
  ["exactMatch: expected at least one sequence, got none", () => metrics.exactMatch([], [])],
  [
    'exactMatch: predicted[0] should be a list, got "a"',
    () => metrics.exactMatch(["a"] as never, ["a"] as never),
  ],
  ['editDistance: a should be a list, got "a"', () => metrics.editDistance("a" as never, [])],
  ["editDistance: b should be a list, got undefined", () => metrics.editDistance([], nothing)],
  ["editOperations: b should be a list, got undefined", () => editOperations([], nothing)],
  ["crossingShare: links should be a list, got undefined", () => crossingShare(nothing)],
  ["phonemeErrorRate: word 0 has no right answer", () => metrics.phonemeErrorRate(one, [[]])],
  [
    'phonemeErrorRate: expected[0][0] should be a list, got "a"',
    () => metrics.phonemeErrorRate(one, one as never),
  ],
  ["wordErrorRate: expected should be a list, got undefined", () => metrics.wordErrorRate(one, nothing)],
  ["strongestLinks: weights should be a list, got undefined", () => metrics.strongestLinks(nothing)],
  ["strongestLinks: row 0 of weights has no positions", () => metrics.strongestLinks([[]])],
  [
    "strongestLinks: row 0 of weights should have numbers ≥ 0, got NaN at position 1",
    () => metrics.strongestLinks([[0.5, NaN]]),
  ],
  [
    "alignmentErrorRate: gold should be a list, got undefined",
    () => metrics.alignmentErrorRate([[link]], nothing),
  ],
  [
    "alignmentErrorRate: gold[0].possible should be a list, got undefined",
    () => metrics.alignmentErrorRate([[link]], [{ sure: [link] } as never]),
  ],
  [
    "alignmentErrorRate: gold should have at least one link, got none",
    () => metrics.alignmentErrorRate([[]], [{ sure: [], possible: [] }]),
  ],
  [
    "alignmentErrorRate: within should be a whole number ≥ 0, got -1",
    () => metrics.alignmentErrorRate([[link]], [{ sure: [link], possible: [] }], { within: -1 }),
  ],
  ["attentionEntropy: weights should be a list, got undefined", () => metrics.attentionEntropy(nothing)],
  [
    "attentionEntropy: weights should be numbers ≥ 0, got NaN at position 1",
    () => metrics.attentionEntropy([1, NaN]),
  ],
  ["bleu: expected at least one translation, got none", () => metrics.bleu([], [])],
  ['bleu: hypotheses should be a list, got "a"', () => metrics.bleu("a" as never, ["a"])],
  ["bleu: hypotheses should be texts, got 1", () => metrics.bleu([1 as never], ["a"])],
  ["bleu: references should be texts, got undefined", () => metrics.bleu(["a"], [nothing])],
  [
    'bleu: tokenizer should be one of 13a, none, got "zh"',
    () => metrics.bleu(["a"], ["a"], { tokenizer: "zh" as never }),
  ],
  [
    'bleu: smoothing should be one of none, floor, add-k, exp, got "soft"',
    () => metrics.bleu(["a"], ["a"], { smoothing: "soft" as never }),
  ],
  [
    "bleu: smoothingValue should be a number > 0, got NaN",
    () => metrics.bleu(["a"], ["a"], { smoothingValue: NaN }),
  ],
  ["tokenAccuracy: expected at least one sequence, got none", () => metrics.tokenAccuracy([], [])],
  ["tokenAccuracy: expected 2 predictions, got 1", () => metrics.tokenAccuracy([[1]], [[1], [2]])],
  ["wordErrorRate: expected at least one sequence, got none", () => metrics.wordErrorRate([], [])],
  ["alignmentErrorRate: expected at least one sequence, got none", () => metrics.alignmentErrorRate([], [])],
  [
    "attentionEntropy: weights should be numbers ≥ 0, got NaN at position 0",
    () => metrics.attentionEntropy([NaN]),
  ],
  ["bleu: expected 1 references, got 0", () => metrics.bleu(["a"], [])],
  ["bleu: translation 0 has no reference", () => metrics.bleu(["a"], [[]])],
  [
    "bleu: smoothingValue should be a number > 0, got 0",
    () => metrics.bleu(["a"], ["a"], { smoothing: "floor", smoothingValue: 0 }),
  ],

  [
    "alignmentErrorRate: predicted[0][0] should be an object, got undefined",
    () => metrics.alignmentErrorRate([[nothing]], [{ sure: [link], possible: [] }]),
  ],
  [
    "alignmentErrorRate: gold[0].sure[0] should be an object, got undefined",
    () => metrics.alignmentErrorRate([[link]], [{ sure: [nothing], possible: [] }]),
  ],
];
