/** The messages of a page: its blocks of Markdown and the texts in its code, each with the heading above it as context. */
import type { Cell } from "../notebook/percent-source";
import { splitBlocks, type BlockKind } from "./blocks";
import { findTexts } from "./code-texts";
import type { TextKind } from "./shown";

export interface Message {
  /** The heading above it; "names" for what is translated wherever it is shown. */
  readonly context: string;
  readonly text: string;
  readonly kind: BlockKind | TextKind;
  /** Whether {0} in it is a place. */
  readonly hasPlaces: boolean;
  /** Of the cell, in the file it comes from. */
  readonly line: number;
}

export const nameContext = "names";

/** A message's own key: the same words under the same heading are one message. */
export const keyOf = ({ context, text }: Pick<Message, "context" | "text">): string =>
  `${context}\u0004${text}`;

/** Every message of a page once, in the order of the page, names last. */
export function findMessages(cells: readonly Cell[]): Message[] {
  const found = new Map<string, Message>();
  everyCell(cells, (cell, contextAt) => {
    const parts = cell.type === "code" ? findTexts(cell.source) : splitBlocks(cell.source);
    parts.forEach((part) => {
      const context = part.kind === "name" ? nameContext : contextAt(part.start);
      const hasPlaces = "places" in part && part.places.length > 0;
      const message = { context, text: part.text, kind: part.kind, hasPlaces, line: cell.line };
      if (!found.has(keyOf(message))) found.set(keyOf(message), message);
    });
  });
  const all = [...found.values()];
  return [...all.filter(({ kind }) => kind !== "name"), ...all.filter(({ kind }) => kind === "name")];
}

/** Visits the cells with the heading that each line of them stands under; a heading stands under itself. */
export function everyCell(
  cells: readonly Cell[],
  visit: (cell: Cell, contextAt: (line: number) => string) => void,
): void {
  let heading = "";
  for (const cell of cells) {
    if (cell.type === "code") {
      const above = heading;
      visit(cell, () => above);
      continue;
    }
    const before = heading;
    const headings = splitBlocks(cell.source).filter(({ kind }) => kind === "heading");
    visit(cell, (line) => headings.filter(({ start }) => start <= line).at(-1)?.text ?? before);
    heading = headings.at(-1)?.text ?? before;
  }
}
