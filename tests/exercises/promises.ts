/**
 * What the prompts promise of ties, orders, edges and refusals, and the case that asks each; kept by hand.
 *
 * Both are words of the sheet: a part of the sentence, and the name of the case. promises.test.ts says what is missing.
 */

/** By task: a part of its prompt → a case of its checks. */
export const promises: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  numericSlope: { "it is 1e-4 if nobody says otherwise": "works without a step" },
  clipGradients: {
    "whose length may be at most `maxNorm`": "all together are as long as allowed, and keep their direction",
    "a record with the same names and *new* tensors": "leaves no tensors behind, and changes none",
    "Short gradients keep their values": "short gradients stay as they are",
    "gradients that are all 0 stay 0": "gradients that are all 0 stay 0, not NaN",
  },
  rnnStepBackward: {
    "no automatic differentiation": "where tanh is flat at 1 hardly anything comes through",
  },
  lstmStep: { "in the order i, f, g, o": "gives PyTorch's next hidden state and cell" },
  gruStep: { "in the order r, z, n": "gives PyTorch's next state" },
  lastState: {
    "A sequence without any token gets zeros": "a sequence without any token gets zeros",
    "The gradient must reach the states that you picked": "only the last real state gets a gradient",
  },
  buildVocabulary: {
    "`<pad>`, `<sos>`, `<eos>` and `<unk>`, in this order":
      'of "b c b a c b" the vocabulary is the four special tokens, then b, c and a',
    "occur at least `minCount` times": "a token that is rarer than minCount is left out",
    "equally frequent ones in the order of the alphabet (as `<` compares strings)":
      "tokens that are equally frequent stand in the order of the alphabet",
  },
  maskedCrossEntropy: {
    "If no token counts the loss is 0": "a batch in which no token counts has a loss of 0, not NaN",
  },
  topK: {
    "Exactly k stay, of equal ones the first": "exactly k tokens are left, even if several are equal",
    "all stay if `k` is larger than the vocabulary": "a k as large as the vocabulary, or larger, keeps all",
    "A `k` that is no whole number ≥ 1 is refused":
      "refuses a k of 0, below 0, or that is no whole number, and names it",
  },
  drawToken: {
    "below 1 the best token gets more, above 1 all become more alike":
      "the temperature makes the best token surer, or all more alike",
    "then the last token that has a share is drawn":
      "where rounding leaves the sum of all shares a little below the dice, the last token with a share is drawn",
    "A temperature that is not a number above 0 is refused":
      "refuses a temperature of 0, below 0, or NaN, and names it",
  },
  languageModel: {
    "the `prompt` (at least one token)":
      "writes what lib's model writes with the same dice, until <eos> or numTokens",
    "gives the loss *before* each step":
      "training takes one step a batch, and tells the loss before each step",
    "until `EOS` is drawn or `numTokens` are written":
      "writes what lib's model writes with the same dice, until <eos> or numTokens",
    "It gives the new tokens only, without `EOS`":
      "writes what lib's model writes with the same dice, until <eos> or numTokens",
    "`run` and `write` leave no tensors behind": "leaves no tensors behind but its logits and its state",
  },
  shiftRight: {
    "`<sos>` comes first, and the last target is never read": "makes 1 7 8 of 7 8 2, with 1 as <sos>",
  },
  greedySearch: { "or has written `maxTime` tokens": "gives up after maxTime tokens" },
  matchByLength: {
    "the same tokens in the same order, no more and no fewer":
      "an answer that breaks off early, or goes on, is wrong",
    "shortest first": "sorts answers by the length of the right one, shortest first",
    "Lists of different length are refused": "refuses lists of different length, and names itself",
  },
  seq2seq: {
    "padding must leave the state as it was": "the padding of a source changes nothing",
    "gives the loss *before* each step":
      "training takes one step a batch, and tells the loss before each step",
    "until it says `EOS` or has written `maxTime` tokens":
      "writes what lib's model writes, from <sos> to <eos>, and no more than maxTime tokens",
    "`run` and `write` leave no tensors behind": "leaves no tensors behind but its logits",
  },
  linearDecay: {
    "After that it stays at `end`": "stays at the end after the last step",
    "which counts from 1": "from 1 to 0 in five steps: 1, 0.75, 0.5, 0.25, 0",
    "A step below 1 is refused": "refuses a step below 1 with an error that names linearDecay",
  },
  mixTokens: {
    "Return a new list": "does not change the lists that it was given",
    "Each position has a draw of its own":
      "each token is drawn for itself: a sequence is neither all right nor all own",
    "with `probability` it reads the right token, otherwise the one that it wrote itself":
      "of 2,000 tokens, the right share is right",
    "Lists of different length are refused": "refuses lists of different length, and names itself",
  },
  errorByPosition: {
    "tokens beyond the right answer are not counted":
      "a token that is not there is wrong; one too many is not counted",
    "Lists of different length are refused": "refuses lists of different length, and names itself",
  },
  scheduledSampling: {
    "one draw $r_t$ for each example, in the order of the batch":
      "between them, the dice decide: at each step after the first, one draw for each example",
    "gives the loss *before* each step":
      "training takes one step a batch, and tells the loss before each step",
    "The targets stay the right ones": "training takes one step a batch, and tells the loss before each step",
    "`run` leaves no tensors behind": "leaves no tensors behind but its logits",
  },
  generalScore: {
    "nor be equally wide": "takes a query and keys of different widths",
    "The gradient must reach all three":
      "gives PyTorch's scores, and its gradients to query, keys and weight",
  },
  attend: {
    "`mask`, if there is one": "one more padded position changes nothing, whatever stands there",
    "A padded position gets a weight of exactly 0":
      "a padded position gets a weight of exactly 0, and the others still sum to 1",
    "A sequence that is nothing but padding gets weights and context of 0":
      "a sequence that is all padding gets weights and context of 0, not NaN",
  },
  attentionEntropy: {
    "It is 0 if one position has all the weight": "one position with everything has 0, not NaN",
    "A weight of 0 adds nothing": "one position with everything has 0, not NaN",
    "A weight that is not a number ≥ 0 is refused":
      "refuses a weight below 0, or one that is no number, and names it",
  },
  attentionDecoder: {
    "it leaves no other tensors behind":
      "a step leaves no tensors behind but its logits, its state and its weights",
    "gives the loss *before* each step":
      "training reads inputs step by step, takes one step of the optimizer a batch, and tells the loss before it",
  },
  scaledDotProductAttention: {
    "`mask`, if there is one": "works for any number of queries, keys and widths",
    "A forbidden position gets a weight of exactly 0":
      "a forbidden position has a weight of exactly 0, and the others sum to 1",
  },
  splitHeads: {
    "Heads that do not divide the width are refused":
      "refuses heads that do not divide the width, and names itself",
  },
  sinusoidalEncoding: {
    "A size that is no whole number ≥ 1 is refused":
      "refuses a size below 1, or that is no whole number, and names itself",
  },
  multiHeadSelfAttention: {
    "gives the loss *before* each step":
      "training takes one step a batch, and tells the loss before each step",
    "Heads that do not divide the width are refused":
      "refuses heads that do not divide the width, and names itself",
    "`run` leaves no tensors behind but its two": "leaves no tensors behind but its two",
  },
  transformer: {
    "it leaves no tensors behind but these two": "leaves no tensors behind but its two",
    "Nobody looks at the source's padding": "the padding of a source is seen by nobody",
    "gives the loss before each step": "training takes one step a batch, and tells the loss before each step",
  },
  meanState: { "The mean of a text without any token is 0": "a text without any token has a mean of 0" },
  hideWords: {
    "otherwise the token itself": "of 2,000 chosen words 80 % become the mask, about 10 % stay",
    "for all others -1": "a probability of 0 hides nothing, and asks for nothing: all labels are -1",
  },
  textClassifier: {
    "`mask` is 0 at padding, which nobody may look at":
      "any number of layers, heads and classes, and texts of any length",
    "No other tensors are left behind": "leaves no tensors behind but its logits",
    "gives the loss *before* each step":
      'with "all" everything is trained: one step a batch, the loss before each',
  },
  cachedAttention: {
    "or is undefined at the first token":
      "the first token has no cache: it finds its own value, and is all the cache",
  },
  continuePrompt: {
    "of a longer text it reads the last `maxTime`": "of a longer text it reads the last maxTime tokens",
    "at most `maxTime`, at least one": "of a longer text it reads the last maxTime tokens",
    "Return the new tokens, at most `numTokens`, without the prompt":
      "a model that counts continues 3 4 with 5 6 7",
    "After `eos` nothing is written; `eos` itself is left out": "stops at eos, and leaves it out",
  },
  gpt: {
    "they stand at the places after the past": "several new tokens at once after a past",
    "leaves no other tensors behind": "leaves no tensors behind but its logits and the past",
    "gives the loss before each step": "training takes one step a batch, and tells the loss before each step",
  },
  growBeams: {
    "the one from the earlier beam, then of the smaller token, comes first":
      "works for any number of beams, tokens and widths",
  },
  clippedPrecision: {
    "an n-gram counts at most as often as the reference has it":
      "“the the the the” against “the cat is on the mat”: 2 of 4, since the reference has two",
  },
  bleuScore: {
    "It is 0, never NaN, if one of the precisions is 0 or has nothing to divide by, and if there is no word":
      "no word, or no run of four words that matches: 0, not NaN",
  },
  editDistance: {
    "anything that `===` can compare": "equal lists are 0 apart, and tokens may be long",
    "empty ones too": "from nothing, or to nothing, it is the length of the other",
  },
  searchBeams: {
    "those that are followed are compared as they are":
      "after maxTime steps it takes what has ended, or, if nothing has, the best that it follows",
    "Of two alike, the one that was found first":
      "after maxTime steps it takes what has ended, or, if nothing has, the best that it follows",
  },
  // The zoo's prompts speak of the models: what they say of right ones, a test may rely on, and may not go beyond.
  testSequenceLoss: {
    "Any id may stand in `targets`, at any place": "judges models that nobody has seen",
  },
  testEncoder: {
    "several right encoders, with weights of their own": "passes on right models, however they are written",
  },
  testLstmStep: {
    "Right LSTMs have weights of their own": "passes on right models, however they are written",
  },
  testDecoder: {
    "It returns at most `maxTime` tokens, without `<eos>` (2)":
      "passes on right models, however they are written",
  },
  testTokenReader: {
    "Right readers have token vectors of their own": "passes on right models, however they are written",
  },
  testAdditiveScore: {
    "Right scores have weights of their own": "passes on right models, however they are written",
  },
  caseOne: { "returns `undefined` for all others": "lets the other three broken models go" },
};

/** Sentences with such a word that say what something is for, or what is given. */
export const explains: Readonly<Record<string, readonly string[]>> = {
  errorByPosition: ["That alone proves nothing"],
  sinusoidalEncoding: ["To let it see an order"],
  layerNorm: ["Deep stacks learn badly"],
  textLogits: ["It means nothing"],
  hideWords: [
    "is pre-trained on text that nobody has labelled",
    "If all of them became `[MASK]`",
    "10 % stay as they are",
  ],
  cachedAttention: ["While a GPT writes"],
  gptParameters: ["Two models are only comparable at equal size"],
  bleuScore: ["translations that are shorter than their references, all together, pay"],
  testMaskedAttention: ["In a batch with a longer one, so that it is padded, it is nonsense"],
  testEncoder: ["short sentences in a batch with long ones come out worse, and all of them alike"],
  testLayerNorm: ["rare spikes in the gradient, always at positions whose numbers are nearly equal"],
  testAdditiveScore: ["put the source words in another order, and the alignment map stays as it was"],
  caseFour: ["Its loss falls at first faster than the healthy model's"],
};
