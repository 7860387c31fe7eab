/** Makes what pages show of trained models: the alignment explorer's decodings, and one date for peer sessions. */
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { load } from "../../datasets/dates/dates";
import { disposeParameters } from "../../lib/parameters";
import { writeWhole } from "../grade/record/write-file";
import { root } from "../notebook/sources";
import { record } from "./decodings";
import { encodePairs, newModels, trainModel } from "./models";
import type { RecordedModel, Recording } from "./recording";
import { callsFor, type Sentence } from "./sentence";

const HELP = `npm run record

Trains four models on written dates, and records for the book's alignment explorer how each writes 300 dates that it has
not seen, and for peer sessions the states of one date. About 6 minutes on two cores; the same numbers every time.`;

const command = "npm run record";
const recordingPath = join(__dirname, "recording.json");
const sentencePath = join(root, "tools", "review", "sentence.json");
const numExamples = 300;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help === true) return console.log(HELP);
  const pairs = load({ split: "test", forms: "plain", limit: numExamples });
  const shown = pairs.find(({ language, source }) => language === "ko" && source.length < 14) ?? pairs[0]!;
  const models: RecordedModel[] = [];
  const calls: Record<string, Sentence["calls"][string]> = {};
  for (const named of newModels()) {
    await trainModel(named);
    models.push(record(named, encodePairs(pairs)));
    Object.assign(calls, callsFor(named, shown));
    console.log(`${named.name}: ${(100 * models.at(-1)!.exactMatch).toFixed(1)} % without a mistake`);
    disposeParameters(named.model);
  }
  const examples = pairs.map(({ source, target, alignment }) => ({
    source: [...source, "<eos>"],
    target,
    gold: alignment,
  }));
  const { source, target } = shown;
  const recording: Recording = { command, examples, models };
  const sentence: Sentence = { command, source: [...source, "<eos>"], target: [...target, "<eos>"], calls };
  for (const [path, content] of [
    [recordingPath, recording],
    [sentencePath, sentence],
  ] as const) {
    writeWhole(path, `${JSON.stringify(content)}\n`);
    console.log(`Written: ${relative(root, path)}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
