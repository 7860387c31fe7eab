/** What the bench can do, by name. */
import { works, type Work } from "./works";

/** Every name that `--only` takes; "kernel" stands for all whose name starts with "kernel-". */
export const parts: readonly { readonly name: string; readonly what: string }[] = [
  ...works.map(({ name, what }) => ({ name, what })),
  { name: "growth", what: "time and memory over length, width and batch: an LSTM beside self-attention" },
  { name: "course", what: "seconds and memory of every notebook's last run, summed" },
];

export interface Chosen {
  readonly works: readonly Work[];
  readonly hasGrowth: boolean;
  readonly hasCourse: boolean;
}

/** @param names  as given to `--only`; all parts when left out. @throws {Error} there is no such part */
export function chooseParts(names: readonly string[] = parts.map(({ name }) => name)): Chosen {
  const chosen = new Set(names.flatMap(partsNamed));
  return {
    works: works.filter(({ name }) => chosen.has(name)),
    hasGrowth: chosen.has("growth"),
    hasCourse: chosen.has("course"),
  };
}

function partsNamed(name: string): string[] {
  const all = parts.map((part) => part.name);
  const found = all.includes(name) ? [name] : all.filter((part) => part.startsWith(`${name}-`));
  if (found.length === 0) throw new Error(`There is no part ${name}. Parts: ${all.join(", ")}.`);
  return found;
}
