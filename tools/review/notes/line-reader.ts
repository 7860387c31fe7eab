/** Reads a small Markdown form line by line; an error says file, line, what was expected and what stands there. */

/** A notes file that cannot be taken. */
export class NotesError extends Error {}

const largest = 1_000_000;

export class LineReader {
  private readonly lines: readonly string[];
  private at = 0;

  /** @throws {NotesError} the file is larger than any notes */
  constructor(
    private readonly file: string,
    text: string,
  ) {
    if (text.length > largest)
      throw new NotesError(`${file}: expected notes of a session, got ${text.length} characters`);
    this.lines = text.replace(/^\ufeff/, "").split(/\r\n?|\n/);
  }

  get isAtEnd(): boolean {
    this.skipBlank();
    return this.at >= this.lines.length;
  }

  /** The match of the next line that is not blank; it is taken. */
  take(pattern: RegExp, expected: string): RegExpExecArray {
    const match = this.takeIf(pattern);
    return match ?? this.fail(expected);
  }

  takeIf(pattern: RegExp): RegExpExecArray | undefined {
    this.skipBlank();
    const match = pattern.exec(this.lines[this.at] ?? "");
    if (match === null || this.at >= this.lines.length) return undefined;
    this.at += 1;
    return match;
  }

  /** Quoted lines, without their marks; empty if there are none. */
  takeQuote(): string {
    const quoted: string[] = [];
    for (let match = this.takeIf(/^>(?: (.*))?$/); match; match = this.nextQuoted())
      quoted.push(match[1] ?? "");
    return quoted.join("\n");
  }

  /** Complains about the line that was taken last. */
  refuse(expected: string): never {
    this.at -= 1;
    return this.fail(expected);
  }

  fail(expected: string): never {
    const line = this.lines[this.at];
    const got = line === undefined ? "the end of the file" : JSON.stringify(line.slice(0, 80));
    throw new NotesError(
      `${this.file}, line ${Math.min(this.at + 1, this.lines.length)}: expected ${expected}, got ${got}`,
    );
  }

  private nextQuoted(): RegExpExecArray | undefined {
    const match = /^>(?: (.*))?$/.exec(this.lines[this.at] ?? "");
    if (match === null) return undefined;
    this.at += 1;
    return match;
  }

  private skipBlank(): void {
    while (this.at < this.lines.length && this.lines[this.at]!.trim() === "") this.at += 1;
  }
}
