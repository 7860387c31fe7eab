/** Types of language.cjs for a notebook's compiler, which reads no JavaScript. */
export type Language = "en" | "ko";
export const language: () => Language;
export const inLanguage: <Built>(wanted: Language, build: () => Built) => Built;
export const phrase: (text: string, ...values: readonly unknown[]) => string;
export const percentage: (share: number, decimals?: number) => string;
export const shownName: (text: string) => string;
export const shownNames: (texts: readonly string[]) => ReadonlyMap<string, string>;
export const shownText: (text: string) => string;
export const shownCheck: (text: string) => string;
export const splitCause: (text: string) => [cause: string, bracket: string];
export const readEntries: (
  file: string,
) => { context: string; text: string; translation: string; hasPlaces: boolean }[];
