import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { zipFiles } from "../../datasets/kit/zip";
import { DataFileError } from "../../datasets/kit/text-file";

/** What another program writes. */
function zipOf(files: Record<string, string>, compress: boolean): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

const files = { "a.txt": "one", "folder/b.txt": "", "한글.txt": "x".repeat(5000) };

describe("zipFiles", () => {
  test.each([true, false])("gives the files of an archive, compressed: %s", async (compress) => {
    const read = zipFiles(await zipOf(files, compress), "a.zip");
    expect([...read].map(([name, bytes]) => [name, bytes.toString()])).toEqual(Object.entries(files));
  });

  test("refuses what is no archive, by its name", () => {
    expect(() => zipFiles(Buffer.from("just a text"), "a.zip")).toThrow(
      /^a\.zip: is no zip archive, or damaged: there is no list of files at byte 0$/,
    );
    expect(() => zipFiles(Buffer.alloc(0), "a.zip")).toThrow(DataFileError);
  });

  test("refuses an archive that is cut off anywhere", async () => {
    const whole = await zipOf(files, true);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(() => zipFiles(whole.subarray(0, length), "a.zip")).toThrow(DataFileError);
      }),
    );
  });

  test("throws nothing but its own error, whichever byte is damaged", async () => {
    const whole = await zipOf(files, true);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, byte) => {
        const damaged = Buffer.from(whole);
        damaged[place] = byte;
        try {
          zipFiles(damaged, "a.zip");
        } catch (error) {
          expect(error).toBeInstanceOf(DataFileError);
        }
      }),
    );
  });
});
