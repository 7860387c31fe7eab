/** Stands for lib/jupyter/language.cjs in a page, which is English. */
export const language = (): "en" => "en";
export const phrase = (text: string, ...values: readonly unknown[]): string =>
  text.replace(/\{(\d+)\}/g, (_, place: string) => String(values[Number(place)]));
export const shownName = (text: string): string => text;
export const shownNames = (): ReadonlyMap<string, string> => new Map();
