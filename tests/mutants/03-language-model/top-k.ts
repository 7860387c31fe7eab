/** Answers to `topK`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (logits: tf.Tensor1D, k: number) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

function refuse(k: number): void {
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`topK: k should be a whole number above 0, got ${k}`);
}

/** The logits at the places that are kept, and something else at the others. */
function keep(logits: tf.Tensor1D, places: readonly number[], other = -Infinity): tf.Tensor {
  return tf.tensor1d(Array.from(logits.dataSync(), (logit, id) => (places.includes(id) ? logit : other)));
}
const ranked = (logits: tf.Tensor1D): number[] => {
  const values = [...logits.dataSync()];
  return values.map((_, id) => id).sort((a, b) => values[b]! - values[a]! || a - b);
};
const right: Answer = (logits, k) => {
  refuse(k);
  return keep(logits, ranked(logits).slice(0, k));
};

const wrongSum =
  "the one-hot rows are summed each by itself: sum(0) adds them up, to one number for each token";
/** How many tokens each of the k best is: always one. */
const rowSums = (logits: tf.Tensor1D, k: number): tf.Tensor => {
  refuse(k);
  const { indices } = tf.topk(logits, Math.min(k, logits.size));
  return tf.oneHot(indices as tf.Tensor1D, logits.size).sum(1);
};

export const mistakes: Mistake[] = [
  mistake(
    "a token that is ruled out gets 0: softmax makes e⁰ of that, so it can still be drawn",
    (logits, k) => {
      refuse(k);
      return keep(logits, ranked(logits).slice(0, k), 0);
    },
  ),
  mistake("the k worst tokens stay, not the best", (logits, k) => {
    refuse(k);
    return keep(logits, ranked(logits).reverse().slice(0, k));
  }),
  mistake("only the k logits come back: each token must keep its place", (logits, k) => {
    refuse(k);
    return tf.topk(logits, Math.min(k, logits.size)).values;
  }),
  mistake("tokens as good as the k-th stay too: then there are more than k", (logits, k) => {
    refuse(k);
    const worst = tf.topk(logits, Math.min(k, logits.size)).values.dataSync().at(-1)!;
    return keep(
      logits,
      ranked(logits).filter((id) => logits.dataSync()[id]! >= worst),
    );
  }),
  mistake("one token too few stays", (logits, k) => {
    refuse(k);
    return keep(logits, ranked(logits).slice(0, k - 1));
  }),
  mistake("the best are chosen by their size without the sign", (logits, k) => {
    refuse(k);
    return keep(logits, ranked(logits.abs()).slice(0, k));
  }),
  mistake("softmax is already applied: give logits back", (logits, k) =>
    (right(logits, k) as tf.Tensor1D).softmax(),
  ),
  mistake("a k that makes no sense is taken without a word", (logits, k) =>
    keep(logits, ranked(logits).slice(0, Math.max(0, k))),
  ),
  mistake("a k larger than the vocabulary is refused: all tokens stay then", (logits, k) => {
    refuse(k);
    if (k > logits.size) throw new RangeError(`topK: k is ${k}, but there are ${logits.size} tokens`);
    return right(logits, k);
  }),
  leak((logits, k) => {
    refuse(k);
    logits.clone();
    return right(logits, k);
  }),
  mistake("of equal logits the last stay: it should be the first", (logits, k) => {
    refuse(k);
    const last = ranked(logits.reverse() as tf.Tensor1D).map((id) => logits.size - 1 - id);
    return keep(logits, last.slice(0, k));
  }),
  mistake("a logit of 0 is taken for one that is ruled out", (logits, k) => {
    refuse(k);
    return keep(
      logits,
      ranked(logits)
        .slice(0, k)
        .filter((id) => logits.dataSync()[id] !== 0),
    );
  }),
  mistake(wrongSum, (logits, k) => tf.where(rowSums(logits, k).cast("bool"), logits, -Infinity)),
  mistake(wrongSum, (logits, k) => logits.add(rowSums(logits, k).sub(1).mul(1e9))),
];

export const alternatives: Alternative[] = [
  alternative("tf.topk, and one-hot rows added up", (logits, k) => {
    refuse(k);
    const { indices } = tf.topk(logits, Math.min(k, logits.size));
    const isKept = tf.oneHot(indices.cast<tf.Tensor1D>("int32"), logits.size).sum(0).cast("bool");
    return tf.where(isKept, logits, tf.fill(logits.shape, -Infinity));
  }),
  alternative("the best taken out one by one", (logits, k) => {
    if (!(k >= 1) || k % 1 !== 0) throw new Error(`topK cannot keep k = ${k} tokens`);
    const left = [...logits.dataSync()];
    const kept = left.map(() => -Infinity);
    for (let i = 0; i < Math.min(k, kept.length); i++) {
      const best = left.indexOf(Math.max(...left));
      kept[best] = left[best]!;
      left[best] = -Infinity;
    }
    return tf.tensor1d(kept);
  }),
];
