/** Ends a test with a reason, unless what should be true is true; as on the page. */
export function should(isTrue: boolean, reason: string): void {
  if (!isTrue) throw new Error(reason);
}

export const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;
