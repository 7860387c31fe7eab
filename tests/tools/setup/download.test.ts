import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sha256Of } from "../../../tools/setup/checksum.mjs";
import { downloadTo, isReachable, obtainFile } from "../../../tools/setup/download.mjs";
import { temporaryFolder } from "./folder";

const content = "0123456789".repeat(1000);
const wanted = { file: "library.zip", sha256: sha256Of(content) };
const silent = () => undefined;
const unreachable = () => Promise.reject(new Error("must not be fetched"));

/** Serves `content`, with ranges; remembers which were asked for. */
async function serveContent() {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const range = request.headers.range;
    ranges.push(range);
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    response.writeHead(range === undefined ? 200 : 206).end(content.slice(from));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ranges };
}

test("a download with the right hash gets its name", async () => {
  const folder = temporaryFolder();
  const { url } = await serveContent();
  const path = await obtainFile(folder, wanted, (partial) => downloadTo(url, partial, silent), silent);
  expect(readFileSync(path, "utf8")).toBe(content);
});

test("a download that was cut off goes on where it stopped", async () => {
  const folder = temporaryFolder();
  const { url, ranges } = await serveContent();
  writeFileSync(join(folder, "library.zip.partial"), content.slice(0, 4000));
  const path = await obtainFile(folder, wanted, (partial) => downloadTo(url, partial, silent), silent);
  expect(ranges).toEqual(["bytes=4000-"]);
  expect(readFileSync(path, "utf8")).toBe(content);
});

test("a file that is there already is checked, not fetched", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "library.zip"), content);
  await expect(obtainFile(folder, wanted, unreachable, silent)).resolves.toBe(join(folder, "library.zip"));
});

test("a damaged file is refused by name, with both hashes, and fetched anew", async () => {
  const folder = temporaryFolder();
  const messages: string[] = [];
  const damaged = content.replace("5", "6");
  writeFileSync(join(folder, "library.zip"), damaged);
  const fetchTo = async (partial: string) => writeFileSync(partial, content);
  await obtainFile(folder, wanted, fetchTo, (message) => messages.push(message));
  expect(messages.join()).toContain(`expected SHA-256 ${wanted.sha256}, got ${sha256Of(damaged)}`);
  expect(messages.join()).toContain(join(folder, "library.zip"));
});

test("a download with another hash is refused and deleted", async () => {
  const folder = temporaryFolder();
  const fetchTo = async (partial: string) => writeFileSync(partial, "something else");
  await expect(obtainFile(folder, wanted, fetchTo, silent)).rejects.toThrow("It was refused and deleted");
  expect(existsSync(join(folder, "library.zip.partial"))).toBe(false);
});

test("a server that is not there is found out without an error", async () => {
  expect(await isReachable("http://127.0.0.1:9/")).toBe(false);
});
