/**
 * Sentences that people wrote, and what translators made of them: the TypeScript compiler's messages. See card.md.
 */
import type { SentencePair } from "../../lib/alignment";
import { randomGenerator } from "../../lib/random";
import { hashSplit } from "../kit/hash-split";
import { checkChoice, checkOptions, type Split } from "../kit/options";
import { separate } from "../kit/separate";
import { groupBySharedSide } from "../kit/shared-side";
import { wordTokens } from "../kit/word-tokens";
import { englishMessages, readTranslations, translationsFile, type Message } from "./messages";

/** A message in two languages; nobody has aligned their words. */
export interface MessagePair extends SentencePair {
  readonly sourceText: string;
  readonly targetText: string;
  /** The compiler's own number, such as 2304. */
  readonly code: number;
  /** "Error", or what else it is. */
  readonly category: Message["category"];
}

/** The languages that the compiler speaks beside English. */
export const languages = ["ko", "ja", "zh-cn", "zh-tw", "de", "fr", "es", "it", "pt-br", "pl", "cs", "ru", "tr"] as const; // prettier-ignore

export interface MessagesOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  /** What is translated into English; "ko" if left out. */
  readonly language?: (typeof languages)[number];
  readonly tokens?: "words" | "characters";
}

/** Both sides of one message. */
interface Pair extends Message {
  readonly translation: string;
}

/**
 * Loads messages with their English originals, in random order. No sentence is in two splits, on either side, and what
 * differs from a training message in a few words only is in neither validation nor test.
 *
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} the package's files are missing, cut off or damaged; names file and line
 *
 * Taught in notebook 11.
 * @source TypeScript, src/compiler/diagnosticMessages.json and its localized forms.
 *   https://github.com/microsoft/TypeScript
 */
export function load(options: MessagesOptions): MessagePair[] {
  checkOptions("ts-messages.load", options);
  const { split, limit, seed = 0, language = "ko", tokens = "words" } = options;
  checkChoice("ts-messages.load", "language", language, languages);
  checkChoice("ts-messages.load", "tokens", tokens, ["words", "characters"]);
  const tokenize = tokens === "words" ? messageTokens : (text: string) => [...text];
  return randomGenerator(`ts-messages/${seed}`)
    .shuffle(splitsOf(language)[split])
    .slice(0, limit)
    .map(({ code, category, text, translation }) => ({
      source: tokenize(translation),
      target: tokenize(text),
      sourceText: translation,
      targetText: text,
      code,
      category,
    }));
}

const loaded = new Map<string, Readonly<Record<Split, Pair[]>>>();

function splitsOf(language: string): Readonly<Record<Split, Pair[]>> {
  if (!loaded.has(language)) {
    const pairs = pairsOf(englishMessages(), readTranslations(translationsFile(language)));
    const groups = groupBySharedSide(pairs.map(({ text, translation }) => [text, translation]));
    const splitOf = new Map(pairs.map((pair, index) => [pair, hashSplit(pairs[groups[index]!]!.text)]));
    loaded.set(language, separate(pairs, (pair) => splitOf.get(pair)!, ({ text }) => messageTokens(text)).items); // prettier-ignore
  }
  return loaded.get(language)!;
}

/** Messages that have a translation; one that was left in English is none. */
export function pairsOf(english: readonly Message[], translations: ReadonlyMap<string, string>): Pair[] {
  return english.flatMap((message) => {
    const translation = translations.get(message.key);
    return translation === undefined || translation === message.text ? [] : [{ ...message, translation }];
  });
}

/** Words and marks; a place that the compiler fills in, such as {0}, is one token. */
export function messageTokens(text: string): string[] {
  return text.split(/(\{\d+\})/).flatMap((part) => (/^\{\d+\}$/.test(part) ? [part] : wordTokens(part)));
}
