/** What is compared with whom, and how far behind we may be. */

/** Whose program does the work. */
export type SideName = "ours" | "torch" | "jax" | "layers" | "tslab" | "ipykernel" | "nbgrader";

export interface Work {
  readonly name: string;
  readonly what: string;
  /** One repetition, such as a training step. */
  readonly unit: string;
  /** The peers, and the ratio of our time to theirs that we want to reach. */
  readonly peers: Readonly<Partial<Record<SideName, number>>>;
  /** For a work that does not fit often into a round: how many rounds, and how often each side does it in one. */
  readonly slow?: {
    readonly rounds: number;
    readonly repeats: Readonly<Partial<Record<SideName, number>>>;
  };
}

/** Beside tslab with TensorFlow.js alone, and IPython with PyTorch. */
const kernelPeers = { tslab: 1.2, ipykernel: 1 } as const;

export const works: readonly Work[] = [
  {
    name: "lstm-step",
    what: "LSTM language model, lstmStep in a loop",
    unit: "training step",
    peers: { torch: 1 },
  },
  {
    name: "lstm",
    what: "LSTM language model, fast path",
    unit: "training step",
    peers: { torch: 1, jax: 1, layers: 0.2 },
  },
  {
    name: "attention",
    what: "seq2seq with general attention",
    unit: "training step",
    peers: { torch: 1, layers: 0.2 },
  },
  { name: "transformer", what: "Transformer 2+2", unit: "training step", peers: { torch: 1 } },
  {
    name: "decode-lstm",
    what: "greedy decoding, LSTM with attention, 32 sources, 12 tokens",
    unit: "batch",
    peers: { torch: 1 },
  },
  {
    name: "decode-gpt",
    what: "greedy decoding, GPT with cache, 64 tokens",
    unit: "sequence",
    peers: { torch: 1 },
  },
  {
    name: "kernel-first-cell",
    what: "first cell of a new kernel: imports lib (TensorFlow.js, PyTorch) and does one LSTM step",
    unit: "first cell",
    peers: kernelPeers,
    slow: { rounds: 7, repeats: { ours: 1, tslab: 1, ipykernel: 1 } },
  },
  {
    name: "kernel-one-line",
    what: "a new cell like 1 + 1, after that cell",
    unit: "cell",
    peers: kernelPeers,
  },
  {
    name: "grading",
    what: "a sheet of three one-line tasks; nbgrader: a notebook of one",
    unit: "submission",
    peers: { nbgrader: 0.25 },
    slow: { rounds: 3, repeats: { ours: 100, nbgrader: 100 } }, // a class of learners
  },
];
