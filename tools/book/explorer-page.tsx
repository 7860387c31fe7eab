/** The alignment explorer: one date, two models side by side, every map of each. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { html } from "../page/html";
import { Table } from "../page/table";
import type { Recording } from "../record/recording";
import type { Page } from "./page";
import { sectionsOf } from "./sections";

const recordingPath = join(__dirname, "..", "record", "recording.json");

/** The page, and the script that brings its data: a page opened from a folder may not fetch. */
export interface Explorer {
  readonly page: Page;
  readonly script: string;
}

/** @throws {Error} the recording is missing: the message says how to make it */
export function explorer(): Explorer {
  if (!existsSync(recordingPath)) throw new Error(`${recordingPath} is missing; npm run record makes it`);
  const text = readFileSync(recordingPath, "utf8");
  const { examples, models, command } = JSON.parse(text) as Recording;
  const rows = models.map(({ name, numParameters, maps, exactMatch }) => [
    name,
    numParameters.toLocaleString("en"),
    maps.length,
    `${(100 * exactMatch).toFixed(1)} %`,
  ]);
  const body = html(
    <>
      <h1 id="top">Alignment explorer</h1>
      <p>
        Where does a model look while it writes? Here are {examples.length} dates that no model has seen in
        training, as people write them in five languages, and how {models.length} models turn each into an ISO
        date. Pick a date, pick a model and one of its maps on each side, and drag through the decoding steps
        below a map. The outlined cells are the known alignment; they are shown where the model wrote the
        right date.
      </p>
      <div id="explorer">
        <noscript>The explorer needs JavaScript; the maps in the notebooks do not.</noscript>
      </div>
      <h2 id="models">The models</h2>
      <Table
        head={["model", "parameters#", "maps#", "without a mistake#"]}
        rows={rows}
        hasRowHeads
        label="Table"
      />
      <p>
        An LSTM with attention has one map. A Transformer has one for each head of each decoder layer; shown
        are those that look at the source. "Without this head" is what the model writes when nothing that the
        head finds gets through: its rows of the output weights are 0. Entropy tells how widely a step looks:
        0 nats at one place, ln(source length) everywhere alike.
      </p>
      <p class="facts">
        Recorded ahead by <code>{command}</code>: in the browser nothing is computed but the picture.
      </p>
    </>,
  );
  const page: Page = {
    file: "explorer.html",
    title: "Alignment explorer",
    summary: "See where two models look, date by date, head by head",
    group: "Look around",
    html: body,
    headings: [],
    sections: sectionsOf(body),
    plots: [],
    scripts: ["explorer-data.js", "explorer.js"],
  };
  return { page, script: `window.recording = ${text.trim()};\n` };
}
