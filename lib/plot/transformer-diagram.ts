/** The blocks of a Transformer, with the sizes of the model at hand: an encoder beside a decoder, read from the bottom. */
import type { TopLevelSpec } from "vega-lite";
import { arrowLayers, boxLayer, diagram, wordLayer, type Arrow, type Box, type Word } from "./diagram";
import { checkFilled, checkNumbers } from "./plot-input";
import { futureColour, seriesColours, tokenLabel } from "./plot-style";

export interface TransformerDiagramOptions {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly dModel: number;
  readonly numHeads: number;
  readonly numLayers: number;
  readonly dFeedForward: number;
  readonly sourceVocab: number;
  readonly targetVocab: number;
  /** The finding, as a sentence. */
  readonly title?: string;
}

const columnWidth = 250;
const encoderX = 20;
const decoderX = 370;
const blockHeight = 34;
const blockPitch = 50;
const bottom = 300; // where the tokens stand
const lastLayerBlock = 3; // of the decoder: its feed-forward part

interface Block {
  readonly text: string;
  readonly tip: string;
  readonly colour: string;
}

/**
 * Draws what a token passes on its way: embedding, attention, feed-forward, and the words that come out.
 *
 * @returns a Vega-Lite 5 spec
 * @throws {PlotError} no tokens, or a size that is not a positive number
 *
 * Taught in notebook 08.
 * @source Vaswani et al. 2017, "Attention Is All You Need", figure 1. https://arxiv.org/abs/1706.03762
 */
export function transformerDiagram(options: TransformerDiagramOptions): TopLevelSpec {
  check(options);
  const { title = "A Transformer", numLayers } = options;
  const encoder = encoderBlocks(options);
  const decoder = decoderBlocks(options);
  return diagram({
    title,
    description: inWords(title, options, encoder, decoder),
    width: decoderX + columnWidth + 24,
    height: bottom + 14,
    layer: [
      boxLayer("layers", [frame(encoderX, 1, 2), frame(decoderX, 1, lastLayerBlock)]),
      ...arrowLayers("residuals", [...residuals(encoderX, 2), ...residuals(decoderX, lastLayerBlock)]),
      boxLayer("blocks", [...boxes(encoder, encoderX), ...boxes(decoder, decoderX)]),
      ...arrowLayers("arrows", [
        ...arrows(encoder, encoderX),
        ...arrows(decoder, decoderX),
        crossArrow(encoder),
      ]),
      wordLayer("words", [
        ...words(options.source, encoder, encoderX, `encoder, ${numLayers} such layers`, 2),
        ...words(options.target, decoder, decoderX, `decoder, ${numLayers} such layers`, lastLayerBlock),
        { x: (encoderX + columnWidth + decoderX) / 2 + 4, y: blockY(3) - 4, text: "K, V", isBold: true },
      ]),
    ],
  });
}

const colours = {
  embedding: seriesColours[4]!,
  attention: seriesColours[0]!,
  cross: seriesColours[1]!,
  feedForward: seriesColours[2]!,
};

const embedding = (vocabSize: number, dModel: number): Block => ({
  text: "embedding + position",
  tip: `table [${vocabSize}, ${dModel}], plus waves`,
  colour: colours.embedding,
});

const feedForward = ({ dModel, dFeedForward }: TransformerDiagramOptions): Block => ({
  text: `feed-forward ${dModel} → ${dFeedForward} → ${dModel}`,
  tip: "each position by itself",
  colour: colours.feedForward,
});

/** From the bottom to the top. */
function encoderBlocks(options: TransformerDiagramOptions): Block[] {
  const { dModel, numHeads, sourceVocab } = options;
  const each = `${numHeads} heads of width ${dModel / numHeads}`;
  return [
    embedding(sourceVocab, dModel),
    {
      text: `self-attention, ${each}`,
      tip: `every source token looks at all; ${each}`,
      colour: colours.attention,
    },
    feedForward(options),
  ];
}

function decoderBlocks(options: TransformerDiagramOptions): Block[] {
  const { dModel, numHeads, targetVocab } = options;
  return [
    embedding(targetVocab, dModel),
    {
      text: "masked self-attention",
      tip: `the target so far, never the future; ${numHeads} heads`,
      colour: futureColour,
    },
    {
      text: "cross-attention",
      tip: "queries from the decoder, keys and values from the encoder",
      colour: colours.cross,
    },
    feedForward(options),
    {
      text: `scores of ${targetVocab} words, softmax`,
      tip: "the embedding's table once more",
      colour: colours.embedding,
    },
  ];
}

const joint = 5; // from a block to where its residual connection leaves and comes back
const roomForName = 18; // above the decoder's frame, below the scores

/** The middle of a block, counted from the bottom. */
const blockY = (index: number): number =>
  bottom - 44 - index * blockPitch - (index > lastLayerBlock ? roomForName : 0);

/** Around the blocks of one layer. */
const frame = (x: number, first: number, last: number): Box => ({
  x: x - 14,
  y: blockY(last) - blockHeight / 2 - 13,
  width: columnWidth + 28,
  height: (last - first) * blockPitch + blockHeight + 26,
  colour: "rgba(128,128,128,0.8)",
  tip: "around each block: a residual connection (grey) and a layer norm",
});

const boxes = (blocks: readonly Block[], x: number): Box[] =>
  blocks.map(({ colour, tip }, i) => ({
    x,
    y: blockY(i) - blockHeight / 2,
    width: columnWidth,
    height: blockHeight,
    colour,
    tip,
  }));

/** Upwards, from the tokens through every block. */
function arrows(blocks: readonly Block[], x: number): Arrow[] {
  const middle = x + columnWidth / 2;
  return blocks.map((_, i) => ({
    corners: [
      [middle, i === 0 ? bottom - 10 : blockY(i - 1) - blockHeight / 2],
      [middle, blockY(i) + blockHeight / 2 + 4],
    ],
  }));
}

/** Past each block of a layer: what comes in is added to what comes out. */
const residuals = (x: number, last: number): Arrow[] =>
  Array.from({ length: last }, (_, i) => {
    const [below, above] = [1, -1].map((side) => blockY(i + 1) + side * (blockHeight / 2 + joint));
    const middle = x + columnWidth / 2;
    return {
      corners: [
        [middle, below!],
        [x - 7, below!],
        [x - 7, above!],
        [middle - 3, above!],
      ],
      colour: "rgba(128,128,128,0.9)",
    };
  });

/** The encoder's last states, into the decoder's second look. */
function crossArrow(encoder: readonly Block[]): Arrow {
  const [x, top] = [encoderX + columnWidth / 2, blockY(encoder.length)];
  const between = (encoderX + columnWidth + decoderX) / 2 - 12;
  return {
    corners: [
      [x, blockY(encoder.length - 1) - blockHeight / 2],
      [x, top],
      [between, top],
      [between, blockY(2)],
      [decoderX - 4, blockY(2)],
    ],
    colour: colours.cross,
  };
}

function words(tokens: readonly string[], blocks: readonly Block[], x: number, name: string, last: number) {
  const middle = x + columnWidth / 2;
  const shown = tokens.map(tokenLabel).join(" ");
  return [
    { x: middle, y: bottom, text: shown.length > 40 ? `${shown.slice(0, 39)}…` : shown },
    {
      x: x + columnWidth + 14,
      y: blockY(last) - blockHeight / 2 - 21,
      text: name,
      align: "right",
      fontSize: 11,
    },
    ...blocks.map(({ text }, i) => ({ x: middle, y: blockY(i), text })),
  ] as Word[];
}

function inWords(
  title: string,
  { source, target, numLayers }: TransformerDiagramOptions,
  encoder: readonly Block[],
  decoder: readonly Block[],
): string {
  const path = (blocks: readonly Block[]): string => blocks.map(({ text }) => text).join(", then ");
  return (
    `${title}. Encoder of ${numLayers} layers reads ${source.join(" ")}: ${path(encoder)}. ` +
    `Decoder of ${numLayers} layers reads ${target.join(" ")}: ${path(decoder)}; keys and values of its cross-attention come from the encoder. ` +
    "Around each block of a layer goes a residual connection."
  );
}

function check({ source, target, ...sizes }: TransformerDiagramOptions): void {
  const plot = "transformerDiagram";
  checkFilled(plot, "source", source);
  checkFilled(plot, "target", target);
  const { dModel, numHeads, numLayers, dFeedForward, sourceVocab, targetVocab } = sizes;
  checkNumbers(
    plot,
    "sizes",
    [dModel, numHeads, numLayers, dFeedForward, sourceVocab, targetVocab],
    Number.MIN_VALUE,
  );
}
