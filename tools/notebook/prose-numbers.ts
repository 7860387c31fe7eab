/**
 * Holds the numbers in a notebook's prose against its outputs: a measured number may stand in a sentence only if an output
 * of the same notebook rounds to it.
 *
 * Prose is what stands in Markdown cells, folded answers, and titles of plots. Not held: formulas and code, links, years,
 * numbers of notebooks, sections and figures, and numbers in words. A number that no output can show is marked in its cell, in
 * Markdown as `<!-- by hand: 0.53, 12 % -->`, in code as `// cited: 25.9`:
 *
 *     by hand   worked out from what stands beside it
 *     cited     from the paper that is named beside it
 *     recorded  measured by the command that is named beside it
 */
import { predictionMimeType, type Prediction } from "../../lib/jupyter/predict";
import { joinText, type Notebook, type NotebookCell } from "./notebook-file";

/** Where a number of the prose comes from: a "plan" says how long something will take; "nowhere" is a fault. */
export type Origin = "output" | "code" | "marked" | "plan" | "nowhere";

export interface ProseNumber {
  /** As it is written, with its unit: "70.0 %". */
  readonly text: string;
  readonly origin: Origin;
  /** Of the cell, counted from 1. */
  readonly cell: number;
  /** Some words around it. */
  readonly context: string;
}

export function proseNumbers(notebook: Notebook): ProseNumber[] {
  const sections = sectionsOf(notebook.cells);
  const everywhere = notebook.cells.flatMap((cell) => textNumbers(cell));
  return sections.flatMap(({ cells }) => {
    const outputs = [...everywhere, ...cells.flatMap(({ cell }) => plotNumbers(cell))];
    const code = cells.flatMap(({ cell }) =>
      cell.cell_type === "code" ? numbersIn(withoutTexts(sourceOf(cell))) : [],
    );
    return cells.flatMap(({ cell, place }) => {
      const source = sourceOf(cell);
      const marked = markedIn(source);
      return textsOf(cell).flatMap((text) =>
        written(text).map(({ number, before, context }): ProseNumber => {
          // A title that code fills in is an output itself.
          const isFilledIn = cell.cell_type === "code" && !source.includes(before + number.text);
          const origin = isFilledIn ? "output" : originOf(number, { outputs, code, marked });
          return { text: number.text, origin, cell: place, context };
        }),
      );
    });
  });
}

interface Placed {
  readonly cell: NotebookCell;
  readonly place: number;
}

/** From one heading of the second level to the next: a plot speaks for its own section alone, or any number would be found. */
function sectionsOf(cells: readonly NotebookCell[]): { readonly cells: Placed[] }[] {
  const sections: { cells: Placed[] }[] = [{ cells: [] }];
  cells.forEach((cell, index) => {
    if (cell.cell_type === "markdown" && /^## /m.test(sourceOf(cell))) sections.push({ cells: [] });
    sections.at(-1)!.cells.push({ cell, place: index + 1 });
  });
  return sections;
}

const sourceOf = (cell: NotebookCell): string => joinText(cell.source);

/** A number as it is written. */
interface Written {
  readonly text: string;
  readonly value: number;
  readonly decimals: number;
  readonly isPercent: boolean;
  /** "5 to 15 seconds", "about 50 minutes". */
  readonly isPlan: boolean;
}

const numberPattern = /(?<![\w.,#–-])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?(?![\w])(?:[\s\u00a0]?%)?/gu;

function parse(text: string, after: string): Written {
  const bare = text
    .replace(/[\s\u00a0%]/gu, "")
    .replaceAll(",", "")
    .replace("−", "-");
  const decimals = bare.includes("e") ? NaN : (bare.split(".")[1]?.length ?? 0);
  const isPlan = /^(?: (?:to|or|and) \d+)? ?(?:s|seconds?|minutes?)\b/.test(after);
  return { text, value: Math.abs(Number(bare)), decimals, isPercent: text.includes("%"), isPlan };
}

/** What is no claim about a measurement. */
const silent: readonly RegExp[] = [
  /<!--[^]*?-->/g,
  /```[^]*?```/g,
  /\$\$[^]*?\$\$/g,
  /\$[^$\n]*\$/g,
  /\$[^$]*\$/g,
  /`[^`]*`/g,
  /(?<=\])\([^)]*\)/g, // where a link leads
  /https?:\S+/g,
  /\b(?:notebooks?|sheets?|cells?|questions?|exercises?|steps?|tasks?|chapters?|examples?|layers?|heads?|letters?|places?|words?|tokens?|units?|figures?|tables?|eq\.|equations?|algorithms?|GPT|Node|TypeScript) \d+(?:[–-]\d+|(?:,? (?:and|to|or) |, )\d+)*(?!\d|\.\d|\s?%)/giu,
  /§+[\d.,–\s and]+/g,
  /\b(?:1[89]|20)\d\d[a-z]?\b/g, // a year
  /^\s*\d+\.\s/gm, // an item of a list
  /^# 1[0-3]\b/gm,
  /\[1[0-3]\]|\b[Nn]otebooks? (?:\[?0\d\]?\S* (?:and|to) )?\[?1[0-3]\]?/g,
  /\b0\d\b(?!\.)[-\w]*/g, // a notebook
  /exercises\/\d\d[-\w]*/g,
];

function written(text: string): { number: Written; before: string; context: string }[] {
  const held = silent.reduce((left, pattern) => left.replace(pattern, (all) => " ".repeat(all.length)), text);
  return [...held.matchAll(numberPattern)].map((match) => ({
    number: parse(match[0], held.slice(match.index + match[0].length)),
    before: text.slice(Math.max(0, match.index - 4), match.index),
    context: text
      .slice(Math.max(0, match.index - 40), match.index + match[0].length + 30)
      .replace(/\s+/g, " "),
  }));
}

/** Markdown, folded answers, and titles. */
function textsOf(cell: NotebookCell): string[] {
  if (cell.cell_type === "markdown") {
    const source = sourceOf(cell);
    return /^## Sources/m.test(source) ? [source.slice(0, source.search(/^## Sources/m))] : [source];
  }
  return (cell.outputs ?? []).flatMap(({ data = {} }) => {
    const folded = claimOf(data[predictionMimeType] as Prediction | undefined) ?? data["text/markdown"];
    const spec = data["application/vnd.vegalite.v5+json"] as { title?: unknown } | undefined;
    return [
      ...(folded === undefined ? [] : [joinText(folded as string)]),
      ...(spec === undefined ? [] : [titleOf(spec.title)]),
    ];
  });
}

/** A choice that is wrong claims nothing. */
const claimOf = (prediction: Prediction | undefined): string | undefined =>
  prediction && [prediction.question, prediction.choices[prediction.right], prediction.answer].join("\n\n");

const titleOf = (title: unknown): string =>
  [title]
    .flat()
    .filter((line) => typeof line === "string")
    .join(" ");

/** Numbers of tables and printed lines, which a reader reads as such. */
function textNumbers(cell: NotebookCell): number[] {
  return (cell.outputs ?? []).flatMap(({ data = {}, text, output_type }) => {
    if (output_type === "stream") return numbersIn(joinText(text ?? ""));
    if (data["application/vnd.vegalite.v5+json"] || data["text/markdown"]) return [];
    const plain = joinText((data["text/plain"] as string | undefined) ?? "");
    const drawn = plain.startsWith("[diagram]")
      ? joinText((data["image/svg+xml"] as string | undefined) ?? "")
      : "";
    return [...numbersIn(plain), ...numbersIn(drawn.replace(/<[^>]*>/g, " "))];
  });
}

/** The numbers that a plot draws. */
function plotNumbers(cell: NotebookCell): number[] {
  return (cell.outputs ?? []).flatMap(({ data = {} }) => {
    const spec = data["application/vnd.vegalite.v5+json"];
    return spec === undefined ? [] : leaves(spec);
  });
}

function leaves(value: unknown, key = ""): number[] {
  if (typeof value === "number") return [Math.abs(value)];
  if (typeof value !== "object" || value === null || key === "config") return [];
  return Object.entries(value).flatMap(([name, part]) => (name === "title" ? [] : leaves(part, name)));
}

const numbersIn = (text: string): number[] =>
  [...text.replace(/(?<=\d)_(?=\d)/g, "").matchAll(/\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?/g)].map(([all]) =>
    Number(all.replaceAll(",", "")),
  );

/** Code without texts and comments: what it says is no setting of its own. */
const withoutTexts = (code: string): string =>
  code.replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[^]*?\*\/|\/\/[^\n]*/g, " ");

const markedIn = (source: string): string[] =>
  [...source.matchAll(/(?:<!--|\/\/) (?:by hand|cited|recorded): ([^\n]*?)(?: ?-->|\n|$)/g)].flatMap(
    ([, list]) => list!.split(/[,;] /).map((one) => normal(one)),
  );
const normal = (text: string): string => text.replace(/[\s\u00a0]/gu, "").replace("−", "-");

interface Pool {
  readonly outputs: readonly number[];
  readonly code: readonly number[];
  readonly marked: readonly string[];
}

function originOf(number: Written, { outputs, code, marked }: Pool): Origin {
  if (marked.includes(normal(number.text))) return "marked";
  if (number.isPlan) return "plan";
  if (code.some((value) => value === number.value || (number.isPercent && isSame(value * 100, number.value))))
    return "code";
  return outputs.some((value) => roundsTo(value, number)) ? "output" : "nowhere";
}

const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b));

/** A share may be shown as 0.7 and told as 70 %. */
function roundsTo(shown: number, { value, decimals, isPercent }: Written): boolean {
  if (Number.isNaN(decimals)) return Number(shown.toPrecision(1)) === value || isSame(shown, value);
  const half = 0.5 * 10 ** -decimals + 1e-9;
  return [shown, ...(isPercent ? [100 * shown] : [])].some((one) => Math.abs(one - value) <= half);
}
