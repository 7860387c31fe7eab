/** Answers to `searchBeams`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

interface Said {
  readonly logProbabilities: readonly number[];
  readonly state: number;
}
type Step = (token: number, state: number) => Said;
interface Options {
  readonly width: number;
  readonly maxTime: number;
  readonly sos: number;
  readonly eos: number;
  readonly alpha: number;
}
interface Found {
  readonly tokens: number[];
  readonly logProbability: number;
  readonly score: number;
}
type Answer = (step: Step, start: number, options: Options) => Found;
const { mistake, alternative } = variantsOf<Answer>();

interface Beam {
  readonly tokens: number[];
  readonly logProbability: number;
  readonly state: number;
  readonly last: number;
}

/** What a search may do otherwise; the right way unless said. */
interface Steps {
  /** The state that a candidate goes on with. */
  readonly state?: (after: number, beam: Beam, all: readonly number[]) => number;
  readonly logProbability?: (beam: Beam, added: number) => number;
  readonly sort?: (candidates: readonly Beam[], beams: readonly Beam[], width: number) => Beam[];
  /** Which of the sorted candidates have ended, and which go on. */
  readonly ended?: (sorted: readonly Beam[], options: Options) => Beam[];
  readonly followed?: (sorted: readonly Beam[], options: Options) => Beam[];
  readonly isDone?: (numEnded: number, width: number) => boolean;
  readonly length?: (beam: Beam, isEnded: boolean) => number;
  readonly penalty?: (length: number, alpha: number) => number;
  readonly mostSteps?: (maxTime: number) => number;
  readonly keepsEnd?: boolean;
  readonly comparesLive?: boolean;
}

const likeliest = (beams: readonly Beam[]): Beam[] => [...beams].sort((a, b) => b.logProbability - a.logProbability); // prettier-ignore
const endedOf = (sorted: readonly Beam[], { width, eos }: Options): Beam[] => sorted.slice(0, width).filter(({ last }) => last === eos); // prettier-ignore
const followedOf = (sorted: readonly Beam[], { width, eos }: Options): Beam[] => sorted.filter(({ last }) => last !== eos).slice(0, width); // prettier-ignore
const penaltyOf = (length: number, alpha: number): number => ((5 + length) / 6) ** alpha;

const changed =
  (steps: Steps): Answer =>
  (step, start, options) => {
    const { width, maxTime, sos, eos, alpha } = options;
    let live: Beam[] = [{ tokens: [], logProbability: 0, state: start, last: sos }];
    let ended: Beam[] = [];
    const isDone = steps.isDone ?? ((count) => count >= width);
    const most = steps.mostSteps?.(maxTime) ?? maxTime;
    for (let t = 0; t < most && live.length > 0 && !isDone(ended.length, width); t++) {
      const said = live.map((beam) => step(beam.last, beam.state));
      const states = said.map(({ state }) => state);
      const candidates = live.flatMap((beam, i) =>
        said[i]!.logProbabilities.map((added, token) => ({
          tokens: token === eos && !steps.keepsEnd ? beam.tokens : [...beam.tokens, token],
          logProbability: steps.logProbability?.(beam, added) ?? beam.logProbability + added,
          state: steps.state?.(states[i]!, beam, states) ?? states[i]!,
          last: token,
        })),
      );
      const sorted = (steps.sort ?? likeliest)(candidates, live, width);
      ended = [...ended, ...(steps.ended ?? endedOf)(sorted, options)];
      live = (steps.followed ?? followedOf)(sorted, options);
    }
    const lengthOf = steps.length ?? ((beam, isEnded) => beam.tokens.length + (isEnded ? 1 : 0));
    const compared = ended.length === 0 || steps.comparesLive ? [...ended, ...live] : ended;
    const scored = compared.map((beam) => {
      const length = lengthOf(beam, ended.includes(beam));
      const score = beam.logProbability / (steps.penalty ?? penaltyOf)(length, alpha);
      return { tokens: beam.tokens, logProbability: beam.logProbability, score };
    });
    return scored.reduce((a, b) => (b.score > a.score ? b : a));
  };

/** The search as it should be. */
export const searchBeams: Answer = changed({});

export const mistakes: Mistake[] = [
  mistake(
    "every beam goes on from the first beam's state: each has read other tokens, and has a state of its own",
    changed({ state: (_after, _beam, all) => all[0]! }),
  ),
  mistake(
    "a candidate keeps the state from before its step: the next step starts from the new one",
    changed({ state: (_after, beam) => beam.state }),
  ),
  mistake(
    "what the tokens before cost is forgotten: the log probabilities are added up",
    changed({ logProbability: (_beam, added) => added }),
  ),
  mistake(
    "each beam keeps its own best: the best of all candidates are kept, wherever they come from",
    changed({
      sort: (candidates, beams) => {
        const each = candidates.length / beams.length;
        const rows = beams.map((_, i) => likeliest(candidates.slice(i * each, (i + 1) * each)));
        return [...rows.flatMap(([first]) => first!), ...rows.flatMap((row) => row.slice(1))];
      },
    }),
  ),
  mistake(
    "a beam that says <eos> is followed further: it has ended, and is set aside",
    changed({ followed: (sorted, { width }) => sorted.slice(0, width) }),
  ),
  mistake(
    "an ended beam leaves its place empty: the best `width` candidates that have not ended are followed",
    changed({ followed: (sorted, { width, eos }) => sorted.slice(0, width).filter(({ last }) => last !== eos) }), // prettier-ignore
  ),
  mistake(
    "every candidate that says <eos> is set aside: only one among the best `width` is",
    changed({ ended: (sorted, { eos }) => sorted.filter(({ last }) => last === eos) }),
  ),
  mistake(
    "the first beam that ends wins: the search goes on until `width` have ended, and takes the best score",
    changed({ isDone: (count) => count > 0 }),
  ),
  mistake("<eos> is part of the answer: leave it out", changed({ keepsEnd: true, length: ({ tokens }) => tokens.length })), // prettier-ignore
  mistake(
    "the length does not count <eos>: an ended sentence has one token more than it shows",
    changed({ length: ({ tokens }) => tokens.length }),
  ),
  mistake(
    "a beam that has not ended counts an <eos> that it does not have: its length is its tokens",
    changed({ length: ({ tokens }) => tokens.length + 1 }),
  ),
  mistake("alpha is ignored: the score is the log probability by the length penalty", changed({ penalty: () => 1 })), // prettier-ignore
  mistake(
    "the score is multiplied by the penalty: long sentences would lose even more",
    changed({ penalty: (length, alpha) => 1 / penaltyOf(length, alpha) }),
  ),
  mistake(
    "the penalty is the length itself to the power of alpha: it is (5 + |y|) / 6",
    changed({ penalty: (length, alpha) => length ** alpha }),
  ),
  mistake(
    "unfinished beams are compared with ended ones: they count only if none has ended",
    changed({ comparesLive: true }),
  ),
  mistake("there is a step more than maxTime", changed({ mostSteps: (maxTime) => maxTime + 1 })),
];

export const alternatives: Alternative[] = [
  alternative("one loop over the sorted candidates", (step, start, { width, maxTime, sos, eos, alpha }) => {
    const ended: { beam: Beam; length: number }[] = [];
    let live: Beam[] = [{ tokens: [], logProbability: 0, state: start, last: sos }];
    for (let t = 1; t <= maxTime && ended.length < width; t++) {
      const all: Beam[] = [];
      for (const { tokens, logProbability, state, last } of live) {
        const said = step(last, state);
        said.logProbabilities.forEach((added, token) => {
          all.push({ tokens: [...tokens, token], logProbability: logProbability + added, state: said.state, last: token }); // prettier-ignore
        });
      }
      all.sort((a, b) => b.logProbability - a.logProbability);
      live = [];
      all.forEach((beam, place) => {
        if (beam.last !== eos && live.length < width) live.push(beam);
        if (beam.last === eos && place < width)
          ended.push({ beam: { ...beam, tokens: beam.tokens.slice(0, -1) }, length: beam.tokens.length });
      });
    }
    const compared = ended.length > 0 ? ended : live.map((beam) => ({ beam, length: beam.tokens.length }));
    const scores = compared.map(
      ({ beam, length }) => beam.logProbability / Math.pow((length + 5) / 6, alpha),
    );
    const winner = scores.indexOf(Math.max(...scores));
    const { tokens, logProbability } = compared[winner]!.beam;
    return { tokens, logProbability, score: scores[winner]! };
  }),
  alternative("beams as a recursion", (step, start, { width, maxTime, sos, eos, alpha }) => {
    const score = (beam: Beam, length: number): Found => ({
      tokens: beam.tokens,
      logProbability: beam.logProbability,
      score: beam.logProbability / penaltyOf(length, alpha),
    });
    const search = (live: readonly Beam[], ended: readonly Found[], left: number): readonly Found[] => {
      if (ended.length >= width) return ended;
      if (left === 0) return ended.length > 0 ? ended : live.map((beam) => score(beam, beam.tokens.length));
      const grown = live.flatMap((beam) => {
        const { logProbabilities, state } = step(beam.last, beam.state);
        return logProbabilities.map((added, last) => ({
          tokens: last === eos ? beam.tokens : [...beam.tokens, last],
          logProbability: beam.logProbability + added,
          state,
          last,
        }));
      });
      const sorted = likeliest(grown);
      const done = sorted.slice(0, width).filter(({ last }) => last === eos);
      const scored = done.map((beam) => score(beam, beam.tokens.length + 1));
      const open = sorted.filter(({ last }) => last !== eos).slice(0, width);
      return search(open, [...ended, ...scored], left - 1);
    };
    const found = search([{ tokens: [], logProbability: 0, state: start, last: sos }], [], maxTime);
    return found.reduce((a, b) => (b.score > a.score ? b : a));
  }),
];
