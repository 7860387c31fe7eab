/** Files that are no notebook, or a broken one. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyCells } from "./notebooks";
import { zipOf } from "./zip";
import { cells, changed, edited, good, name, put } from "./malformed-case";
import type { MalformedCase } from "./malformed-case";

export const files: readonly MalformedCase[] = [
  { name: "empty", make: put(""), rejected: /file is empty/ },
  { name: "only-whitespace", make: put(" \n\t\n"), rejected: /file is empty/ },
  {
    name: "login-page",
    make: put("<!DOCTYPE html><html><body>Please log in</body></html>"),
    rejected: /not JSON.*web page/,
  },
  { name: "pdf", make: put("%PDF-1.7\n..."), rejected: /PDF/ },
  {
    name: "typescript-renamed",
    make: put("// %%\nexport const doubled = 1;"),
    rejected: /not JSON.*TypeScript/,
  },
  {
    name: "python-renamed",
    make: put("import numpy as np\ndef doubled(x):\n  return 2 * x\n"),
    rejected: /not JSON.*(Python|TypeScript)/,
  },
  { name: "zip-renamed", make: put(zipOf([{ name, content: good }])), rejected: /zip archive/ },
  { name: "rar", make: put("Rar!\x1a\x07\x00......"), rejected: /RAR/ },
  { name: "seven-zip", make: put(Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])), rejected: /7z/ },
  { name: "truncated", make: (folder) => { put(good.slice(0, 400))(folder); put("export {};", "90-tiny.ts")(folder); }, rejected: /cut off at offset \d+ \(line \d+\)/, note: /90-tiny\.ts.* kept for a human/ }, // prettier-ignore
  { name: "top-level-list", make: put("[1, 2]"), rejected: /is a list/ },
  { name: "top-level-null", make: put("null"), rejected: /is null/ },
  { name: "top-level-number", make: put("42"), rejected: /a number/ },
  {
    name: "nested-100000-deep",
    make: put("[".repeat(100_000) + "]".repeat(100_000)),
    rejected: /nested more than 500/,
  },
  { name: "larger-than-any", make: (folder) => { put("")(folder); writeFileSync(join(folder, name), Buffer.alloc(65e6, 32)); }, rejected: /larger than 64 MB/ }, // prettier-ignore
  {
    name: "duplicate-keys",
    make: put(good.replace('"source":', '"source": "const x = 1;", "source":')),
    rejected: /"source" on line \d+/,
  },
  {
    name: "nan-literals",
    make: put(good.replace('"execution_count": null', '"execution_count": NaN')),
    note: /NaN or Infinity/,
  },
  { name: "utf8-mark", make: put(`\ufeff${good}`), note: /byte order mark/ },
  { name: "utf16", make: put(Buffer.from(`\ufeff${good}`, "utf16le")), note: /UTF-16 \(little/ },
  { name: "utf32", make: put(Buffer.concat([...`\ufeff${good}`].map((c) => { const b = Buffer.alloc(4); b.writeUInt32LE(c.codePointAt(0)!); return b; }))), note: /UTF-32/ }, // prettier-ignore
  {
    name: "latin1",
    make: put(Buffer.from(good.replace("rnn-to", "caf\xe9"), "latin1")),
    note: /Western encoding/,
  },
  { name: "korean-windows", make: put(Buffer.concat([Buffer.from(good.slice(0, -2)), Buffer.from(', "author": "'), Buffer.from([0xb1, 0xe8]), Buffer.from('"}')])), note: /EUC-KR/ }, // prettier-ignore
  {
    name: "no-text",
    make: put(Buffer.from([0x80, 0x81, 0xff, 0, 1, 2, 0xfe, 0x9d])),
    rejected: /is not text/,
  },
  {
    name: "hidden-characters",
    make: cells([...tinyCells(), { source: "// \u202e reversed \u0000 \ud800 \u200b" }]),
    note: /holds a NUL/,
  },
  { name: "carriage-returns", make: put(good.replace(/\\n/g, "\\r\\n")) },
  {
    name: "source-in-lines",
    make: edited((n) => ({ ...n, cells: n.cells.map((c) => ({ ...c, source: c.source.split(/(?<=\n)/) })) })),
  },
  { name: "conflict-in-json", make: put(good.replace('\n "metadata"', '\n<<<<<<< HEAD\n "metadata"').replace(/$/, "\n>>>>>>> theirs")), rejected: /line \d+: a merge conflict/ }, // prettier-ignore
  { name: "conflict-in-a-cell", make: changed({ doubled: "<<<<<<< HEAD\nconst a = 1;\n=======\n>>>>>>> mine" }), verdicts: { doubled: "student_error" }, message: /cell 2, line 1: a merge conflict/ }, // prettier-ignore
];
