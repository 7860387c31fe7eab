/** How a course site writes into a path whose work it is. One file a site. */
import type { Item } from "../item";

export interface Match {
  /** What the site calls the learner, the most telling first; empty when it only gives a name. */
  readonly ids: readonly string[];
  readonly name?: string;
  /** What is left of the path inside the learner's work. */
  readonly rest: string;
  readonly isLate?: boolean;
  /** When it was uploaded, by the site's clock: ISO, in the site's local time if there is no "Z" and no offset. */
  readonly at?: string;
  /** Of several uploads the larger is the newer. */
  readonly upload?: number;
  /** Who else handed in the same work. */
  readonly partners?: readonly string[];
}

export type Matches = ReadonlyMap<Item, readonly Match[]>;

export interface Site {
  readonly name: string;
  /** Its ids number the hand-ins of one assignment: another assignment's 1001 is somebody else. */
  readonly hasLocalIds?: boolean;
  /** Lists and receipts that the site adds; nobody handed them in. */
  readonly isOwnFile?: (path: string) => boolean;
  /** Whose each entry is; several learners' if they worked together. */
  read(items: readonly Item[]): Promise<Matches> | Matches;
}

/** For sites whose paths say all. */
export const readPaths = (items: readonly Item[], match: (path: string) => Match | undefined): Matches =>
  new Map(items.flatMap((item) => {
    const found = match(item.path.normalize("NFC"));
    return found ? [[item, [found]] as const] : [];
  })); // prettier-ignore
