/** Which answers are the same but for names, layout and comments. */
import { transform } from "esbuild";
import { renameByAppearance } from "./rename";

/** Longer sources are not compared: what strangers wrote is parsed with a limit. */
export const longestSource = 20_000;
const patienceMs = 10_000;

/**
 * The form in which equal answers are equal texts: what esbuild's minifier makes of the module, its local names numbered.
 * (Which letters the minifier prefers depends on the whole text.)
 *
 * @returns undefined if the source cannot be parsed, or not in time
 */
export async function canonicalForm(source: string): Promise<string | undefined> {
  if (source.trim() === "" || source.length > longestSource) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs, undefined)));
  const formed = transform(source, {
    loader: "ts",
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  })
    .then(({ code }) => renameByAppearance(code))
    .catch(() => undefined); // nested too deeply, or no TypeScript
  return Promise.race([formed, late]).finally(() => clearTimeout(timer));
}

/** Items with the same form stand together, in the order of their first; one without a form stands alone. */
export function foldEqual<Item>(
  items: readonly Item[],
  formOf: (item: Item) => string | undefined,
): Item[][] {
  const folds = new Map<unknown, Item[]>();
  for (const item of items) {
    const key = formOf(item) ?? item;
    const fold = folds.get(key) ?? [];
    fold.push(item);
    folds.set(key, fold);
  }
  return [...folds.values()];
}
