/** Answers to `bothWays`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Reader = (inputs: tf.Tensor3D) => tf.Tensor3D;
type Answer = (inputs: tf.Tensor3D, forward: Reader, backward: Reader) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

export const mistakes: Mistake[] = [
  mistake(
    "the backward states are not turned round again: each stands beside another token's forward state",
    (inputs, forward, backward) => tf.concat([forward(inputs), backward(inputs.reverse(1))], 2),
  ),
  mistake("the backward reader gets the sequence from its start", (inputs, forward, backward) =>
    tf.concat([forward(inputs), backward(inputs)], 2),
  ),
  mistake(
    "the backward reader gets the sequence from its start, and its states are turned round",
    (inputs, forward, backward) => tf.concat([forward(inputs), backward(inputs).reverse(1)], 2),
  ),
  mistake("the two are added: join them side by side instead", (inputs, forward, backward) =>
    forward(inputs).add(backward(inputs.reverse(1)).reverse(1)),
  ),
  mistake("the two are joined along time, one after the other", (inputs, forward, backward) =>
    tf.concat([forward(inputs), backward(inputs.reverse(1)).reverse(1)], 1),
  ),
  mistake("the backward states come first: forward is the first half", (inputs, forward, backward) =>
    tf.concat([backward(inputs.reverse(1)).reverse(1), forward(inputs)], 2),
  ),
  mistake("the forward reader reads both ways: the backward one is not used", (inputs, forward) =>
    tf.concat([forward(inputs), forward(inputs.reverse(1)).reverse(1)], 2),
  ),
  mistake("every axis is reversed, not only time", (inputs, forward, backward) =>
    tf.concat([forward(inputs), backward(inputs.reverse()).reverse()], 2),
  ),
  leak((inputs, forward, backward) =>
    tf.concat([forward(inputs), backward(inputs.reverse(1)).reverse(1)], 2),
  ),
  mistake(
    "forward and backward take turns, number by number: all of the forward state comes first",
    (inputs, forward, backward) => {
      const both = tf.stack([forward(inputs), backward(inputs.reverse(1)).reverse(1)], 3);
      const [batch, time, hidden] = both.shape as [number, number, number];
      return both.reshape([batch, time, 2 * hidden]);
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("gather with positions counted down", (inputs, forward, backward) => {
    const time = inputs.shape[1];
    const down = tf.tensor1d(
      Array.from({ length: time }, (_, t) => time - 1 - t),
      "int32",
    );
    return tf.concat([forward(inputs), tf.gather(backward(tf.gather(inputs, down, 1)), down, 1)], -1);
  }),
  alternative("steps unstacked and turned as a list", (inputs, forward, backward) => {
    const turned = (tensor: tf.Tensor3D): tf.Tensor3D =>
      tf.stack(tf.unstack(tensor, 1).reverse(), 1) as tf.Tensor3D;
    return tf.concat([forward(inputs), turned(backward(turned(inputs)))], 2);
  }),
];
