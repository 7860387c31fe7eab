/** An encoder and a decoder, unrolled over one pair: every step with its tokens and the numbers of its state. */
import { phrase } from "../jupyter/language.cjs";
import { arrow, box, stateColumn, stateLegend, styledArrow, text, type Diagram, type Shape } from "./diagram";
import {
  checkChoice,
  checkFilled,
  checkGiven,
  checkLabels,
  checkNumber,
  checkState,
  checkText,
  type Titled,
} from "./plot-input";
import { labelWidth, seriesColours, tokenLabel } from "./plot-style";

/** One step of the encoder: what it read, and some numbers of the state it then had, each in [-1, 1]. */
export interface EncoderStep {
  readonly read: string;
  readonly state: readonly number[];
}

/** One step of the decoder. */
export interface DecoderStep extends EncoderStep {
  readonly wrote: string;
  /** How sure it was of what it wrote, in [0, 1]. */
  readonly probability: number;
  /** The right token; a cross marks another one. */
  readonly right: string;
}

export interface UnrolledDiagramOptions extends Titled {
  readonly encoder: readonly EncoderStep[];
  readonly decoder: readonly DecoderStep[];
  /** What stands on the box between the two, a line each: ["h: 64", "c: 64"]. */
  readonly context: readonly string[];
  /** "own": each step reads what the step before wrote (free running); "right": the right tokens (teacher forcing). */
  readonly reads: "own" | "right";
}

const [encoderColour, decoderColour, , wrongColour, contextColour] = seriesColours;
const [nameY, outputY, middleY, inputY, legendY] = [8, 44, 106, 172, 200];
const cellHeight = 64;
const contextWidth = 84;
const widest = 760;

/** Where the step of one side stands. */
interface Column {
  readonly x: number;
  readonly pitch: number;
  readonly colour: string;
  /** "encoder, step 2" */
  readonly name: string;
}

/**
 * Draws the encoder's steps, the context vector, and the decoder's steps from left to right.
 *
 * @returns a diagram, for `show`
 * @throws {PlotError} no steps, states of different length, a number of a state outside [-1, 1], a probability outside [0, 1]
 *
 * Taught in notebook 04.
 * @source Sutskever et al. 2014, figure 1. https://arxiv.org/abs/1409.3215
 */
export function unrolledDiagram(options: UnrolledDiagramOptions): Diagram {
  check(options);
  const {
    encoder,
    decoder,
    context,
    reads,
    title = phrase("The encoder reads, the decoder writes"),
  } = options;
  const pitch = Math.min(44, (widest - contextWidth) / (encoder.length + decoder.length));
  const columns = (who: string, colour: string, start: number, steps: readonly unknown[]): Column[] =>
    steps.map((_, i) => ({
      x: start + (i + 0.5) * pitch,
      pitch,
      colour,
      name: phrase("{0}, step {1}", who, i + 1),
    }));
  const contextX = encoder.length * pitch + contextWidth / 2;
  const left = columns(phrase("encoder"), encoderColour, 0, encoder);
  const right = columns(phrase("decoder"), decoderColour, contextX + contextWidth / 2, decoder);
  return {
    title,
    description: inWords(options),
    shapes: [
      heading(left, phrase("encoder")),
      ...encoder.flatMap((step, s) => reading(step, left[s]!)),
      ...across(left),
      ...handover(context, contextX, pitch),
      heading(
        right,
        phrase(
          "decoder ({0})",
          reads === "own" ? phrase("reads what it wrote") : phrase("reads the right tokens"),
        ),
      ),
      ...decoder.flatMap((step, t) => [...reading(step, right[t]!), ...writing(step, right[t]!)]),
      ...across(right),
      ...(reads === "own" ? decoder.slice(1).map((next, t) => readBack(decoder[t]!, next, right[t]!)) : []),
      stateLegend(0, legendY),
    ],
  };
}

const heading = (columns: readonly Column[], words: string): Shape =>
  text((columns[0]!.x + columns.at(-1)!.x) / 2, nameY, words, { colour: columns[0]!.colour, isBold: true });

const halfOf = ({ pitch }: Column): number => pitch * 0.34;

/** What a step reads, and its state as a column of cells. */
function reading({ read, state }: EncoderStep, column: Column): Shape[] {
  const { x, colour, name } = column;
  const place = { x, y: middleY, width: 2 * halfOf(column), height: cellHeight };
  const what = (unit: number) => phrase("{0}, after reading {1}: unit {2}", name, tokenLabel(read), unit);
  return [
    text(x, inputY, tokenLabel(read), inputStyle(column)),
    arrow([x, inputY - 10], [x, middleY + cellHeight / 2 + 2]),
    stateColumn(place, state, { what }),
    box({ ...place, colour }),
  ];
}

/** The state goes from each step to the next. */
const across = (columns: readonly Column[]): Shape[] =>
  columns
    .slice(1)
    .map((column, i) =>
      arrow([columns[i]!.x + halfOf(column), middleY], [column.x - halfOf(column) - 1, middleY]),
    );

/** All that the decoder learns of the source. */
function handover(context: readonly string[], x: number, pitch: number): Shape[] {
  const [inner, outer] = [contextWidth / 2 - 12, contextWidth / 2 + pitch * 0.16];
  const tip = phrase("context: {0}", context.join(", "));
  return [
    arrow([x - outer, middleY], [x - inner - 1, middleY]),
    text(x, middleY - 38, phrase("context"), { colour: contextColour, isBold: true }),
    box({ x, y: middleY, width: 2 * inner, height: 48, colour: contextColour, tip }, ...context),
    arrow([x + inner, middleY], [x + outer - 1, middleY]),
  ];
}

/** A wrong token has a cross and its own colour, for eyes that tell colours apart and for those that do not. */
function writing(step: DecoderStep, column: Column): Shape[] {
  const { x } = column;
  return [
    arrow([x, middleY - cellHeight / 2 - 2], [x, outputY + 10]),
    text(x, outputY, outputOf(step), outputStyle(column, step)),
    text(x, outputY - 16, step.probability.toFixed(2).replace(/^0/, ""), { size: 10, widest: column.pitch }),
  ];
}

const isWrong = ({ wrote, right }: DecoderStep): boolean => wrote !== right;
const outputOf = (step: DecoderStep): string => `${tokenLabel(step.wrote)}${isWrong(step) ? "✗" : ""}`;

const inputStyle = ({ pitch }: Column) => ({ size: Math.min(13, pitch * 0.34), widest: pitch - 6 });
const outputStyle = ({ pitch }: Column, step: DecoderStep) => ({
  size: Math.min(14, pitch * 0.34 + 1),
  widest: pitch - 6,
  isBold: true,
  ...(isWrong(step) && { colour: wrongColour }),
});

/** From what a step wrote down to where the next one reads it. */
function readBack(step: DecoderStep, { read }: DecoderStep, column: Column): Shape {
  const { x, pitch } = column;
  const halfOf = (words: string) => Math.min(labelWidth(words, 14), pitch - 6) / 2;
  const gap = x + pitch / 2;
  return styledArrow(
    { isDashed: true },
    [x + halfOf(outputOf(step)) + 2, outputY],
    [gap, outputY],
    [gap, inputY],
    [x + pitch - halfOf(tokenLabel(read)) - 2, inputY],
  );
}

function inWords({ encoder, decoder, reads, context }: UnrolledDiagramOptions): string {
  const source = encoder.map(({ read }) => tokenLabel(read)).join(" ");
  const steps = decoder.map((step) => {
    const mistake = isWrong(step) ? phrase(" (right: {0})", tokenLabel(step.right)) : "";
    return phrase("reads {0}, writes {1}{2}", tokenLabel(step.read), tokenLabel(step.wrote), mistake);
  });
  const how = reads === "own" ? phrase("free running") : phrase("teacher forcing");
  return phrase(
    "Encoder reads {0}; context {1}; decoder, {2}: {3}.",
    source,
    context.join(", "),
    how,
    steps.join("; "),
  );
}

function check(options: UnrolledDiagramOptions): void {
  const plot = "unrolledDiagram";
  const { encoder, decoder, context, reads } = checkGiven(plot, "options", options);
  checkFilled(plot, "encoder", encoder);
  checkFilled(plot, "decoder", decoder);
  const { state: first } = checkGiven(plot, "encoder[0]", encoder[0]!);
  for (const [name, steps] of Object.entries({ encoder, decoder })) {
    steps.forEach((step, i) => {
      const { read, state } = checkGiven(plot, `${name}[${i}]`, step);
      checkText(plot, `${name}[${i}].read`, read);
      checkState(plot, `${name}[${i}].state`, state, first?.length);
    });
  }
  decoder.forEach(({ wrote, right, probability }, t) => {
    checkText(plot, `decoder[${t}].wrote`, wrote);
    checkText(plot, `decoder[${t}].right`, right);
    checkNumber(plot, `decoder[${t}].probability`, probability, 0, 1 + 1e-5);
  });
  checkLabels(plot, "context", context);
  checkChoice(plot, "reads", reads, ["own", "right"]);
}
