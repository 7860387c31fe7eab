/** The blocks of a Transformer, with the sizes of the model at hand: an encoder beside a decoder, read from the bottom. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, bold, box, styledArrow, text, type Diagram, type Shape } from "./diagram";
import { checkChoice, checkGiven, checkLabels, checkNumber, type Titled } from "./plot-input";
import { seriesColours, tokenLabel } from "./plot-style";

export interface TransformerDiagramOptions extends Titled {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly dModel: number;
  readonly numHeads: number;
  readonly numLayers: number;
  readonly dFeedForward: number;
  readonly sourceVocab: number;
  readonly targetVocab: number;
  /** Whether a layer norm stands before each block or after its sum; before unless said otherwise. */
  readonly norm?: "pre" | "post";
}

const [attentionColour, crossColour, feedForwardColour, maskedColour, embeddingColour] = seriesColours;
const quietColour = "rgba(128,128,128,0.9)";
const [encoderX, decoderX] = [145, 495]; // the middle of each column
const [blockWidth, blockHeight, blockPitch] = [250, 34, 62];
const tokensY = 48; // below the first block, whose middle is 0
const roomForName = 22; // above the frame of a layer

interface Block {
  readonly text: string;
  readonly tip: string;
  readonly colour: string;
}

/** One side: its first block, the blocks of each of its layers, and what stands above them. */
interface Side {
  readonly x: number;
  readonly name: string;
  readonly tokens: readonly string[];
  readonly embedding: Block;
  readonly layer: readonly Block[];
  readonly output?: Block;
}

/**
 * Draws what a token passes on its way: embedding, attention, feed-forward, and the words that come out.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no tokens, or a size that is not a positive number
 *
 * Taught in notebook 08.
 * @source Vaswani et al. 2017, "Attention Is All You Need", figure 1. https://arxiv.org/abs/1706.03762
 */
export function transformerDiagram(options: TransformerDiagramOptions): Diagram {
  check(options);
  const { norm = "pre", title = phrase("A Transformer") } = options;
  const [encoder, decoder] = [encoderSide(options), decoderSide(options)];
  return {
    title,
    description: inWords(encoder, decoder, norm),
    shapes: [...sideShapes(encoder, norm), ...sideShapes(decoder, norm), ...handover(encoder.layer.length)],
  };
}

const embedding = (vocabSize: number, dModel: number): Block => ({
  text: phrase("embedding + position"),
  tip: phrase("A table [{0}, {1}], plus waves", vocabSize, dModel),
  colour: embeddingColour,
});

const feedForward = ({ dModel, dFeedForward }: TransformerDiagramOptions): Block => ({
  text: phrase("feed-forward {0} → {1} → {2}", dModel, dFeedForward, dModel),
  tip: phrase("Each position by itself"),
  colour: feedForwardColour,
});

function encoderSide(options: TransformerDiagramOptions): Side {
  const { source, dModel, numHeads, numLayers, sourceVocab } = options;
  const heads = phrase("{0} heads of width {1}", numHeads, dModel / numHeads);
  const tip = phrase("Every source token looks at all; {0}", heads);
  return {
    x: encoderX,
    name: phrase("encoder, {0} such layers", numLayers),
    tokens: source,
    embedding: embedding(sourceVocab, dModel),
    layer: [
      { text: phrase("self-attention, {0}", heads), tip, colour: attentionColour },
      feedForward(options),
    ],
  };
}

function decoderSide(options: TransformerDiagramOptions): Side {
  const { target, dModel, numHeads, numLayers, targetVocab } = options;
  const before = phrase("The target so far, never the future; {0} heads", numHeads);
  const across = phrase("Queries from the decoder, keys and values from the encoder");
  const again = phrase("The embedding's table once more");
  return {
    x: decoderX,
    name: phrase("decoder, {0} such layers", numLayers),
    tokens: target,
    embedding: embedding(targetVocab, dModel),
    layer: [
      { text: phrase("masked self-attention"), tip: before, colour: maskedColour },
      { text: phrase("cross-attention"), tip: across, colour: crossColour },
      feedForward(options),
    ],
    output: {
      text: phrase("scores of {0} words, softmax", targetVocab),
      tip: again,
      colour: embeddingColour,
    },
  };
}

const blockY = (index: number): number => -index * blockPitch;

/** Where the residual connection past a block ends. */
const sumY = (index: number): number => blockY(index) - blockHeight / 2 - 8;

/** From the bottom to the top. */
function sideShapes(
  { x, name, tokens, embedding: first, layer, output }: Side,
  norm: "pre" | "post",
): Shape[] {
  const words = tokens.map(tokenLabel).join(" ");
  const last = layer.length;
  const outputY = blockY(last + 1) - roomForName;
  return [
    text(x, tokensY, words, { widest: blockWidth + 40 }),
    arrow([x, tokensY - 10], [x, blockHeight / 2 + 2]),
    blockBox(x, 0, first),
    box(frameOf(x, last)),
    text(x + 139, blockY(last) - 48, name, { size: 11, align: "end" }),
    ...layer.flatMap((block, index) => sublayer(x, index + 1, block, norm)),
    ...(output === undefined
      ? []
      : [arrow([x, sumY(last) - 7], [x, outputY + blockHeight / 2 + 2]), blockBox(x, outputY, output)]),
  ];
}

const blockBox = (x: number, y: number, { text: words, tip, colour }: Block): Shape =>
  box({ x, y, width: blockWidth, height: blockHeight, colour, tip }, words);

/** Around the blocks of one layer. */
const frameOf = (x: number, numBlocks: number) => ({
  x: x - 4,
  y: blockY((numBlocks + 1) / 2) - 1,
  width: blockWidth + 36,
  height: numBlocks * blockPitch + 14,
  colour: quietColour,
  tip: phrase("Around each block: a residual connection (grey, +)"),
});

/** A block, and the residual connection past it: what comes in is added to what comes out. */
function sublayer(x: number, index: number, block: Block, norm: "pre" | "post"): Shape[] {
  const [y, sum, left] = [blockY(index), sumY(index), x - blockWidth / 2 - 9];
  const below = y + blockHeight / 2;
  const start = index === 1 ? -blockHeight / 2 : sumY(index - 1) - 7;
  return [
    styledArrow({ colour: quietColour }, [x, below + 12], [left, below + 12], [left, sum], [x - 7, sum]),
    arrow([x, start], [x, below + 2]),
    text(x + 9, norm === "pre" ? below + 7 : sum, phrase("norm"), { size: 10, align: "start" }),
    blockBox(x, y, block),
    box({ x, y: sum, width: 13, height: 13, colour: quietColour }, bold("+")),
  ];
}

/** The encoder's last states, into the decoder's second look. */
function handover(numBlocks: number): Shape[] {
  const top = blockY(numBlocks + 1) - 8;
  const [between, y] = [(encoderX + decoderX) / 2 - 8, blockY(2)];
  const [from, to] = [sumY(numBlocks) - 7, decoderX - blockWidth / 2 - 2];
  return [
    styledArrow(
      { colour: crossColour },
      [encoderX, from],
      [encoderX, top],
      [between, top],
      [between, y],
      [to, y],
    ),
    text(between + 4, top - 8, "K, V", { isBold: true, align: "end" }),
  ];
}

function inWords(encoder: Side, decoder: Side, norm: "pre" | "post"): string {
  const path = ({ embedding: first, layer, output }: Side): string =>
    [first, ...layer, ...(output === undefined ? [] : [output])]
      .map(({ text: words }) => words)
      .join(phrase(", then "));
  return phrase(
    "{0} reads {1}: {2}. {3} reads {4}: {5}; keys and values of its cross-attention come from the encoder. Around each block of a layer goes a residual connection, and a layer norm stands {6}.",
    sentence(encoder.name),
    encoder.tokens.join(" "),
    path(encoder),
    sentence(decoder.name),
    decoder.tokens.join(" "),
    path(decoder),
    norm === "pre" ? phrase("before the block") : phrase("after the sum"),
  );
}

const sentence = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

function check(options: TransformerDiagramOptions): void {
  const plot = "transformerDiagram";
  checkGiven(plot, "options", options);
  const { source, target, dModel, numHeads, numLayers, dFeedForward, sourceVocab, targetVocab } = options;
  checkLabels(plot, "source", source);
  checkLabels(plot, "target", target);
  checkChoice(plot, "norm", options.norm ?? "pre", ["pre", "post"]);
  const sizes = { dModel, numHeads, numLayers, dFeedForward, sourceVocab, targetVocab };
  for (const [name, size] of Object.entries(sizes)) checkNumber(plot, name, size, Number.MIN_VALUE);
}
