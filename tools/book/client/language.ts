/**
 * Stands for lib/jupyter/language.cjs in a page, which has no files to read translations from: what its scripts say in
 * Korean, a Korean page gets from messages.js.
 */
import { fill } from "../../../lib/jupyter/fill.cjs";
import { withParticles } from "../../../lib/jupyter/particle.cjs";

declare global {
  interface Window {
    /** English texts and names with their translations. */
    messages?: Readonly<Record<string, string>>;
  }
}

const translationOf = (text: string): string | undefined => window.messages?.[text];

export function phrase(text: string, ...values: readonly unknown[]): string {
  const translation = translationOf(text);
  return translation === undefined ? fill(text, values) : withParticles(fill(translation, values));
}

export const shownName = (text: string): string => translationOf(text) ?? text;

/** Titles that a page's scripts break into lines come from there translated. */
export const shownText = shownName;
