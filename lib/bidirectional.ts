/** Bidirectional: one LSTM reads the sequence forwards, another one backwards, so each position knows both sides. */
import { tf } from "./tf";
import { checkSizes } from "./argument";
import { pure } from "./engine/pure";
import { checkShapes } from "./shapes";
import { Lstm, type LstmOutput } from "./lstm";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import type { RecurrentConfig } from "./recurrence";

/**
 * Two LSTM layers over one sequence, their states side by side.
 *
 *     h_t = [h→_t ; h←_t]
 *
 * The backward layer starts at each sequence's last real token, never at padding. It costs twice the time of one
 * direction and cannot be used where the future is not known yet, such as in a decoder.
 *
 * Taught in notebook 02.
 * @throws {RangeError} a size is not a whole number ≥ 1
 * @source Schuster & Paliwal 1997, "Bidirectional Recurrent Neural Networks", §II.B. https://doi.org/10.1109/78.650093
 */
export class Bidirectional {
  readonly parameters: Parameters;
  /** Width of what comes out: twice the hidden size of each direction. */
  readonly hiddenSize: number;
  private readonly forwards: Lstm;
  private readonly backwards: Lstm;

  constructor(config: RecurrentConfig, random: RandomGenerator) {
    const { inputSize, hiddenSize } = checkMaking("Bidirectional", config, random);
    checkSizes("Bidirectional", { inputSize, hiddenSize });
    this.forwards = new Lstm(config, random);
    this.backwards = new Lstm(config, random);
    this.hiddenSize = 2 * hiddenSize;
    this.parameters = collectParameters({ forwards: this.forwards, backwards: this.backwards });
  }

  /**
   * @param inputs  [batch, time, input]  float32
   * @param mask    1 where a token stands, 0 at padding  [batch, time]  int32; omit if nothing is padded
   * @returns hiddens [batch, time, 2·hidden], 0 at padding, and the last state of both directions
   */
  run(inputs: tf.Tensor3D, { mask }: { readonly mask?: tf.Tensor2D } = {}): LstmOutput {
    const { batch, time } = checkShapes("Bidirectional.run", {
      inputs: [inputs, "batch time input"],
      "mask?": [mask, "batch time"],
    });
    return tf.tidy(() => {
      const order = mirrored(batch, time, mask);
      const there = this.forwards.run(inputs, { mask });
      const back = this.backwards.run(takeRows(inputs, order), { mask });
      const hidden = tf.concat([there.last.hidden, back.last.hidden], 1);
      const cell = tf.concat([there.last.cell, back.last.cell], 1);
      const hiddens = tf.concat([there.hiddens, takeRows(back.hiddens, order)], 2); // [batch, time, 2·hidden]
      return { hiddens, last: { hidden, cell } };
    });
  }
}
pure(Bidirectional);

/** For each place of the flattened [batch · time], the place that mirrors it within its sequence; padding stays. */
function mirrored(batch: number, time: number, mask?: tf.Tensor2D): tf.Tensor1D {
  const position = tf.range(0, time, 1, "int32").expandDims(0); // [1, time]
  const isReal = mask ?? tf.ones([batch, time], "int32");
  const lastReal = isReal.sum(1, true).sub(1).cast("int32"); // [batch, 1]
  const mirror = tf.where(isReal.cast("bool"), lastReal.sub(position), position.tile([batch, 1]));
  const firstOfRow = tf.range(0, batch * time, time, "int32").expandDims(1); // [batch, 1]
  return mirror.add(firstOfRow).reshape([batch * time]);
}

function takeRows(states: tf.Tensor3D, rows: tf.Tensor1D): tf.Tensor3D {
  const [batch, time, width] = states.shape;
  return tf.gather(states.reshape<tf.Tensor2D>([batch * time, width]), rows).reshape([batch, time, width]);
}
