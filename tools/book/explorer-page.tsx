/** The alignment explorer: one example, two models side by side, every map of each. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ComponentChildren } from "preact";
import { language, phrase, shownName } from "../../lib/jupyter/language.cjs";
import { html, raw } from "../page/html";
import { AlignmentMap } from "./alignment-map";
import { Table } from "../page/table";
import { readWeights, type RecordedTask, type Recording } from "../record/recording";
import type { Page } from "./page";
import { sectionsOf } from "./sections";

const recordingPath = join(__dirname, "..", "record", "recording.json");

/** The page, the script that brings its data (a page opened from a folder may not fetch), and a first look for the front page. */
export interface Explorer {
  readonly page: Page;
  readonly script: string;
  readonly look: ComponentChildren;
  /** In its data, which are in English: of tasks, models and maps. */
  readonly names: readonly string[];
}

/** @throws {Error} the recording is missing: the message says how to make it */
export function explorer(): Explorer {
  if (!existsSync(recordingPath)) throw new Error(`${recordingPath} is missing; npm run record makes it`);
  const text = readFileSync(recordingPath, "utf8");
  const { tasks, command } = JSON.parse(text) as Recording;
  const rows = tasks.flatMap((task) =>
    task.models.map(({ name, numParameters, maps, exactMatch }) => [
      shownName(task.name),
      shownName(name),
      numParameters.toLocaleString("en"),
      maps.length,
      phrase("{0} % of {1}", (100 * exactMatch).toFixed(1), task.examples.length),
    ]),
  );
  const recorded = phrase(
    "Recorded ahead by {0}: in the browser nothing is computed but the picture. Dates are those of notebook {1}, sentences those of {2}.",
    html(<code>{command}</code>),
    html(<a href="06-attention.html">06</a>),
    html(<a href="08-transformer.html">08</a>),
  );
  const body = html(
    <>
      <h1 id="top">{phrase("Where do models look?")}</h1>
      <div id="explorer">
        <noscript>{phrase("The explorer needs JavaScript; the maps in the notebooks do not.")}</noscript>
      </div>
      <h2 id="how">{phrase("How to read it")}</h2>
      <p>
        {phrase(
          "No model has seen these examples in training. A row of a map is a step: where the model looked before it wrote the token on the left. The slider, ▶ and a click on a row choose the step of both sides; point at a row, and the arcs below show the same weights. Orange marks are the known alignment, squares where it is sure and circles where it is possible; they stand where the model wrote the right answer.",
        )}
      </p>
      <p>
        {phrase(
          "An LSTM with attention has one map. A Transformer has one for each head of each decoder layer; shown are those that look at the source. “Without this head” is what the model writes when nothing that the head finds gets through: its rows of the output weights are 0. Entropy tells how widely a step looks: 0 nats at one place, ln(source length) everywhere alike.",
        )}
      </p>
      <h2 id="models">{phrase("The models")}</h2>
      <Table
        head={[
          phrase("task"),
          phrase("model"),
          `${phrase("parameters")}#`,
          `${phrase("maps")}#`,
          `${phrase("without a mistake")}#`,
        ]}
        rows={rows}
        hasRowHeads
        label={phrase("Table")}
      />
      <p class="facts" {...raw(recorded)} />
    </>,
  );
  const page: Page = {
    file: "explorer.html",
    title: phrase("Alignment explorer"),
    language: language(),
    summary: phrase("See where two models look, step by step, head by head"),
    group: "Look around",
    html: body,
    headings: [],
    sections: sectionsOf(body),
    plots: [],
    scripts: ["explorer-data.js", "explorer.js"],
  };
  const names = tasks.flatMap(({ name, example, models }) => [
    name,
    example,
    ...models.flatMap((model) => [model.name, ...model.maps]),
  ]);
  return {
    page,
    names,
    look: <FirstLook task={tasks[0]!} />,
    script: `window.recording = ${text.trim()};\n`,
  };
}

/** The first example as the first model writes it. */
function FirstLook({ task: { examples, models } }: { readonly task: RecordedTask }) {
  const [{ source, gold }, { tokens, maps }] = [examples[0]!, models[0]!.outputs[0]!];
  const weights = readWeights(maps[0]!.weights, source.length);
  const last = tokens.length - 1;
  return (
    <AlignmentMap
      source={source}
      tokens={tokens}
      weights={weights}
      gold={gold}
      row={0}
      step={last}
      title={shownName(models[0]!.name)}
    />
  );
}
