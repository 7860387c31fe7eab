/** Answers to `shiftByOne`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (tokens: tf.Tensor2D) => { inputs: tf.Tensor; targets: tf.Tensor };
const { mistake, leak, alternative } = variantsOf<Answer>();

const part = (tokens: tf.Tensor2D, from: number, length = tokens.shape[1] - 1): tf.Tensor2D =>
  tokens.slice([0, from], [-1, length]);

export const mistakes: Mistake[] = [
  mistake("there is no shift: the model is asked for the token that it has just read", (tokens) => ({
    inputs: part(tokens, 0),
    targets: part(tokens, 0),
  })),
  mistake("the shift goes the other way: the model is asked for the token before", (tokens) => ({
    inputs: part(tokens, 1),
    targets: part(tokens, 0),
  })),
  mistake("inputs and targets are as long as the text: the last input has no target", (tokens) => ({
    inputs: tokens.clone(),
    targets: tf.concat([part(tokens, 1), part(tokens, 0, 1)], 1),
  })),
  mistake("the inputs keep the last token, which has nothing to predict", (tokens) => ({
    inputs: tokens.clone(),
    targets: part(tokens, 1),
  })),
  mistake("the shift is two steps", (tokens) => ({
    inputs: part(tokens, 0),
    targets: tf
      .concat([part(tokens, 1), part(tokens, tokens.shape[1] - 1, 1)], 1)
      .slice([0, 1], [-1, tokens.shape[1] - 1]),
  })),
  mistake("the tokens became float32: ids stay int32", (tokens) => ({
    inputs: part(tokens, 0).cast("float32"),
    targets: part(tokens, 1).cast("float32"),
  })),
  leak((tokens) => {
    const [inputs, targets] = [part(tokens, 0), part(tokens, 1)];
    return { inputs: inputs.clone(), targets: targets.clone() };
  }),
];

export const alternatives: Alternative[] = [
  alternative("gather with lists of positions", (tokens) => {
    const positions = Array.from({ length: tokens.shape[1] - 1 }, (_, t) => t);
    const take = (places: number[]): tf.Tensor => tokens.gather(tf.tensor1d(places, "int32"), 1);
    return { inputs: take(positions), targets: take(positions.map((t) => t + 1)) };
  }),
  alternative("by way of plain lists", (tokens) => {
    const rows = tokens.arraySync();
    const shape: [number, number] = [tokens.shape[0], tokens.shape[1] - 1];
    const made = (from: number, to?: number): tf.Tensor =>
      tf.tensor2d(
        rows.map((row) => row.slice(from, to)),
        shape,
        "int32",
      );
    return { inputs: made(0, -1), targets: made(1) };
  }),
];
