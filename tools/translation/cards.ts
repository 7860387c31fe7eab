/** The Korean cards of the data sets: "datasets/mail/ko/card.md" from card.md and card.po. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cardFolder, cardName } from "../datasets/cards";
import type { Cell } from "../notebook/percent-source";
import { root } from "../notebook/sources";
import { koreanCells, moveToKorean } from "./edition";

const codeBlock = /^```ts\n([\s\S]*?)\n```$/m;

/** A card as cells: its blocks of TypeScript are code, whose comments are translated too. */
export function cardCells(card: string): Cell[] {
  let line = 1;
  return card.split(codeBlock).map((source, i) => {
    const cell: Cell = { type: i % 2 === 1 ? "code" : "markdown", source, metadata: {}, line };
    line += source.split("\n").length - 1 + (cell.type === "code" ? 2 : 0);
    return cell;
  });
}

const cardText = (cells: readonly Cell[]): string =>
  cells.map(({ type, source }) => (type === "code" ? `\`\`\`ts\n${source}\n\`\`\`` : source)).join("");

export const readCardCells = (name: string): Cell[] =>
  cardCells(readFileSync(join(root, cardName(name, "en")), "utf8"));

/** The Korean card of a data set as its two files give it. */
export const koreanCard = (name: string): string =>
  cardText(
    koreanCells(readCardCells(name), cardName(name, "ko").replace(/md$/, "po")).map((cell) =>
      moveToKorean(cell, cardFolder(name, "en")),
    ),
  );

/**
 * Writes the Korean cards that have changed.
 *
 * @param isCheck  only says which
 * @returns whether one was stale
 */
export function deriveCards(names: readonly string[], isCheck: boolean): boolean {
  const stale = names.filter((name) => {
    const path = join(root, cardName(name, "ko"));
    return !existsSync(path) || readFileSync(path, "utf8") !== koreanCard(name);
  });
  for (const name of stale) {
    console.log(`${isCheck ? "stale" : "built"}: ${cardName(name, "ko")}`);
    if (!isCheck) writeFileSync(join(root, cardName(name, "ko")), koreanCard(name));
  }
  return stale.length > 0;
}
