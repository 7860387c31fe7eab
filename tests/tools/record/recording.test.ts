import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "../../../datasets/dates/dates";
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

describe("the recording of the book", () => {
  const path = join(__dirname, "..", "..", "..", "tools", "record", "recording.json");
  const { examples, models } = JSON.parse(readFileSync(path, "utf8")) as Recording;
  const pairs = load({ split: "test", forms: "plain", limit: examples.length });

  test("is about dates of the test split, in its order, with the known alignment", () => {
    expect(examples.map(({ source }) => source)).toEqual(pairs.map(({ source }) => [...source, "<eos>"]));
    expect(examples.map(({ target }) => target)).toEqual(pairs.map(({ target }) => target));
    expect(examples.map(({ gold }) => gold)).toEqual(pairs.map(({ alignment }) => alignment));
  });

  test.each(models)("$name: counts its right answers, and every map fits what it wrote", (model) => {
    const isRight = model.outputs.map(
      ({ tokens }, index) => tokens.join("") === `${examples[index]!.target.join("")}<eos>`,
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
  });

  test.each(models)("$name: the entropies are those of the weights, but for rounding", ({ outputs }) => {
    const [{ maps }, { source }] = [outputs[0]!, examples[0]!];
    for (const { weights, entropyNats } of maps) {
      readWeights(weights, source.length).forEach((row, step) => {
        expect(Math.abs(attentionEntropy(row) - entropyNats[step]!)).toBeLessThan(0.35);
      });
    }
  });
});
