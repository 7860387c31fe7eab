/**
 * `npm run datasets`: a table of every split's size, vocabulary and lengths, and what loading it costs.
 *
 * `-- --plots` also draws the lengths and frequencies beside each card; a name measures that data set alone.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import wrapAnsi from "wrap-ansi";
import { curvePlot } from "../../lib/plot/curve-plot";
import { inLanguage, phrase } from "../../lib/jupyter/language.cjs";
import { textTable } from "../../lib/jupyter/html";
import { progress } from "../../lib/jupyter/progress";
import { renderSvg } from "../../lib/plot/svg";
import { runCommand } from "../setup/problem.mjs";
import { cardFolder } from "./cards";
import { catalogue } from "./catalogue";
import type { Measured } from "./measure";

const root = join(__dirname, "..", "..");
const help = `npm run datasets [-- NAME…] [-- --plots]

Loads the data sets, each in a process of its own, and prints the size,
vocabulary and lengths of every split, with the seconds and megabytes that
loading took. About a minute for all of them but mail.

  NAME      only this data set; mail is downloaded first, if it is not there:
            20 MB
  --plots   also draws datasets/NAME/lengths.svg and frequencies.svg, from the
            training split, and the same in Korean in datasets/NAME/ko
  --help    this page

${wrapAnsi(`The data sets: ${Object.keys(catalogue).join(", ")}.`, 80)}`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) return console.log(help);
  const named = args.filter((arg) => !arg.startsWith("--"));
  const unknown = [
    ...named.filter((name) => !(name in catalogue)),
    ...args.filter((arg) => /^--(?!plots$)/.test(arg)),
  ];
  if (unknown.length > 0) {
    console.error(`datasets: unknown ${unknown.join(", ")}; npm run datasets -- --help says what there is`);
    process.exitCode = 1;
    return;
  }
  const names = named.length > 0 ? named : Object.keys(catalogue).filter((name) => !catalogue[name]!.setUp);
  for (const name of named) await catalogue[name]!.setUp?.();
  const bar = progress(names.length, "loading data sets");
  const measured = names.map((name, index) => {
    const splits = measure(name);
    if (args.includes("--plots") && splits[0]!.fields.length > 0) drawPlots(name, splits[0]!);
    bar.update(index + 1);
    return { name, splits };
  });
  bar.end();
  const rows = measured.flatMap(({ name, splits }) => splits.flatMap((split) => rowsOf(name, split)));
  console.log(textTable(Object.keys(rows[0]!), rows.map(Object.values)));
}

function measure(name: string): Measured[] {
  const script = join(__dirname, "measure.ts");
  const { status, output } = spawnSync(process.execPath, ["--import", "tsx", script, name], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  if (status !== 0) throw new Error(`${name} could not be loaded; what went wrong stands above`);
  return JSON.parse(output[3]!) as Measured[];
}

function rowsOf(
  name: string,
  { split, seconds, cpuSeconds, megabytes, examples, fields }: Measured,
): object[] {
  const cost = {
    seconds: Number(seconds.toFixed(2)),
    "of them CPU": Number(cpuSeconds.toFixed(2)),
    megabytes: Math.round(megabytes),
  };
  if (fields.length === 0) return [{ ...rowOf(name, split, "numbers"), sequences: examples, ...cost }];
  return fields.map((field) => ({ ...rowOf(name, split, field.field, field), ...cost }));
}

function rowOf(name: string, split: string, field: string, summary?: Measured["fields"][number]) {
  return {
    "data set": name,
    split,
    field,
    sequences: summary?.sequences,
    tokens: summary?.tokens,
    vocabulary: summary?.vocabulary,
    "mean length": summary && Number(summary.meanLength.toFixed(1)),
    longest: summary?.longest,
    "once only": summary?.onlyOnce,
  };
}

/** Pictures for a card in each language, which a reader may see on a white page or a dark one: they bring their own ground. */
function drawPlots(name: string, split: Measured): void {
  for (const language of ["en", "ko"] as const) {
    for (const [file, picture] of Object.entries(inLanguage(language, () => picturesOf(name, split))))
      writeFileSync(join(root, cardFolder(name, language), `${file}.svg`), `${picture}\n`);
  }
}

function picturesOf(name: string, { split, fields }: Measured): Record<"lengths" | "frequencies", string> {
  const isLong = fields.some(({ longest }) => longest > 1000);
  const lengths = curvePlot({
    title: phrase("{0}, {1}: how long the sequences are", name, shownWord(split)),
    xTitle: isLong ? phrase("length (tokens), in steps of a quarter") : phrase("length (tokens)"),
    yTitle: phrase("share of the sequences"),
    format: ".1%",
    ...(isLong && { xScale: "log" as const }),
    series: fields.map((field) => ({
      name: shownWord(field.field),
      ...sharesOf(isLong ? gathered(field.lengths) : field.lengths, field.sequences),
    })),
  });
  const frequencies = curvePlot({
    title: phrase("{0}, {1}: how often each token occurs", name, shownWord(split)),
    xTitle: phrase("rank, the most frequent first"),
    yTitle: phrase("occurrences"),
    xScale: "log",
    yScale: "log",
    format: ",d",
    series: fields.map((field) => ({ name: shownWord(field.field), ...thinned(field.frequencies) })),
  });
  return { lengths: renderSvg(lengths, "white"), frequencies: renderSvg(frequencies, "white") };
}

/** What is drawn of a data set: its first split, and the fields of an example. */
function shownWord(word: string): string {
  const words: Readonly<Record<string, string>> = {
    train: phrase("train"),
    source: phrase("source"),
    target: phrase("target"),
    words: phrase("words"),
    characters: phrase("characters"),
  };
  return words[word] ?? word;
}

const sharesOf = (lengths: Measured["fields"][number]["lengths"], total: number) => ({
  x: lengths.map(({ length }) => length),
  y: lengths.map(({ sequences }) => sequences / total),
});

/** Of very long sequences hardly two are equally long: lengths from one to a quarter more count together. */
function gathered(lengths: Measured["fields"][number]["lengths"]) {
  const counts = new Map<number, number>();
  for (const { length, sequences } of lengths) {
    const bin = Math.round(1.25 ** Math.floor(Math.log(length) / Math.log(1.25)));
    counts.set(bin, (counts.get(bin) ?? 0) + sequences);
  }
  return [...counts].map(([length, sequences]) => ({ length, sequences }));
}

/** On a logarithmic axis far more ranks lie beyond the hundredth than the eye can tell apart: 40 a power of ten. */
function thinned(frequencies: readonly number[]): { x: number[]; y: number[] } {
  const ranks = new Set<number>();
  for (let rank = 1; rank < frequencies.length; rank = Math.max(rank + 1, Math.round(rank * 10 ** (1 / 40))))
    ranks.add(rank);
  const x = [...ranks, frequencies.length];
  return { x, y: x.map((rank) => frequencies[rank - 1]!) };
}

void runCommand(() => main(process.argv.slice(2)));
