import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "../../../datasets/dates/dates";
import { load as loadSentences } from "../../../datasets/korean-english/korean-english";
import { attentionEntropy } from "../../../lib/metrics";
import { readWeights, writeWeights, type Recording } from "../../../tools/record/recording";

describe("weights as text", () => {
  test("come back within half a step of 1/90, whatever they are", () => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (weights) => {
        const read = readWeights(writeWeights(weights), 5);
        expect(read.length).toBe(weights.length);
        read.flat().forEach((weight, index) => {
          expect(Math.abs(weight - weights.flat()[index]!)).toBeLessThanOrEqual(0.5 / 90 + 1e-9);
        });
      }),
    );
  });

  test("hold neither quotes nor backslashes, so that JSON keeps one character a weight", () => {
    const all = writeWeights([Array.from({ length: 91 }, (_, step) => step / 90)]);
    expect(new Set(all).size).toBe(91);
    expect(JSON.stringify(all).length).toBe(93);
  });
});

const path = join(__dirname, "..", "..", "..", "tools", "record", "recording.json");
const { tasks } = JSON.parse(readFileSync(path, "utf8")) as Recording;
const models = tasks.flatMap((task) =>
  task.models.map((model) => [task.name, model.name, model, task] as const),
);

describe("the recording of the book", () => {
  test.each([
    ["Dates", load({ split: "test", forms: "plain", limit: 300 })],
    ["Korean to English", loadSentences({ split: "test", limit: 200 })],
  ] as const)(
    "%s: is about pairs of the test split, in its order, with the known alignment",
    (name, pairs) => {
      const { examples } = tasks.find((task) => task.name === name)!;
      expect(examples.length).toBeGreaterThanOrEqual(100);
      const wanted = new Set(examples.map(({ source }) => source.join(" ")));
      const found = pairs
        .map(({ source, target, alignment }) => ({ source: [...source, "<eos>"], target, gold: alignment }))
        .filter(({ source }) => wanted.has(source.join(" ")));
      expect(found.slice(0, examples.length)).toEqual(examples);
    },
  );

  test.each(models)(
    "%s, %s: counts its right answers, and every map fits what it wrote",
    (_task, _name, model, { examples }) => {
      const isRight = model.outputs.map(
        ({ tokens }, index) => tokens.join(" ") === [...examples[index]!.target, "<eos>"].join(" "),
      );
      expect(model.exactMatch).toBeCloseTo(isRight.filter(Boolean).length / isRight.length, 6);
      model.outputs.forEach(({ tokens, maps }, index) => {
        const numSources = examples[index]!.source.length;
        expect(maps.length).toBe(model.maps.length);
        for (const { weights, entropyNats } of maps) {
          expect(weights.length).toBe(tokens.length * numSources);
          expect(entropyNats.length).toBe(tokens.length);
        }
      });
    },
  );

  test.each(models)(
    "%s, %s: the entropies are those of the weights, but for rounding",
    (_task, _name, { outputs }, { examples }) => {
      const [{ maps }, { source }] = [outputs[0]!, examples[0]!];
      for (const { weights, entropyNats } of maps) {
        readWeights(weights, source.length).forEach((row, step) => {
          expect(Math.abs(attentionEntropy(row) - entropyNats[step]!)).toBeLessThan(0.35);
        });
      }
    },
  );
});
