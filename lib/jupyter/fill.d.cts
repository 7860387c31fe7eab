/** Types of fill.cjs for a compiler that reads no JavaScript. */
export const fill: (text: string, values: readonly unknown[]) => string;
export const place: RegExp;
