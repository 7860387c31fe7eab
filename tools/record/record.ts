/** Makes what pages show of trained models: the alignment explorer's decodings, and one date for peer sessions. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { disposeParameters } from "../../lib/parameters";
import { writeWhole } from "../grade/record/write-file";
import { root } from "../notebook/sources";
import { record } from "./decodings";
import { film } from "./film";
import { trainModel, type NamedModel, type Task } from "./models";
import type { RecordedModel, RecordedTask, Recording } from "./recording";
import { callsFor, type Sentence } from "./sentence";
import { dates, koreanEnglish } from "./tasks";

const HELP = `npm run record

Records for the book's alignment explorer how trained models write 300 dates and
100 Korean sentences that they have not seen, and for peer sessions the states
of one date. Trains five of the models, the sixth is notebook 08's. About 9
minutes on two cores; the same numbers every time.

  --picture  trains nothing: draws the README's moving picture from what is
             recorded
  --help     this text`;

const command = "npm run record";
const recordingPath = join(__dirname, "recording.json");
const picturePath = join(__dirname, "writes-a-date.svg");
const sentencePath = join(root, "tools", "review", "sentence.json");

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean" }, picture: { type: "boolean" } } });
  if (values.help === true) return console.log(HELP);
  if (values.picture === true)
    return drawPicture(JSON.parse(readFileSync(recordingPath, "utf8")) as Recording);
  const ofDates = dates();
  const shown = ofDates.examples.find(({ source }) => source.includes("년") && source.length < 14)!;
  const calls: Record<string, Sentence["calls"][string]> = {};
  const tasks = [
    await recordTask(ofDates, (named) => Object.assign(calls, callsFor(ofDates, named, shown))),
    await recordTask(koreanEnglish()),
  ];
  const { source, target } = shown;
  const recording: Recording = { command, tasks };
  const sentence: Sentence = { command, source: [...source, "<eos>"], target: [...target, "<eos>"], calls };
  for (const [path, content] of [
    [recordingPath, recording],
    [sentencePath, sentence],
  ] as const) {
    writeWhole(path, `${JSON.stringify(content)}\n`);
    console.log(`Written: ${relative(root, path)}`);
  }
  drawPicture(recording);
}

function drawPicture(recording: Recording): void {
  writeWhole(picturePath, `${film(recording)}\n`);
  console.log(`Written: ${relative(root, picturePath)}`);
}

/** @param onTrained  is given each model before it is gone */
async function recordTask(task: Task, onTrained?: (named: NamedModel) => void): Promise<RecordedTask> {
  const models: RecordedModel[] = [];
  for (const named of task.models()) {
    await trainModel(task, named);
    models.push(record(task, named));
    onTrained?.(named);
    console.log(
      `${task.name}, ${named.name}: ${(100 * models.at(-1)!.exactMatch).toFixed(1)} % without a mistake`,
    );
    disposeParameters(named.model);
  }
  const { name, example, space } = task;
  const examples = task.examples.map(({ source, target, alignment }) => ({
    source: [...source, "<eos>"],
    target,
    gold: alignment!, // both data sets know it
  }));
  return { name, example, space, examples, models };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
