/**
 * Pieces of a written date that know which characters of the ISO date they are read from.
 *
 *     2026-10-03
 *     0123456789      the positions in the ISO date
 *
 * A date is written as a row of segments, so its alignment is known and never searched for.
 */
import type { Alignment, Link } from "../../lib/alignment";

export type Field = "year" | "month" | "day";

export interface Segment {
  readonly text: string;
  /** The part of the date that this segment writes; none for a separator, a weekday, a preposition. */
  readonly field?: Field | undefined;
  /** ISO positions that this very character says: only where the text is one character. */
  readonly sure: readonly number[];
  /** ISO positions that the text as a whole says or implies. */
  readonly possible: readonly number[];
}

/** Where the digits of each field stand in the ISO date. The hyphens, 4 and 7, belong to the format: no text says them. */
export const positionsOf = { year: [0, 1, 2, 3], month: [5, 6], day: [8, 9] } as const;

/** Text that no digit is read from. */
export function literal(text: string): Segment {
  return { text, sure: [], possible: [] };
}

/** A word that says the digits at these positions together: no single letter of it does. */
export function word(text: string, field: Field, positions: readonly number[] = positionsOf[field]): Segment {
  return { text, field, sure: [], possible: positions };
}

/** One character that says one digit, and perhaps zeros that are not written. */
export function digit(
  text: string,
  field: Field,
  position: number,
  implied: readonly number[] = [],
): Segment {
  return { text, field, sure: [position], possible: implied };
}

/** A number in digits, right-aligned to its field: the 3 of "3 October" says the 3 of 03 and implies its 0. */
export function digits(text: string, field: Field): Segment[] {
  const positions = positionsOf[field].slice(-text.length);
  const implied = positionsOf[field].slice(0, -text.length);
  return [...text].map((char, index) => digit(char, field, positions[index]!, index === 0 ? implied : []));
}

/** The same text, but a digit that had to be computed: nothing in it is sure any more. */
export function computed(segment: Segment): Segment {
  return { ...segment, sure: [], possible: [...segment.sure, ...segment.possible] };
}

/** The segment, which may also be read as that position. */
export function implying(segment: Segment, position: number): Segment {
  const { text, field, sure, possible } = segment;
  return { text, field, sure, possible: [...possible, position] };
}

/** The segments, each cut into one per character. */
export function characters(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment) => [...segment.text].map((text) => ({ ...segment, text })));
}

/** The characters of the segments in order, and the links of each. */
export function weave(segments: readonly Segment[]): { source: string[]; alignment: Alignment } {
  const sure: Link[] = [];
  const possible: Link[] = [];
  const chars = characters(segments);
  chars.forEach((char, source) => {
    for (const target of char.sure) sure.push(linkBetween(source, target));
    for (const target of char.sure) possible.push(linkBetween(source, target));
    for (const target of char.possible) possible.push(linkBetween(source, target));
  });
  return { source: chars.map(({ text }) => text), alignment: { sure, possible } };
}

const links: Link[] = [];

/** One object for all links between the same two positions: there are millions of links and hundreds of positions. */
function linkBetween(source: number, target: number): Link {
  return (links[10 * source + target] ??= Object.freeze({ source, target }));
}
