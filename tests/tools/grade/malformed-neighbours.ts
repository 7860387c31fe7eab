/** One bad entry beside a good notebook: the neighbour is graded, and the bad one is told. */
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { good, name, put } from "./malformed-case";
import type { MalformedCase } from "./malformed-case";
import { zipOf } from "./zip";
import type { ZipEntry } from "./zip";

type Make = MalformedCase["make"];

const zipped = (...entries: readonly ZipEntry[]): Make =>
  put(zipOf([{ name, content: good }, ...entries]), "work.zip");
const beside =
  (other: Make): Make =>
  (folder) => {
    put(good)(folder);
    other(folder);
  };
const into =
  (path: string, content: string | Buffer = ""): Make =>
  (folder) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

/** A notebook with a line that was printed 200,000 times: text that compresses to a thousandth. */
const noisy = good.replace(
  '"outputs": []',
  `"outputs": [{ "output_type": "stream", "text": "${"epoch 1, loss 2.303\\n".repeat(200_000)}" }]`,
);

/** Bytes as a program without UTF-8 writes them. */
const raw = (...bytes: readonly number[]): string => Buffer.from(bytes).toString("latin1");
const old = (rawName: string): ZipEntry => ({ name: rawName, content: "x", encoding: "latin1" });

const inArchive: readonly MalformedCase[] = [
  { name: "beside-zip-link", make: zipped({ name: "results", content: "/etc/passwd", mode: 0o120777 }), note: /"results" is a symbolic link/ },
  { name: "beside-zip-link-in-venv", make: zipped({ name: ".venv/bin/python", content: "/usr/bin/python3", mode: 0o120777 }) },
  { name: "beside-zip-junk", make: zipped({ name: "__MACOSX/../../x", content: "" }, { name: "a/.DS_Store" }, { name: "node_modules/a/b.ipynb", content: "junk" }) },
  { name: "beside-zip-fifo", make: zipped({ name: "pipe", mode: 0o010644 }), note: /"pipe" is a fifo/ },
  { name: "beside-zip-device", make: zipped({ name: "null", mode: 0o020666 }), note: /"null" is a device/ },
  { name: "beside-zip-slip", make: zipped({ name: "../../evil.txt", content: "x" }), note: /"..\/..\/evil.txt" climbs out/ },
  { name: "beside-zip-backslash", make: zipped({ name: "..\\..\\evil.txt", content: "x" }), note: /climbs out/ },
  { name: "beside-zip-absolute", make: zipped({ name: "/etc/cron.d/x", content: "x" }), note: /has an absolute path/ },
  { name: "beside-zip-drive", make: zipped({ name: "C:\\x.txt", content: "x" }), note: /has a drive letter/ },
  { name: "beside-zip-nul", make: zipped({ name: "a\0b.txt", content: "x" }), note: /has a NUL in its name/ },
  { name: "beside-zip-long-name", make: zipped({ name: `${"n".repeat(60_000)}.txt`, content: "x" }), note: /has a name of 60004 characters/ },
  { name: "beside-zip-bomb", make: zipped({ name: "zeros.bin", content: Buffer.alloc(1e6), claims: { size: 3e8 } }), note: /"zeros.bin" does not fit/ },
  { name: "beside-zip-encrypted", make: zipped({ name: "secret.txt", content: "x", isEncrypted: true }), note: /"secret.txt" is encrypted/ },
  { name: "beside-zip-method", make: zipped({ name: "odd.txt", content: "x", claims: { method: 99 } }), note: /"odd.txt" uses compression method 99/ },
  { name: "beside-zip-damaged", make: zipped({ name: "Copy of 90-tiny.ipynb", content: good, claims: { crc: 1 } }), note: /"90-tiny.ipynb" was graded; not "Copy of 90-tiny.ipynb"/ },
  { name: "beside-zip-case", make: zipped({ name: "Notes.txt", content: "a" }, { name: "notes.txt", content: "b" }) },
  { name: "beside-zip-same-name", make: zipped({ name, content: good }), note: /"90-tiny.ipynb" was graded/ },
  { name: "zip-same-name-other-content", make: zipped({ name, content: good.replace("Hello", "Hi") }), rejected: /2 notebooks could be 90-tiny/ },
  { name: "zip-in-zip", make: put(zipOf([{ name: "inner.zip", content: zipOf([{ name, content: good }]) }]), "work.zip"), note: /read from the archive inner.zip/ },
  { name: "zip-in-zip-in-zip-in-zip", make: put([1, 2, 3, 4].reduce<Buffer>((inner) => zipOf([{ name: "i.zip", content: inner }]), zipOf([{ name, content: good }])), "work.zip"), rejected: /no notebook was handed in/ },
  { name: "zip-in-zips-without-end", make: put(Array.from({ length: 40 }).reduce<Buffer>((inner) => zipOf([{ name: "i.zip", content: inner }]), zipOf([{ name, content: good }])), "work.zip"), rejected: /no notebook was handed in/ },
  { name: "zip-beside-a-notebook", make: beside(into("backup.zip", zipOf([{ name, content: good }]))), note: /not opened: "backup.zip"/ },
  { name: "zip-broken-beside-a-zip", make: (f) => { zipped()(f); put("PK no zip", "other.zip")(f); }, note: /"other.zip" is not a zip/ },
  { name: "noisy-notebook", make: put(noisy) },
  { name: "noisy-notebook-in-a-zip", make: put(zipOf([{ name, content: noisy }]), "work.zip") },
  { name: "zip-names-korean", make: zipped(old(`${raw(0xb1, 0xe8, 0xb9, 0xce, 0xc1, 0xf6)}.txt`)), note: /read as Korean \(CP949\): "김민지\.txt"/ },
  { name: "zip-names-japanese", make: zipped(old(`${raw(0x93, 0x63, 0x92, 0x86, 0x82, 0xb3, 0x82, 0xf1)}.txt`)), note: /read as Japanese \(Shift-JIS\): "田中さん\.txt"/ },
  { name: "zip-names-western", make: zipped(old(`Ren${raw(0x82)}, M${raw(0x81)}ller.txt`)), note: /read as CP437: "René, Müller\.txt"/ },
]; // prettier-ignore

const inFolder: readonly MalformedCase[] = [
  { name: "beside-too-deep", make: beside(into(`${"d/".repeat(20)}x.txt`)), note: /has more than 12 levels/ },
  { name: "beside-fifo", make: beside((f) => void execFileSync("mkfifo", [join(f, "pipe")])), note: /"pipe" is a fifo/ },
  { name: "beside-hard-link", make: beside((f) => { into("a.txt", "x")(f); linkSync(join(f, "a.txt"), join(f, "b.txt")); }), note: /"b.txt" is a hard link/ },
  { name: "beside-sparse", make: beside((f) => { into("big.bin")(f); truncateSync(join(f, "big.bin"), 5e9); }), note: /"big.bin" is a sparse file/ },
  { name: "beside-link-to-itself", make: beside((f) => symlinkSync(".", join(f, "loop"))), note: /"loop" is a symbolic link/ },
  { name: "beside-many-files", make: beside((f) => Array.from({ length: 40 }, (_, i) => into(`data/${i}.csv`)(f))) },
  { name: "beside-venv", make: beside((f) => { mkdirSync(join(f, ".venv/bin"), { recursive: true }); symlinkSync("/usr/bin/python3", join(f, ".venv/bin/python")); }) },
  { name: "beside-broken-notebook", make: beside(into("scratch.ipynb", "{")), note: /"scratch.ipynb" .*cut off/ },
  { name: "ending-json", make: put(good, "90-tiny.ipynb.json"), note: /"90-tiny.ipynb.json" was read as a notebook/ },
  { name: "ending-txt", make: put(good, "90-tiny.ipynb.txt"), note: /"90-tiny.ipynb.txt" was read as a notebook/ },
  { name: "ending-download", make: put(good, "90-tiny.ipynb.download"), note: /was read as a notebook/ },
  { name: "ending-number", make: put(good, "90-tiny.ipynb (1)"), note: /was read as a notebook/ },
  { name: "ending-only-json", make: put(good, "90-tiny.json"), note: /"90-tiny.json" was read as a notebook/ },
  { name: "ending-json-that-is-none", make: put("<html>", "90-tiny.ipynb.json"), rejected: /web page/ },
  { name: "numbers-for-cells", make: put(`{"cells": [${"0,".repeat(80_000)}0], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}`), rejected: /has 80001 cells, more than 5000/ },
  { name: "a-thousand-notes", make: put(good.replace('"cells": [', `"cells": [${"0,".repeat(1000)}`)), note: /… and \d+ more of this kind/ },
  { name: "keys-twice-a-million-times", make: put(good.replace('"nbformat": 4', `"nbformat": 4${', "a": 0'.repeat(200_000)}`)), rejected: /a key stands twice/ },
  { name: "hand-in-list-broken", make: beside(into("hand-in.json", "{")), rejected: /hand-in.json is not JSON/ },
  { name: "hand-in-list-of-another", make: beside(into("hand-in.json", JSON.stringify({ version: 1, id: "somebody", created: "2099-01-01", suite: "", files: {} }))), note: /the hand-in file names the id "somebody"/ },
  { name: "unreadable-name-of-no-sheet", make: put("{", "my work.ipynb"), rejected: /"my work.ipynb" .*cut off/ },
]; // prettier-ignore

export const neighbours: readonly MalformedCase[] = [...inArchive, ...inFolder];
