/**
 * A published model that reads English words aloud: its tokens and its weights. See card.md.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npzArrays, type NumpyArray } from "../kit/npy";
import { DataFileError } from "../kit/text-file";
import { zipFiles } from "../kit/zip";

type OfGru = "w_ih" | "w_hh" | "b_ih" | "b_hh";
export type WeightName = "enc_emb" | `enc_${OfGru}` | "dec_emb" | `dec_${OfGru}` | "fc_w" | "fc_b";

export interface PublishedModel {
  /** What it reads: three special tokens and a to z; a token's place is its id. */
  readonly letters: readonly string[];
  /** What it writes: four special tokens and the phonemes of ARPAbet, a vowel with its stress. */
  readonly phonemes: readonly string[];
  /** By their names in the package, laid out as PyTorch lays them out: [output, input]. */
  readonly weights: Readonly<Record<WeightName, NumpyArray>>;
}

/** Where set-up puts the package; it is not unpacked. */
export const shippedFile = join(__dirname, "../../.course/g2p-en/g2p_en-2.1.0-py3-none-any.whl");
const sha256 = "2a7aabf1fc7f270fcc3349881407988c9245173c2413debbe5432f4a4f31319f";
const checkpoint = "g2p_en/checkpoint20.npz";

const letters = ["<pad>", "<unk>", "</s>", ..."abcdefghijklmnopqrstuvwxyz"];
/** With "UW" once without stress, as the package has it. */
const phonemes =
  `<pad> <unk> <s> </s> AA0 AA1 AA2 AE0 AE1 AE2 AH0 AH1 AH2 AO0 AO1 AO2 AW0 AW1 AW2 AY0 AY1 AY2 B CH D DH EH0 EH1 EH2
  ER0 ER1 ER2 EY0 EY1 EY2 F G HH IH0 IH1 IH2 IY0 IY1 IY2 JH K L M N NG OW0 OW1 OW2 OY0 OY1 OY2 P R S SH T TH UH0 UH1 UH2 UW UW0 UW1 UW2
  V W Y Z ZH`.split(/\s+/);

/**
 * Reads the model out of its package.
 *
 * @throws {DataFileError} the package is missing, damaged, or another version of it
 *
 * Taught in notebook 11.
 * @source Park & Kim 2019, "g2pE: A Simple Python Module for English Grapheme To Phoneme Conversion".
 *   https://github.com/Kyubyong/g2p
 */
export function load(file = shippedFile): PublishedModel {
  if (!existsSync(file)) throw new DataFileError(file, undefined, "is missing; npm run setup gets it");
  const wheel = readFileSync(file);
  const found = createHash("sha256").update(wheel).digest("hex");
  if (found !== sha256) {
    const reason = `is not the package g2p-en 2.1.0: expected SHA-256 ${sha256}, got ${found}; npm run setup mends it`;
    throw new DataFileError(file, undefined, reason);
  }
  const arrays = npzArrays(zipFiles(wheel, file).get(checkpoint)!, checkpoint);
  return { letters, phonemes, weights: arrays as Record<WeightName, NumpyArray> };
}
