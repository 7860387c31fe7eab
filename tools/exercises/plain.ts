/**
 * Plain JSON in which values of an exercise's calls cross the wall of a sandbox: a tensor carries its shape and dtype, a number
 * that JSON lacks is tagged, and whatever is no plain value is named. to-plain.ts makes it, and values of it.
 */

/** A number, or the name of one that JSON lacks. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity";

export type TensorData = {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool" | "string" | "complex64";
  readonly values: readonly (PlainNumber | string)[];
};

/**
 * JSON. Objects with one of the keys $tensor, $number, $lib, $random or $other stand for something else; a key of data that
 * starts with $ gets one $ more.
 */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export type PlainTensor = { readonly $tensor: TensorData };

/** Gives the module of a path such as "lib/vocabulary". */
export type Load = (path: string) => Promise<Record<string, unknown>>;

export const isTensorTag = (value: Plain | undefined): value is PlainTensor =>
  typeof value === "object" && value !== null && "$tensor" in value;

/** What is no data at all, by its name: "undefined", "a function", "a disposed tensor". */
export const otherTag = (name: string): Plain => ({ $other: name });

export const plainNumber = (value: number): PlainNumber =>
  Number.isFinite(value) ? value + 0 : (String(value) as PlainNumber); // + 0: nobody means −0
