/** Answers to `hideWords`: wrong as learners are wrong, and right in other ways. */
import { randomGenerator, type RandomGenerator } from "../../../lib/random";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface HideOptions {
  readonly probability: number;
  readonly maskId: number;
  readonly vocabSize: number;
  readonly random: RandomGenerator;
}
export interface Hidden {
  readonly inputs: number[];
  readonly labels: number[];
}
type Answer = (tokens: readonly number[], options: HideOptions) => Hidden;
const { mistake, alternative } = variantsOf<Answer>();

/** What is read instead of a hidden word. */
type Replace = (token: number, options: HideOptions) => number;
const replace: Replace = (token, { maskId, vocabSize, random }) => {
  const dice = random.uniform();
  if (dice < 0.8) return maskId;
  return dice < 0.9 ? 4 + random.integer(vocabSize - 4) : token;
};

interface Steps {
  readonly isHidden?: (options: HideOptions) => boolean;
  readonly replace?: Replace;
  readonly label?: (token: number, isHidden: boolean, input: number) => number;
}

export const hidden =
  ({ isHidden, replace: replaced = replace, label }: Steps = {}): Answer =>
  (tokens, options) => {
    const pairs = tokens.map((token) => {
      const hides = isHidden?.(options) ?? options.random.uniform() < options.probability;
      const input = hides ? replaced(token, options) : token;
      return { input, label: label ? label(token, hides, input) : hides ? token : -1 };
    });
    return { inputs: pairs.map(({ input }) => input), labels: pairs.map((pair) => pair.label) };
  };

export const mistakes: Mistake[] = [
  mistake(
    "every word has its label: the model is asked only for the words that were chosen, all others have -1",
    hidden({ label: (token) => token }),
  ),
  mistake(
    "a chosen word that is left as it is has no label: the model is asked for it too",
    hidden({ label: (token, _isHidden, input) => (input === token ? -1 : token) }),
  ),
  mistake(
    "the label is what is read now, not the word that stood there",
    hidden({ label: (_token, isHidden, input) => (isHidden ? input : -1) }),
  ),
  mistake(
    "all chosen words are replaced by the mask: one in ten becomes any word, one in ten stays",
    hidden({
      replace: (_token, options) => {
        replace(0, options);
        return options.maskId;
      },
    }),
  ),
  mistake(
    "the shares are turned round: 80 % of the chosen words should become the mask",
    hidden({
      replace: (token, { maskId, vocabSize, random }) => {
        const dice = random.uniform();
        if (dice < 0.8) return token;
        return dice < 0.9 ? 4 + random.integer(vocabSize - 4) : maskId;
      },
    }),
  ),
  mistake(
    "any word may be a special token: the ids 0 to 3 are none of the words",
    hidden({
      replace: (token, { maskId, vocabSize, random }) => {
        const dice = random.uniform();
        if (dice < 0.8) return maskId;
        return dice < 0.9 ? random.integer(vocabSize) : token;
      },
    }),
  ),
  mistake(
    "the coin is turned round: with `probability` a word is chosen",
    hidden({ isHidden: ({ random, probability }) => random.uniform() >= probability }),
  ),
  mistake("one draw chooses all words or none: each word has a draw of its own", (tokens, options) => {
    const hides = options.random.uniform() < options.probability;
    return hidden({ isHidden: () => hides })(tokens, options);
  }),
  mistake("the dice are Math.random, or your own: use the generator that is given", (tokens, options) =>
    hidden()(tokens, { ...options, random: randomGenerator("mine") }),
  ),
];

export const alternatives: Alternative[] = [
  alternative("a loop with push", (tokens, { probability, maskId, vocabSize, random }) => {
    const inputs: number[] = [];
    const labels: number[] = [];
    for (const token of tokens) {
      if (random.uniform() >= probability) {
        inputs.push(token);
        labels.push(-1);
        continue;
      }
      labels.push(token);
      const dice = random.uniform();
      if (dice >= 0.9) inputs.push(token);
      else inputs.push(dice < 0.8 ? maskId : 4 + random.integer(vocabSize - 4));
    }
    return { inputs, labels };
  }),
  alternative("a copy that is changed in place", (tokens, options) => {
    const inputs = [...tokens];
    const labels = tokens.map(() => -1);
    tokens.forEach((token, i) => {
      if (!(options.random.uniform() < options.probability)) return;
      labels[i] = token;
      inputs[i] = replace(token, options);
    });
    return { inputs, labels };
  }),
];
