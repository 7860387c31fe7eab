/** What is compared with whom, and how far behind we may be. */

/** Whose program does the work. */
export type SideName = "ours" | "torch" | "layers";

export interface Work {
  readonly name: string;
  readonly what: string;
  /** One repetition, such as a training step. */
  readonly unit: string;
  /** The peers, and the ratio of our time to theirs that we want to reach. */
  readonly peers: Readonly<Partial<Record<SideName, number>>>;
}

export const works: readonly Work[] = [
  {
    name: "lstm-step",
    what: "LSTM language model, lstmStep in a loop",
    unit: "training step",
    peers: { torch: 1.5 },
  },
  {
    name: "lstm",
    what: "LSTM language model, fast path",
    unit: "training step",
    peers: { torch: 1.5, layers: 0.2 },
  },
  {
    name: "attention",
    what: "seq2seq with general attention",
    unit: "training step",
    peers: { torch: 1.5, layers: 0.2 },
  },
  { name: "transformer", what: "Transformer 2+2", unit: "training step", peers: { torch: 1.3 } },
  {
    name: "decode-lstm",
    what: "greedy decoding, LSTM with attention, 32 sources, 12 tokens",
    unit: "batch",
    peers: { torch: 1.5 },
  },
  {
    name: "decode-gpt",
    what: "greedy decoding, GPT with cache, 64 tokens",
    unit: "sequence",
    peers: { torch: 1.5 },
  },
];
