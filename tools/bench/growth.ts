/** How the time and the memory of a training step grow: an LSTM layer beside a self-attention layer of its width. */
import { tf } from "../../lib/tf";
import { Lstm } from "../../lib/lstm";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import { disposeParameters, type Parameters } from "../../lib/parameters";
import { progress } from "../../lib/jupyter/progress";
import { randomGenerator } from "../../lib/random";
import { spread, type Spread } from "./compare";
import { numHeads, type Axis, type LayerName, type Place } from "./growth-theory";

/** Measured along one axis; along the others a layer stays at its base. */
export interface GrowthCurve {
  readonly axis: Axis;
  readonly layer: LayerName;
  readonly x: readonly number[];
  /** Of a training step: forward and backward, to the inputs and to all weights. */
  readonly ms: readonly Spread[];
  /** The tensors that live at the same time at most, in 2²⁰ bytes, without weights and inputs. */
  readonly mb: readonly number[];
}

export interface GrowthSettings {
  readonly base: Place;
  readonly axes: Readonly<Record<Axis, readonly number[]>>;
  readonly rounds: number;
}

export const fullGrowth: GrowthSettings = {
  base: { length: 64, width: 64, batch: 8 },
  axes: {
    length: [16, 32, 64, 128, 256, 512, 1024],
    width: [16, 32, 64, 128, 256, 512],
    batch: [1, 2, 4, 8, 16, 32, 64, 128],
  },
  rounds: 7,
};

export const quickGrowth: GrowthSettings = {
  base: { length: 8, width: 8, batch: 2 },
  axes: { length: [4, 8, 16], width: [8, 16], batch: [1, 2] },
  rounds: 1,
};

/** Times all points in turns, round by round, so that a busy minute of the machine hits all of them. */
export async function measureGrowth({ base, axes, rounds }: GrowthSettings): Promise<GrowthCurve[]> {
  const layers: LayerName[] = ["LSTM", "self-attention"];
  const points = (Object.keys(axes) as Axis[]).flatMap((axis) =>
    layers.flatMap((layer) =>
      axes[axis].map((x) => ({ axis, layer, x, ms: [] as number[], mb: 0, place: { ...base, [axis]: x } })),
    ),
  );
  const bar = progress((rounds + 1) * points.length, "growth");
  for (let round = 0; round <= rounds; round++)
    for (const [i, point] of points.entries()) {
      const step = trainingStep(point.layer, point.place);
      if (round === 0) point.mb = await peakMb(step.run);
      else point.ms.push(milliseconds(step.run));
      step.dispose();
      bar.update(round * points.length + i + 1);
    }
  bar.end();
  return (Object.keys(axes) as Axis[]).flatMap((axis) =>
    layers.map((layer) => {
      const along = points.filter((point) => point.axis === axis && point.layer === layer);
      return {
        axis,
        layer,
        x: axes[axis],
        ms: along.map(({ ms }) => spread(ms)),
        mb: along.map(({ mb }) => mb),
      };
    }),
  );
}

/** One layer with random inputs; the inputs get a gradient too, as those of a layer inside a network do. */
function trainingStep(name: LayerName, { length, width, batch }: Place) {
  const layer = makeLayer(name, width);
  const inputs = tf.tidy(() =>
    tf.variable(tf.randomNormal<tf.Rank.R3>([batch, length, width], 0, 1, "float32", 1)),
  );
  const given = [inputs, ...Object.values(layer.parameters)];
  const loss = (): tf.Scalar => layer.run(inputs).square().mean();
  return {
    run: () => tf.tidy(() => void tf.variableGrads(loss, given).value.dataSync()),
    dispose() {
      inputs.dispose();
      disposeParameters(layer);
    },
  };
}

type Layer = { readonly parameters: Parameters; run(inputs: tf.Tensor3D): tf.Tensor3D };

function makeLayer(name: LayerName, width: number): Layer {
  const random = randomGenerator(`bench/growth/${name}`);
  if (name === "LSTM") {
    const lstm = new Lstm({ inputSize: width, hiddenSize: width }, random);
    return { parameters: lstm.parameters, run: (inputs) => lstm.run(inputs).hiddens };
  }
  const attention = new MultiHeadAttention({ dModel: width, numHeads }, random);
  return { parameters: attention.parameters, run: (inputs) => attention.run(inputs, inputs).output };
}

/** The second of two steps: the first one allocates. */
function milliseconds(run: () => void): number {
  run();
  const started = performance.now();
  run();
  return performance.now() - started;
}

async function peakMb(run: () => void): Promise<number> {
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(run);
  return (peakBytes - before) / 2 ** 20;
}
