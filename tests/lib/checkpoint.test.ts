import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { loadCheckpoint, restoreParameters, saveCheckpoint } from "../../lib/checkpoint";
import { zeroParameter } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { Gpt, type GptConfig } from "../../lib/gpt";
import { Vocabulary } from "../../lib/vocabulary";
import { newTensors, numbers } from "./tensors";

let folder = "";
const file = (name = "model.ckpt") => join(folder, name);
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "checkpoint-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const config: GptConfig = { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 2, maxTime: 6 };
const gpt = (seed: number) => new Gpt(config, randomGenerator(seed));
const bits = (tensor: tf.Tensor) => [...new Uint32Array((tensor.dataSync() as Float32Array).slice().buffer)];

describe("saveCheckpoint and loadCheckpoint", () => {
  test("bring back every parameter, bit by bit", () => {
    const [saved, loaded] = [gpt(1), gpt(2)];
    saveCheckpoint(file(), { model: saved });
    restoreParameters(loaded, loadCheckpoint(file()));
    expect(Object.values(loaded.parameters).map(bits)).toEqual(Object.values(saved.parameters).map(bits));
    expect(numbers(loaded.loss([[4, 5, 6]]))).toEqual(numbers(saved.loss([[4, 5, 6]])));
  });

  test("keep −0, the smallest numbers, infinity and NaN as they are", () => {
    const odd = Float32Array.of(-0, 1e-45, -1e-40, Infinity, -Infinity, NaN, 3.4e38, 0.1);
    const model = { parameters: { odd: zeroParameter([8]) } };
    model.parameters.odd.assign(tf.tensor1d(odd));
    saveCheckpoint(file(), { model });
    const { values } = loadCheckpoint(file()).parameters["odd"]!;
    expect([...new Uint32Array(values.buffer)]).toEqual([...new Uint32Array(odd.buffer)]);
  });

  test("bring back vocabularies and configuration", () => {
    const source = Vocabulary.fromTokens(["안녕", "a\n", '"']);
    saveCheckpoint(file(), { model: gpt(1), vocabularies: { source }, config });
    const checkpoint = loadCheckpoint(file());
    expect(checkpoint.config).toEqual(config);
    expect(checkpoint.vocabularies["source"]!.toJSON()).toEqual(source.toJSON());
  });

  test("the same model gives the same file", () => {
    saveCheckpoint(file("a"), { model: gpt(1), config });
    saveCheckpoint(file("b"), { model: gpt(1), config });
    expect(readFileSync(file("a")).equals(readFileSync(file("b")))).toBe(true);
  });

  test("replace an older file, and leave nothing else behind", () => {
    saveCheckpoint(file(), { model: gpt(1), config: "old" });
    saveCheckpoint(file(), { model: gpt(2), config: "new" });
    expect(loadCheckpoint(file()).config).toBe("new");
    expect(readdirSync(folder)).toEqual(["model.ckpt"]);
  });

  test("a save that fails leaves the older file as it was", () => {
    saveCheckpoint(file(), { model: gpt(1), config: "old" });
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    expect(() => saveCheckpoint(file(), { model: gpt(2), config: circular })).toThrow();
    expect(() => saveCheckpoint(join(folder, "no", "such", "folder"), { model: gpt(2) })).toThrow("ENOENT");
    expect(loadCheckpoint(file()).config).toBe("old");
    expect(readdirSync(folder)).toEqual(["model.ckpt"]);
  });

  test("one changed bit is noticed, wherever it is", () => {
    saveCheckpoint(file(), { model: gpt(1), config });
    const bytes = readFileSync(file());
    const withFlip = (place: number) => {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      writeFileSync(file("changed"), changed);
      return () => loadCheckpoint(file("changed"));
    };
    expect(withFlip(bytes.length - 1)).toThrow("is damaged: expected SHA-256");
    expect(withFlip(200)).toThrow("is damaged: expected SHA-256");
    expect(withFlip(60)).toThrow("is damaged: expected SHA-256");
    expect(withFlip(0)).toThrow("is not a checkpoint");
  });

  test("refuse a file that was cut off, another version, and what is no checkpoint", () => {
    saveCheckpoint(file(), { model: gpt(1) });
    const bytes = readFileSync(file());
    writeFileSync(file("cut"), bytes.subarray(0, bytes.length / 2));
    expect(() => loadCheckpoint(file("cut"))).toThrow("is damaged");
    writeFileSync(file("next"), bytes.toString("latin1").replace("checkpoint 2 ", "checkpoint 3 "), "latin1");
    expect(() => loadCheckpoint(file("next"))).toThrow("has version 3, expected 1 or 2");
    writeFileSync(file("text"), "hello");
    expect(() => loadCheckpoint(file("text"))).toThrow(`loadCheckpoint: ${file("text")} is not a checkpoint`);
    expect(() => loadCheckpoint(file("none"))).toThrow("no such file");
  });

  test("leave no tensor", () => {
    const model = gpt(1);
    expect(newTensors(() => saveCheckpoint(file(), { model }))).toBe(0);
    expect(newTensors(() => restoreParameters(model, loadCheckpoint(file())))).toBe(0);
  });
});

describe("restoreParameters", () => {
  test("names the first parameter that does not fit, and changes nothing", () => {
    saveCheckpoint(file(), { model: gpt(1) });
    const other = new Gpt({ ...config, vocabSize: 7 }, randomGenerator(2));
    const before = numbers(other.parameters["positions.table"]!);
    expect(() => restoreParameters(other, loadCheckpoint(file()))).toThrow(
      "restoreParameters: embedding.table is [7, 8] in the model, but [9, 8] in the checkpoint",
    );
    expect(numbers(other.parameters["positions.table"]!)).toEqual(before);
  });

  test("names a parameter that one of the two lacks", () => {
    saveCheckpoint(file(), { model: { parameters: { bias: zeroParameter([1]) } } });
    const model = { parameters: { weight: zeroParameter([1]) } };
    expect(() => restoreParameters(model, loadCheckpoint(file()))).toThrow(
      "restoreParameters: weight is [1] in the model, but no such parameter in the checkpoint",
    );
  });
});
