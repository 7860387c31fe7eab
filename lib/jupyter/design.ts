/** Colours that mean something, the same in a cell, in the book, in a grader's report and on a page for reviewers. */
export interface Colour {
  readonly onLight: string;
  readonly onDark: string;
  /** For a cell, which does not know the ground that it stands on: readable on both. */
  readonly onAny: string;
}

/** What a colour means on every page: right, wrong, not decided, and the ground that it stands on. */
export const colours = {
  good: { onLight: "#1c6b3f", onDark: "#7fd3a0", onAny: "#2e8b57" },
  bad: { onLight: "#a3321c", onDark: "#f3a08c", onAny: "#d9363e" },
  /** Not begun. */
  quiet: { onLight: "#55606c", onDark: "#a3afbb", onAny: "#75818d" },
  /** Links, and how far a thing is. */
  link: { onLight: "#0b63b0", onDark: "#78b9f5", onAny: "#1f83d0" },
} as const satisfies Readonly<Record<string, Colour>>;
