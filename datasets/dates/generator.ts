/**
 * Generates the dates of one language and split, one after another, for as long as they are asked for.
 */
import type { Alignment, SentencePair } from "../../lib/alignment";
import { type RandomGenerator, randomGenerator } from "../../lib/random";
import { type Day, isoDate } from "./calendar";
import { english } from "./english";
import { type Form, formsOf } from "./form";
import { french } from "./french";
import { german } from "./german";
import { japanese } from "./japanese";
import { korean } from "./korean";
import { disturb, type Noise } from "./noise";
import type { Occasion } from "./relative";
import { type Segment, weave } from "./segment";
import type { Split } from "../kit/options";
import { daysOf } from "./split";

export type Language = "ko" | "en" | "ja" | "de" | "fr";

/** A written date and its ISO date, both as characters. */
export interface DatePair extends SentencePair {
  readonly alignment: Alignment;
  readonly language: Language;
  /** The name of the written form, as in the card. */
  readonly form: string;
  /** The ISO date as one text, "2026-10-03". */
  readonly iso: string;
  /** What was done to the clean form, if anything was. */
  readonly noise: Noise | undefined;
}

export const formsByLanguage: Readonly<Record<Language, readonly Form[]>> = {
  ko: formsOf(korean),
  en: formsOf(english),
  ja: formsOf(japanese),
  de: formsOf(german),
  fr: formsOf(french),
};

/** Of the pairs that are not plain. */
const noisyShare = 0.15;

const noisesByLanguage: Readonly<Record<Language, readonly Noise[]>> = {
  ko: ["spacing", "full-width digits"],
  en: ["spacing", "typo"],
  ja: ["spacing", "full-width digits"],
  de: ["spacing", "typo"],
  fr: ["spacing", "typo"],
};

interface Stream {
  readonly language: Language;
  readonly split: Split;
  readonly forms: "plain" | "all";
  readonly seed: number;
}

/** Every day of the split once, in random order, each in a random form. */
export function* generateDates({ language, split, forms, seed }: Stream): Generator<DatePair> {
  const random = randomGenerator(`dates/${seed}/${split}/${language}/${forms}`);
  const candidates = formsByLanguage[language].filter(({ isPlain }) => isPlain || forms === "all");
  for (const day of random.shuffle(daysOf(split))) {
    const clean = write(day, candidates, { split, random });
    const { form, segments, noise } = forms === "all" ? perhapsNoisy(clean, language, random) : clean;
    const { source, alignment } = weave(segments);
    const iso = isoDate(day);
    yield { source, target: [...iso], alignment, language, form, iso, noise };
  }
}

interface Written {
  readonly form: string;
  readonly segments: readonly Segment[];
  readonly noise?: Noise;
}

function write(day: Day, forms: readonly Form[], occasion: Occasion): Written {
  for (;;) {
    const form = occasion.random.pick(forms);
    const segments = form.write(day, occasion);
    if (segments !== undefined) return { form: form.name, segments };
  }
}

function perhapsNoisy(clean: Written, language: Language, random: RandomGenerator): Written {
  if (random.uniform() >= noisyShare) return clean;
  const noise = random.pick(noisesByLanguage[language]);
  const segments = disturb(noise, clean.segments, random);
  return segments === undefined ? clean : { ...clean, segments, noise };
}
