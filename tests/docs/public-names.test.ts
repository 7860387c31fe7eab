/** The names that notebooks, exercises and graders rely on, each in the file where they look for it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { files, root } from "./exports";

const publicNames = {
  tf: ["tf"],
  shapes: ["checkShapes", "ShapeError"],
  random: ["randomGenerator"],
  vocabulary: ["Vocabulary", "PAD", "SOS", "EOS", "UNK"],
  batches: ["padSequences", "paddingMask", "bucketBatches"],
  embedding: ["Embedding"],
  linear: ["Linear"],
  "layer-norm": ["LayerNorm"],
  dropout: ["Dropout"],
  rnn: ["rnnStep", "Rnn"],
  lstm: ["lstmStep", "Lstm"],
  gru: ["gruStep", "Gru"],
  bidirectional: ["Bidirectional"],
  "attention-scores": ["dotScore", "scaledDotScore", "generalScore", "concatScore", "locationScore"],
  attention: ["attend", "scaledDotProductAttention", "causalMask", "combineMasks", "MultiHeadAttention"],
  "positional-encoding": ["sinusoidalEncoding", "LearnedPositions"],
  transformer: [
    "EncoderLayer",
    "DecoderLayer",
    "TransformerEncoder",
    "TransformerDecoder",
    "Transformer",
    "Gpt",
  ],
  seq2seq: ["Encoder", "Decoder", "AttentionDecoder", "Seq2Seq"],
  losses: ["maskedCrossEntropy", "perplexity", "bitsPerCharacter"],
  sampling: ["applyTemperature", "topK", "topP", "sampleToken"],
  decoding: ["greedyDecode", "beamSearch"],
  schedules: ["teacherForcing", "warmup"],
  training: ["train"],
  metrics: [
    "tokenAccuracy",
    "exactMatch",
    "editDistance",
    "phonemeErrorRate",
    "bleu",
    "alignmentErrorRate",
    "attentionEntropy",
  ],
  plots: ["alignmentPlot", "headsPlot", "lengthCurve", "lossCurve", "gatePlot"],
  notebook: ["show", "predict"],
  checkpoint: ["saveCheckpoint", "loadCheckpoint"],
};

describe("the public names of lib", () => {
  test.each(Object.entries(publicNames))("are in lib/%s", async (file, names) => {
    const module = (await import(`../../lib/${file}.ts`)) as Record<string, unknown>;
    expect(names.filter((name) => module[name] === undefined)).toEqual([]);
  });
});

describe("lib/README.md's table of files", () => {
  const [, table] = /## What is where in `lib`\n\n([^]*?)\n\n/.exec(
    readFileSync(join(root, "lib", "README.md"), "utf8"),
  )!;
  const named = [...table!.matchAll(/`([\w-]+(?:\/[\w-]+)?)`/g)].map(([, name]) => name!);
  const pages = readdirSync(join(root, "lib")).filter((file) => file.endsWith(".ts"));

  test("names every page once", () => {
    const listed = named.filter((name) => !name.includes("/"));
    expect(listed.sort()).toEqual(pages.map((file) => file.slice(0, -3)).sort());
  });

  test("names only files that exist", () => {
    expect(named.filter((name) => !existsSync(join(root, "lib", `${name}.ts`)))).toEqual([]);
    expect(named.length).toBeGreaterThan(60);
  });
});

/** A name that a file of lib hands on: "lib/attention.ts" → "MultiHeadAttention" → where it lives. */
const handedOn = new Map(
  files
    .filter(({ fileName }) => fileName !== "lib/plots.ts" && fileName !== "lib/notebook.ts")
    .map(({ fileName, text }) => [
      join(root, fileName),
      [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "/gm)].flatMap(([, names]) => wordsOf(names!)),
    ]),
);

function wordsOf(names: string): string[] {
  return names.split(",").map((name) =>
    name
      .replace(/^\s*type /, "")
      .split(" as ")[0]!
      .trim(),
  );
}

test("the course's own sources import each name from the file where it lives", () => {
  const sources = ["lib", "datasets", "notebooks", "solutions", "tools", "tests"].flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("mutants"))
      .map((file) => join(root, folder, file)),
  );
  const roundabout = sources.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^import (?:type )?\{([^}]*)\} from "(\.[^"]*)"/gm)].flatMap(
      ([, names, path]) => {
        const passedOn = handedOn.get(`${join(dirname(file), path!)}.ts`) ?? [];
        return wordsOf(names!)
          .filter((name) => passedOn.includes(name))
          .map((name) => `${file}: ${name}`);
      },
    ),
  );
  expect(roundabout).toEqual([]);
  expect([...handedOn.values()].flat()).toContain("MultiHeadAttention");
});
