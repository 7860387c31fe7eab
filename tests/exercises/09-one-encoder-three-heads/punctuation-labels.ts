/** The checks of `punctuationLabels`. */
import { call, holds, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/punctuation-labels";

function punctuationLabels(tokens: readonly string[], marks: readonly string[]) {
  const places = tokens.flatMap((token, i) => (marks.includes(token) ? [] : [i]));
  return {
    words: places.map((i) => tokens[i]!),
    labels: places.map((i) => (i + 1 < tokens.length ? marks.indexOf(tokens[i + 1]!) + 1 : 0)),
  };
}

const marks = [",", "."];

/** Words with marks strewn among them, sometimes two in a row. */
const anyText = (draw: Draw, length: number, known: readonly string[]): string[] =>
  Array.from({ length }, () => (draw.uniform() < 0.35 ? draw.pick(known) : `w${draw.integer(1, 9)}`));

export const punctuationLabelsTask: Task = {
  name: "punctuationLabels",
  reference: punctuationLabels,
  ...variants,
  cases: [
    likeReference("“well , let us go .” has the words well let us go and the labels 1 0 0 2", {
      points: 1,
      calls: () => call(["well", ",", "let", "us", "go", "."], marks),
    }),
    likeReference("a last word without a mark has the label 0", {
      points: 1,
      calls: () => [call(["go", ",", "now"], marks), call(["go"], marks), call([], marks)],
    }),
    likeReference(
      "of several marks in a row the first counts, and one before the first word belongs to nobody",
      {
        points: 1,
        calls: () => [call([".", "so", ",", ".", "go"], marks), call([",", ",", "so", ".", ","], marks)],
      },
    ),
    likeReference("knows marks by the list that it is given, in its order", {
      points: 1,
      calls: () => [
        call(["what", "?", "no", ",", "!", "yes", "!"], ["!", "?", ","]),
        call(["a", ",", "b", "."], ["."]),
      ],
    }),
    holds("there are as many labels as words, and no word is a mark", {
      points: 1,
      calls: (draw) => call(anyText(draw, 30, marks), marks),
      property: ([value]) => {
        const { words = [], labels = [] } = (value ?? {}) as { words?: string[]; labels?: number[] };
        if (words.length === 0) return "there are no words";
        if (words.length !== labels.length) return `${words.length} words have ${labels.length} labels`;
        const mark = words.find((word) => marks.includes(word));
        return mark === undefined ? undefined : `"${mark}" stands among the words`;
      },
    }),
    likeReference("labels texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [20, 25, 40].map((length) => call(anyText(draw, length, [";", ":", "."]), [";", ":", "."])),
    }),
  ],
};
