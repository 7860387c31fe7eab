/** What the first bytes say a file is, if they are those of a kind that people take for a zip or a notebook. */

const signatures: readonly (readonly [string, string])[] = [
  ["Rar!", "a RAR archive"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive"],
  ["\x1f\x8b", "a gzip file"],
  ["%PDF", "a PDF"],
];

export function knownSignature(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 8).toString("latin1");
  return signatures.find(([start]) => head.startsWith(start))?.[1];
}
