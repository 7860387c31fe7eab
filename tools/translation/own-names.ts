/**
 * Names of a notebook's data that its code does not tell from other words: one word in a list, a key, a part of a name.
 *
 * tests/tools/translation/own-names.test.ts looks at what the notebooks showed when they were last run, and names what is missing here.
 */
import { nameContext, type Message } from "./messages";

export const ownNames: Readonly<Record<string, readonly string[]>> = {
  "00-start-here": ["way", "milliseconds", "map"],
  "01-recurrent-networks": ["word", "plain", "clipped", "step"],
  "02-lstm-and-gru": [
    "cell",
    "help",
    "gate",
    "forwards",
    "backwards",
    "never",
    "rate 0.003 instead of 0.01",
    "half sentence",
    "whole sentence",
    "{0}, of 20",
    "{0}, of 60",
  ],
  "03-language-model": [
    ...["train", "validation", "test", "split", "chapter", "text", "probability", "surprise", "counts"],
    ...[
      "word",
      "word {0}",
      "unigram",
      "bigram",
      "uniform",
      "temperature",
      "<unk>, training words seen twice",
    ],
    ...["<unk>, all training words", "<unk>, words of all three splits"],
  ],
  "04-seq2seq": [
    "validation",
    "language",
    "English",
    "{0} numbers",
    "both",
    "letters backwards",
    "only the words",
    "only the letters",
    "alone",
  ],
  "05-teacher-forcing": [
    "coin",
    "linear",
    "exponential",
    "constant",
    "narrow",
    "wide",
    "early",
    "late",
    "early (linear)",
    "once it is accurate",
  ],
  "06-attention": [
    "language",
    "right",
    "parameters",
    "difference",
    "training",
    "letters",
    "shuffled",
    "general",
    "luong",
    "bahdanau",
    "deeper",
    "{0} steps",
    "input feeding",
  ],
  "07-self-attention": [
    "score",
    "weights",
    "said",
    "queries with less than 0.02",
    "heads",
    "validation",
    "q·k / √d_k",
    "q·k / d_k",
  ],
  "08-transformer": [
    ...[
      "test",
      "longer",
      "unseen-combination",
      "split",
      "English",
      "parameters",
      "seed",
      "attention",
      "written",
    ],
    ...[
      "no norm",
      "norm",
      "warm-up",
      "no warm-up",
      "cross",
      "encoder",
      "decoder",
      "layer {0}",
      "head {0}",
      "transformer",
    ],
  ],
  "09-one-encoder-three-heads": [
    ...["validation", "none", "precision", "recall", "majority", "text", "arm", "mark", "comma", "fresh"],
    ...["1 pair", "2 pairs", "4 pairs", "F1 of {0}", "F1, {0} seeds"],
  ],
  "10-decoder-only": ["validation", "tokens", "tied", "ours", "uniform", "unigram", "network"],
  "11-translation": [
    ...["split", "test", "longer", "unseen-combination", "width", "writes", "pattern", "tense", "negation"],
    ...["negated", "kind", "changes", "sentences", "trait", "word", "vowel", "consonant", "sound", "longest"],
    ...["difference", "pairs", "made, 20,000", "what", "training", "never", "nothing", "1 or 2", "3 to 9"],
    ...[
      "present",
      "past",
      "future",
      "describing",
      "transitive",
      "giving",
      "question",
      "statement",
      "subwords",
      "times",
      "array",
    ],
  ],
};

/** The same of sheets: keys of objects that head a table, and what is beside them. */
export const sheetNames: Readonly<Record<string, readonly string[]>> = {
  "01-recurrent-networks": ["kernel", "bias", "ratio", "length"],
  "02-lstm-and-gru": ["input"],
  "03-language-model": ["first", "second", "third", "fourth"],
  "08-transformer": ["shares"],
  "09-one-encoder-three-heads": ["ham", "spam", "time"],
  "11-translation": ["best", "matches", "total"],
  "12-bug-zoo": ["model {0}", "passes", "fails"],
  "13-second-zoo": ["name", "healthy", "model {0}", "again"],
};

/** Of lib: units of `intervalText`, kinds of links in an alignment, curves of a live training. */
export const libNames = [
  " points",
  " %",
  " bits",
  " nats",
  "sure",
  "possible",
  "padding",
  "future",
  "training",
  "measured",
];

/** Of the recording that the book's explorer shows. */
export const recordedNames = [
  "Dates",
  "date",
  "general attention",
  "concat attention",
  "its attention",
  "Transformer of notebook {0}",
];

export const nameMessages = (names: readonly string[] = []): Message[] =>
  names.map((text) => ({
    context: nameContext,
    text,
    kind: "name",
    hasPlaces: /\{\d+\}/.test(text),
    line: 1,
  }));
