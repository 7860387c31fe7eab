/** Types of bar.cjs for a notebook's compiler, which reads no JavaScript. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Work {
  readonly title: string;
  readonly total: number;
  readonly unit?: string;
}

type Sentence = (work: Work, done: number, elapsedMs: number, note?: string) => string;

export const duration: (milliseconds: number) => string;
export const megabytes: (bytes: number) => string;
export const shareOf: (done: number, total: number) => number;
export const progressText: Sentence;
export const endText: Sentence;
export const terminalBar: (
  work: Work,
  out?: Output,
  now?: () => number,
) => { update(done: number, note?: string): void; end(note?: string): void };
export const withBar: <Result>(
  work: Work,
  out: Output,
  run: (bar: { update(done: number): void }) => Promise<Result>,
  now?: () => number,
) => Promise<Result>;
