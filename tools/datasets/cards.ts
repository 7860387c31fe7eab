/** The cards of the data sets: which there are, and where each stands in a language. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../../lib/jupyter/language.cjs";
import { root } from "../notebook/sources";

/** From the root: "datasets/mail/ko". */
export const cardFolder = (name: string, language: Language): string =>
  language === "en" ? `datasets/${name}` : `datasets/${name}/${language}`;

/** From the root: "datasets/mail/ko/card.md". */
export const cardName = (name: string, language: Language): string => `${cardFolder(name, language)}/card.md`;

/** Names of the data sets that have a card. */
export const dataSetNames = (): string[] =>
  readdirSync(join(root, "datasets"))
    .filter((name) => existsSync(join(root, cardName(name, "en"))))
    .sort();
