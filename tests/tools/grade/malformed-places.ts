/** Names, folders, links and archives. */
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { good, name, put } from "./malformed-case";
import type { MalformedCase } from "./malformed-case";
import { notebookText, stubCells } from "./notebooks";
import { zipOf } from "./zip";

export const names: readonly MalformedCase[] = [
  ...[
    "with space",
    "it's",
    '"quoted"',
    "-rf",
    "two\nlines",
    "😀",
    "\u202eltr",
    "100%",
    "é-nfc".normalize("NFC"),
    "CON",
    "trailing.",
    "0042",
    "=HYPERLINK(1)",
    "a+b([c",
    "x".repeat(200),
  ].map((learner): MalformedCase => ({ name: learner, make: put(good) })),
  { name: "capital-suffix", make: put(good, "90-tiny.IPYNB") },
  { name: "odd-file-name", make: put(good, "-my 'work' (final) %20.ipynb") },
];

export const places: readonly MalformedCase[] = [
  { name: "no-notebook", make: put("hello", "notes.txt"), rejected: /no notebook/ },
  { name: "two-notebooks", make: (f) => { put(good, "tiny a.ipynb")(f); put(good.replace("Hello", "Hi"), "tiny b.ipynb")(f); }, rejected: /2 notebooks could be 90-tiny: .*tiny a.*tiny b/ }, // prettier-ignore
  { name: "copy-beside", make: (f) => { put(good)(f); put("{}", "Copy of 90-tiny.ipynb")(f); put(good, "90-tiny (1).ipynb")(f); }, note: /"90-tiny.ipynb" was graded/ }, // prettier-ignore
  { name: "nested", make: (f) => { mkdirSync(join(f, "a/b"), { recursive: true }); put(good, "a/b/90-tiny.ipynb")(f); } }, // prettier-ignore
  { name: "korean-beside-stubs", make: (f) => { mkdirSync(join(f, "exercises/ko"), { recursive: true }); put(notebookText(stubCells()), "exercises/90-tiny.ipynb")(f); put(good, "exercises/ko/90-tiny.ipynb")(f); }, note: /"exercises\/ko\/90-tiny.ipynb" was graded; not "exercises\/90-tiny.ipynb"/ }, // prettier-ignore
  { name: "korean-beside-english", make: (f) => { mkdirSync(join(f, "exercises/ko"), { recursive: true }); put(good, "exercises/90-tiny.ipynb")(f); put(good.replace("Hello", "Hi"), "exercises/ko/90-tiny.ipynb")(f); }, rejected: /2 notebooks could be 90-tiny: .*exercises\/90-tiny.*exercises\/ko\/90-tiny/ }, // prettier-ignore
  { name: "left-behind", make: (f) => { put(good)(f); for (const d of ["__MACOSX", ".ipynb_checkpoints"]) { mkdirSync(join(f, d)); put("junk", `${d}/._90-tiny.ipynb`)(f); } put("", "Thumbs.db")(f); } }, // prettier-ignore
  {
    name: "zip",
    make: put(zipOf([{ name: "exercises/90-tiny.ipynb", content: good }]), "work.zip"),
    note: /read from the archive/,
  },
  {
    name: "symbolic-link",
    make: (f) => symlinkSync("/etc/passwd", join(f, name)),
    rejected: /symbolic link/,
  },
  { name: "link-beside", make: (f) => { put(good)(f); symlinkSync("/etc/passwd", join(f, "results")); }, note: /"results" is a symbolic link/ }, // prettier-ignore
  { name: "fifo", make: (f) => void execFileSync("mkfifo", [join(f, name)]), rejected: /is a fifo/ },
  { name: "hard-link", make: (f) => { put(good, "other.txt")(f); linkSync(join(f, "other.txt"), join(f, name)); }, rejected: /is a hard link/ }, // prettier-ignore
  { name: "sparse", make: (f) => { put("")(f); truncateSync(join(f, name), 5e7); }, rejected: /is a sparse file/ }, // prettier-ignore
  { name: "folder-named-as-notebook", make: (f) => mkdirSync(join(f, name)), rejected: /is a directory/ },
];

const zipped = (entries: Parameters<typeof zipOf>[0]) => put(zipOf(entries), "work.zip");
export const archives: readonly MalformedCase[] = [
  {
    name: "zip-slip",
    make: zipped([{ name: "../../evil.ipynb", content: good }]),
    rejected: /climbs out/,
  },
  {
    name: "zip-absolute",
    make: zipped([{ name: "/tmp/evil.ipynb", content: good }]),
    rejected: /absolute path/,
  },
  {
    name: "zip-drive",
    make: zipped([{ name: "C:/evil.ipynb", content: good }]),
    rejected: /drive letter/,
  },
  {
    name: "zip-case",
    make: zipped([
      { name, content: good },
      { name: name.toUpperCase(), content: good },
    ]),
    note: /"90-tiny.ipynb" was graded; not "90-TINY.IPYNB"/,
  },
  {
    name: "zip-link",
    make: zipped([
      { name: "x", content: "/tmp", mode: 0o120777 },
      { name: "x/90-tiny.ipynb", content: good },
    ]),
    note: /"x" is a symbolic link/,
  },
  { name: "zip-bomb", make: zipped([{ name, content: Buffer.alloc(65e6) }]), rejected: /larger than 64 MB/ },
  {
    name: "zip-bomb-claimed",
    make: zipped([{ name, content: good, claims: { size: 3e8 } }]),
    rejected: /zip bomb/,
  },
  {
    name: "zip-lying-size",
    make: zipped([{ name, content: good, claims: { size: 10 } }]),
    rejected: /holds more than its header says/,
  },
  {
    name: "zip-overlap",
    make: zipped([
      { name, content: good },
      { name: "b.ipynb", content: good, claims: { offset: 0 } },
    ]),
    note: /"b.ipynb" overlaps another entry/,
  },
  {
    name: "zip-many-entries",
    make: zipped(Array.from({ length: 10_001 }, (_, i) => ({ name: `f${i}` }))),
    rejected: /10001 entries/,
  },
  {
    name: "zip-encrypted",
    make: zipped([{ name, content: good, isEncrypted: true }]),
    rejected: /encrypted/,
  },
  {
    name: "zip-checksum",
    make: zipped([{ name, content: good, claims: { crc: 1 } }]),
    rejected: /damaged|checksum/,
  },
  {
    name: "zip-method",
    make: zipped([{ name, content: good, claims: { method: 99 } }]),
    rejected: /compression method 99/,
  },
  { name: "zip-that-is-none", make: put("PK no zip", "work.zip"), rejected: /not a zip that can be read/ },
  { name: "two-zips", make: (f) => { zipped([{ name, content: good }])(f); put(zipOf([]), "other.zip")(f); }, note: /read from the archive work.zip/ }, // prettier-ignore
];
