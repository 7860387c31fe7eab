/** What the parameters of a task's function are called, so that a message can say which argument it means. */

/**
 * The names in the order of the parameters; one that is taken apart where it stands (`{ width }`) has none.
 *
 * @param source  a function's or a class's own text; of a class, the constructor's count
 */
export function parameterNames(source: string): (string | undefined)[] {
  const start = source.startsWith("class") ? source.indexOf("constructor(") : 0;
  const bare = /^(?:async\s+)?([\w$]+)\s*=>/.exec(source);
  if (bare) return [bare[1]];
  return start < 0
    ? []
    : partsOf(source, source.indexOf("(", start) + 1).map((part) => /^(?:\.{3})?([\w$]+)/.exec(part)?.[1]);
}

/** What stands between commas, up to the bracket that closes. */
function partsOf(source: string, start: number): string[] {
  const parts = [""];
  for (let at = start, depth = 0; at < source.length; at++) {
    const character = source[at]!;
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character) && depth-- === 0) break;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** "weights.bias" for the path "2.bias"; "the third argument's bias" when it has no name. */
export function argumentAt(path: string, names: readonly (string | undefined)[]): string {
  const [index, ...keys] = path.split(".");
  const name = names[Number(index)];
  const below = keys.map((key) => `.${key}`).join("");
  if (name !== undefined) return name + below;
  const ordinal = ["first", "second", "third", "fourth", "fifth", "sixth"][Number(index)];
  const nth = ordinal ? `the ${ordinal} argument` : `argument number ${Number(index) + 1}`;
  return below === "" ? nth : `${nth}'s ${below.slice(1)}`;
}
