/** Answers to `residual`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Step = (inputs: tf.Tensor3D) => tf.Tensor3D;
type Answer = (inputs: tf.Tensor3D, sublayer: Step, norm: Step, placement: "pre" | "post") => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const pre: Answer = (x, sublayer, norm) => x.add(sublayer(norm(x)));
const post: Answer = (x, sublayer, norm) => norm(x.add(sublayer(x)));
/** One formula for pre-norm, one for post-norm. */
const choose =
  (before: Answer, after: Answer): Answer =>
  (x, sublayer, norm, placement) =>
    (placement === "pre" ? before : after)(x, sublayer, norm, placement);

export const mistakes: Mistake[] = [
  mistake("pre and post have changed places", choose(post, pre)),
  mistake(
    "in pre-norm the sublayer's answer is added to the normalised inputs, not to the inputs themselves",
    choose((x, sublayer, norm) => norm(x).add(sublayer(norm(x))), post),
  ),
  mistake(
    "pre-norm lacks its residual connection: the inputs should be added",
    choose((_, sublayer, norm) => sublayer(norm(_)), post),
  ),
  mistake(
    "pre-norm has no normalisation",
    choose((x, sublayer) => x.add(sublayer(x)), post),
  ),
  mistake(
    "in post-norm only the sublayer's answer is normalised, not the sum",
    choose(pre, (x, sublayer, norm) => x.add(norm(sublayer(x)))),
  ),
  mistake(
    "post-norm lacks its residual connection: the inputs should be added",
    choose(pre, (x, sublayer, norm) => norm(sublayer(x))),
  ),
  mistake("the placement is not read: it is always pre-norm", choose(pre, pre)),
  leak(choose(pre, post)),
  mistake(
    "in pre-norm the sum is normalised too: the norm stands before the sublayer only",
    choose((x, sublayer, norm) => norm(x.add(sublayer(norm(x)))), post),
  ),
];

export const alternatives: Alternative[] = [
  alternative("before and after, each one step", (x, sublayer, norm, placement) => {
    const isPre = placement === "pre";
    const total = tf.add(x, sublayer(isPre ? norm(x) : x)) as tf.Tensor3D;
    return isPre ? total : norm(total);
  }),
  alternative("the sum by addN", choose(
    (x, sublayer, norm) => tf.addN([x, sublayer(norm(x))]),
    (x, sublayer, norm) => norm(tf.addN([sublayer(x), x])),
  )), // prettier-ignore
];
