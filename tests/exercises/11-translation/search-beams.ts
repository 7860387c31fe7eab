/** The checks of `searchBeams`. */
import { call, holds, likeReference } from "../../../tools/exercises/case";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/search-beams";
import { linearWeights, louder, lstmWeights, small } from "../fixtures/capstone-draw";

const fixture = "tests/exercises/fixtures/11-translation";
const [sos, eos] = [1, 2];

interface Options {
  readonly width: number;
  readonly maxTime?: number;
  readonly alpha?: number;
}
const options = ({ width, maxTime = 8, alpha = 0 }: Options): Plain => ({ width, maxTime, sos, eos, alpha });

/** Searches a decoder whose next token depends on the whole way here; the larger its patience, the sooner it ends. */
const search = (draw: Draw, given: Options, patience = 0, vocabSize = 7) =>
  call(
    lib(`${fixture}#waysOf`, { vocabSize, seed: String(draw.integer(0, 999_999)), eos, patience }),
    0,
    options(given),
  );
const several = (draw: Draw, given: Options, patience?: number) => [1, 2, 3].map(() => search(draw, given, patience)); // prettier-ignore

/** After <sos> (1): "a" (3) is likelier than "the" (4), but what follows "the" is surer; then <eos> (2). */
const dog = [
  [0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0.55, 0.45, 0, 0],
  [0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0.5, 0.5],
  [0, 0, 0, 0, 0, 0.95, 0.05],
  [0, 0, 1, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0, 0],
];

/** At width 2, <eos> (2) and token 3 are best at first; but the third, token 4, is what ends well. */
const third = [
  [0, 0, 1, 0, 0],
  [0, 0, 0.4, 0.35, 0.25],
  [0, 0, 1, 0, 0],
  [0.3, 0.3, 0.1, 0.3, 0],
  [0, 0, 0.99, 0.01, 0],
];

/** "3" and "4" are equally likely, and so are the sentences that they make. */
const twins = [
  [0.2, 0.2, 0.2, 0.2, 0.2],
  [0.1, 0.1, 0.1, 0.35, 0.35],
  [0.2, 0.2, 0.2, 0.2, 0.2],
  [0, 0, 1, 0, 0],
  [0, 0, 1, 0, 0],
];

/** lib's decoder, as a step on plain numbers. */
const ofLib = (draw: Draw, given: Options) => {
  const weights = {
    reader: { embedding: { table: louder(small(draw, 7, 3)) }, rnn: lstmWeights(draw, 3, 4) },
    output: { ...linearWeights(draw, 4, 7), inputToOutput: louder(small(draw, 4, 7)) },
  };
  const vector = () => Array.from({ length: 4 }, () => draw.uniform(-1, 1));
  return call(lib(`${fixture}#decoderStep`, weights), [vector(), vector()], options(given));
};

export const searchBeamsTask: Task = {
  name: "searchBeams",
  reference: variants.searchBeams,
  ...variants,
  cases: [
    likeReference('a width of 1 is greedy decoding, and misses "the dog"; a width of 2 finds it', {
      points: 2,
      calls: () => [1, 2].map((width) => call(lib(`${fixture}#chain`, dog), 0, options({ width }))),
    }),
    likeReference("each beam goes on from its own state", {
      points: 2,
      calls: (draw) => [...several(draw, { width: 3 }), search(draw, { width: 5 })],
    }),
    likeReference("what has ended is set aside; the search goes on until `width` beams have ended", {
      points: 2,
      calls: (draw) => [
        call(lib(`${fixture}#chain`, third), 0, options({ width: 2, alpha: 4 })),
        ...several(draw, { width: 2 }, 1.5),
        ...several(draw, { width: 4, alpha: 1.5 }, 1),
        ...several(draw, { width: 3, alpha: 2, maxTime: 12 }, 2),
      ],
    }),
    likeReference("the length penalty decides among those that have ended", {
      points: 2,
      calls: (draw) => [0.6, 1, 2].flatMap((alpha) => several(draw, { width: 4, alpha, maxTime: 12 }, 0.8)),
    }),
    likeReference(
      "after maxTime steps it takes what has ended, or, if nothing has, the best that it follows",
      {
        points: 1,
        calls: (draw) => [
          ...several(draw, { width: 3, maxTime: 3 }, -9),
          ...several(draw, { width: 3, maxTime: 3, alpha: 1 }, 0.5),
          search(draw, { width: 2, maxTime: 1 }),
          call(lib(`${fixture}#chain`, twins), 0, options({ width: 2 })),
        ],
      },
    ),
    likeReference("finds in lib's decoder, with the given numbers put in, what lib's beam search finds", {
      points: 2,
      calls: (draw) => [1, 2, 4].map((width) => ofLib(draw, { width, alpha: 0.6, maxTime: 9 })),
    }),
    holds("the log probability is that of its tokens and <eos>, one after the other", {
      points: 1,
      calls: () => call(lib(`${fixture}#chain`, dog), 0, options({ width: 2, alpha: 1 })),
      property: ([value]) => {
        const { logProbability, score } = (value ?? {}) as { logProbability?: number; score?: number };
        const wanted = Math.log(0.45 * 0.95);
        if (typeof logProbability !== "number" || Math.abs(logProbability - wanted) > 1e-6)
          return `logProbability is ${String(logProbability)}, expected ln(0.45 · 0.95 · 1) = ${wanted.toFixed(4)}`;
        const wantedScore = wanted / (8 / 6);
        return typeof score === "number" && Math.abs(score - wantedScore) < 1e-6
          ? undefined
          : `score is ${String(score)}, expected ${wantedScore.toFixed(4)}: two words and <eos> are 3 tokens`;
      },
    }),
    likeReference("searches what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        ...several(draw, { width: 4, alpha: draw.uniform(0.3, 1.5), maxTime: 10 }, 0.7),
        ofLib(draw, { width: 3, alpha: 0.5, maxTime: 8 }),
      ],
    }),
  ],
};
