import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load, shippedFile, type WeightName } from "../../datasets/g2p-en/g2p-en";
import { gruStep, type GruWeights } from "../../lib/gru";
import { tf } from "../../lib/tf";
import { wheel } from "../../tools/setup/published-model.mjs";
import { readCard } from "./fingerprint";

/** What the package itself says: tests/reference/make_g2p.py. */
const reference = JSON.parse(readFileSync(join(__dirname, "..", "reference", "g2p-en.json"), "utf8")) as {
  letters: string[];
  phonemes: string[];
  words: Record<string, string>;
};

const { letters, phonemes, weights } = load();
const tensor = (name: WeightName) =>
  tf.tensor<tf.Rank.R2>(weights[name].values, weights[name].shape as [number, number]);
const gruOf = (side: "enc" | "dec"): GruWeights => ({
  inputToGates: tensor(`${side}_w_ih`).transpose(),
  hiddenToGates: tensor(`${side}_w_hh`).transpose(),
  inputBias: tensor(`${side}_b_ih`).flatten(),
  hiddenBias: tensor(`${side}_b_hh`).flatten(),
});
const [encoder, decoder] = [gruOf("enc"), gruOf("dec")];
const [letterRows, phonemeRows] = [tensor("enc_emb"), tensor("dec_emb")];
const [output, outputBias] = [tensor("fc_w").transpose<tf.Tensor2D>(), tensor("fc_b")];
const rowOf = (table: tf.Tensor2D, id: number) => table.slice([id, 0], [1, -1]);
const idIn = (tokens: readonly string[], token: string) =>
  tokens.indexOf(tokens.includes(token) ? token : "<unk>");

/** The equations alone, a letter and a phoneme at a time. */
function readAloud(word: string): string {
  return tf.tidy(() => {
    let hidden: tf.Tensor2D = tf.zeros([1, 256]);
    for (const letter of [...word, "</s>"])
      hidden = gruStep(rowOf(letterRows, idIn(letters, letter)), hidden, encoder);
    const written: string[] = [];
    let token = "<s>";
    while (written.length < 20) {
      hidden = gruStep(rowOf(phonemeRows, idIn(phonemes, token)), hidden, decoder);
      token = phonemes[hidden.matMul(output).add(outputBias).argMax(1).dataSync()[0]!]!;
      if (token === "</s>") break;
      written.push(token);
    }
    return written.join(" ");
  });
}

describe("g2p-en", () => {
  test("has the package's tokens in the package's order", () => {
    expect({ letters, phonemes }).toEqual({ letters: reference.letters, phonemes: reference.phonemes });
  });

  test("has the weights of a GRU of 256 that reads 29 letters, and of one that writes 74 phonemes", () => {
    const shapes = Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]));
    const gru = (side: string) => ({
      [`${side}_w_ih`]: [768, 256],
      [`${side}_w_hh`]: [768, 256],
      [`${side}_b_ih`]: [768],
      [`${side}_b_hh`]: [768],
    });
    const tables = { enc_emb: [29, 256], dec_emb: [74, 256], fc_w: [74, 256], fc_b: [74] };
    expect(shapes).toEqual({ ...gru("enc"), ...gru("dec"), ...tables });
  });

  test("run by gruStep, says of each recorded word just what the package says", () => {
    const ours = Object.fromEntries(Object.keys(reference.words).map((word) => [word, readAloud(word)]));
    expect(Object.keys(ours)).toHaveLength(118);
    expect(ours).toEqual(reference.words);
  });

  test("is the file that set-up gets, as the card says", () => {
    expect(shippedFile.endsWith(join(".course", "g2p-en", wheel.file))).toBe(true);
    expect(readCard("g2p-en")).toContain(wheel.sha256);
    expect(readCard("g2p-en")).toContain("Apache-2.0");
  });

  test("refuses a package that is missing, cut off or damaged, and says what mends it", () => {
    const folder = mkdtempSync(join(tmpdir(), "g2p-en-"));
    const file = join(folder, "package.whl");
    expect(() => load(file)).toThrow(`${file}: is missing; npm run setup gets it`);
    writeFileSync(file, readFileSync(shippedFile).subarray(0, 1_000_000));
    expect(() => load(file)).toThrow(
      /is not the package g2p-en 2\.1\.0: expected SHA-256 2a7a.* npm run setup mends it/,
    );
    copyFileSync(shippedFile, file);
    expect(load(file).letters).toHaveLength(29);
    const damaged = readFileSync(file);
    damaged[2_000_000]! ^= 1;
    writeFileSync(file, damaged);
    expect(() => load(file)).toThrow("is not the package g2p-en 2.1.0");
  });
});
