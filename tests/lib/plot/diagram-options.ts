/** Options of every diagram on numbers small enough to check by hand, for tests. */
import type { AttentionDiagramOptions } from "../../../lib/plot/attention-diagram";
import type { BeamDiagramOptions, BeamNode } from "../../../lib/plot/beam-diagram";
import type { BidirectionalDiagramOptions } from "../../../lib/plot/bidirectional-diagram";
import type { BlendDiagramOptions } from "../../../lib/plot/blend-diagram";
import type { CellDiagramOptions } from "../../../lib/plot/cell-diagram";
import type { Diagram } from "../../../lib/plot/diagram";
import type { DistanceDiagramOptions } from "../../../lib/plot/distance-diagram";
import type { GruDiagramOptions } from "../../../lib/plot/gru-diagram";
import type { HeadsDiagramOptions } from "../../../lib/plot/heads-diagram";
import type { MatrixDiagramOptions } from "../../../lib/plot/matrix-diagram";
import type { MultiHeadDiagramOptions } from "../../../lib/plot/multi-head-diagram";
import type { PlacementDiagramOptions } from "../../../lib/plot/placement-diagram";
import type { RecurrentDiagramOptions } from "../../../lib/plot/recurrent-diagram";
import type { TransformerDiagramOptions } from "../../../lib/plot/transformer-diagram";
import type { UnrolledDiagramOptions } from "../../../lib/plot/unrolled-diagram";
import * as plots from "../../../lib/plots";

export const attention: AttentionDiagramOptions = {
  source: ["6", "월", "<eos>"],
  states: [
    [0.5, -1],
    [0, 0.25],
    [1, 0.125],
  ],
  weights: [0.75, 0.245, 0.005],
  written: ["0"],
  next: [
    { token: "6", probability: 0.9 },
    { token: "5", probability: 0.1 },
  ],
  widths: { encoder: 64, decoder: 32 },
};

/** A final "." stands for <eos>. */
export const beamNode = (text: string, logProbability: number, isKept = true): BeamNode => {
  const isDone = text.endsWith(".");
  return { tokens: text.replace(".", "").split(" ").filter(Boolean), logProbability, isDone, isKept };
};

export const beam: BeamDiagramOptions = {
  title: "The second word pays for the first",
  steps: [
    [beamNode("the", -0.5), beamNode("a", -0.9)],
    [
      beamNode("a cat", -1),
      beamNode("the cat", -1.6),
      beamNode("the.", -1.7, false),
      beamNode("the dog", -1.8, false),
    ],
    [beamNode("a cat.", -1), beamNode("the cat.", -1.6)],
  ],
};

export const bidirectional: BidirectionalDiagramOptions = {
  title: "Two readers",
  steps: [
    { read: "먹", forwards: [0.5, -1], backwards: [0.25], wrote: "past" },
    { read: "었", forwards: [0, 1], backwards: [-0.75], wrote: "future" },
  ],
};

export const blend: BlendDiagramOptions = {
  title: "Half flour",
  query: [0.69, 0],
  materials: [
    { name: "flour", key: [1, 0], score: 0.69, weight: 0.5, value: [4, 0] },
    { name: "물", key: [0, 1], score: 0, weight: 0.48, value: [0, 4] },
    { name: "salt", key: [0, -1], score: 0, weight: 0.02, value: [-4, 8] },
  ],
  blend: [1.92, 2.08],
};

export const cell: CellDiagramOptions = {
  title: "Half is kept",
  unit: {
    forgetGate: 0.5,
    inputGate: 1,
    candidate: -0.25,
    outputGate: 1,
    cellBefore: 0.5,
    cell: 0,
    hidden: 0,
  },
};

export const distance: DistanceDiagramOptions = {
  title: "Two letters, kept three steps each",
  rows: [
    {
      name: "as it is",
      read: ["가", "나", "<eos>"],
      written: ["가", "나"],
      links: [
        { source: 0, target: 0 },
        { source: 1, target: 1 },
      ],
    },
  ],
};

export const gru: GruDiagramOptions = {
  title: "Three quarters are kept",
  unit: { resetGate: 0.5, updateGate: 0.75, candidate: -0.5, hiddenBefore: 1, hidden: 0.625 },
};

const reading = (read: string[]) => ({ read, states: read.map((_, t) => [0.5, -1, 0.1 * t]) });
export const heads: HeadsDiagramOptions = {
  title: "One encoder, three heads",
  sequence: { ...reading(["[CLS]", "if", "so", "then"]), answer: "true order" },
  tokens: { ...reading(["if", "so", "then"]), answers: ["", ",", "."] },
  decoder: { ...reading(["if", "so"]), writes: ["그렇다", "면", "."] },
};

export const matrix: MatrixDiagramOptions = {
  matrices: [
    {
      name: "Q",
      rows: ["나", "는"],
      values: [
        [1, 0],
        [-0.5, 2],
      ],
    },
    { name: "Kᵀ", sign: "·", columns: ["나"], values: [[1], [2]] },
  ],
};

const headFlow = {
  queries: [[1], [-1]],
  keys: [[0.5], [2]],
  values: [[1], [0]],
  weights: [
    [0.25, 0.75],
    [0.75, 0.25],
  ],
  output: [[0.25], [0.75]],
};
export const multiHead: MultiHeadDiagramOptions = {
  title: "Two heads",
  tokens: ["나", "는"],
  inputs: [
    [1, 0],
    [-0.5, 2],
  ],
  heads: [headFlow, { ...headFlow, values: [[3], [1]] }],
  output: [
    [0, 1],
    [-1, 0],
  ],
};

const looking = { source: ["6", "월", "<eos>"], states: [[0.5, -1], [0, 0.25], [1, 0.125]] }; // prettier-ignore
export const placement: PlacementDiagramOptions = {
  title: "Look, then step",
  placement: "bahdanau",
  ...looking,
  steps: [
    {
      number: 9,
      read: "<sos>",
      wrote: "0",
      probability: 0.9,
      state: [0.5, 1],
      weights: [0.75, 0.245, 0.005],
    },
    { number: 10, read: "0", wrote: "6", probability: 0.8, state: [-0.5, 0], weights: [1, 0, 0] },
  ],
};

export const recurrent: RecurrentDiagramOptions = {
  title: "Many to one",
  labels: { input: "W_x [5, 2]", hidden: "W_h [2, 2]", output: "W_y [2, 5]" },
  gradients: [0.01, 1],
  steps: [
    { read: "안", state: [0.5, -0.25] },
    { read: " ", state: [0, 1], wrote: "녕" },
  ],
};

export const transformer: TransformerDiagramOptions = {
  source: ["나", "-는", "간다"],
  target: ["<sos>", "I", "go"],
  dModel: 128,
  numHeads: 4,
  numLayers: 2,
  dFeedForward: 256,
  sourceVocab: 2388,
  targetVocab: 1009,
  norm: "pre",
};

export const unrolled: UnrolledDiagramOptions = {
  title: "One letter is copied wrong",
  context: ["h: 2", "c: 2"],
  reads: "own",
  encoder: [
    { read: "가", state: [0.5, -1] },
    { read: "<eos>", state: [0.25, 1] },
  ],
  decoder: [
    { read: "<sos>", wrote: "나", right: "가", probability: 0.6, state: [0, 0.1] },
    { read: "나", wrote: "<eos>", right: "<eos>", probability: 0.9, state: [0.3, 0.4] },
  ],
};

/** Every diagram by its name, with options that it draws. */
export const diagrams: Readonly<Record<string, [draw: (options: never) => Diagram, options: object]>> = {
  attentionDiagram: [plots.attentionDiagram, attention],
  beamDiagram: [plots.beamDiagram, beam],
  bidirectionalDiagram: [plots.bidirectionalDiagram, bidirectional],
  blendDiagram: [plots.blendDiagram, blend],
  cellDiagram: [plots.cellDiagram, cell],
  distanceDiagram: [plots.distanceDiagram, distance],
  gruDiagram: [plots.gruDiagram, gru],
  headsDiagram: [plots.headsDiagram, heads],
  matrixDiagram: [plots.matrixDiagram, matrix],
  multiHeadDiagram: [plots.multiHeadDiagram, multiHead],
  placementDiagram: [plots.placementDiagram, placement],
  recurrentDiagram: [plots.recurrentDiagram, recurrent],
  transformerDiagram: [plots.transformerDiagram, transformer],
  unrolledDiagram: [plots.unrolledDiagram, unrolled],
};
