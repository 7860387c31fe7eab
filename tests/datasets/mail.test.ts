import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { classCounts, load, removed, type Mail } from "../../datasets/mail/mail";
import { textOfMessage } from "../../datasets/mail/message";
import { splits } from "../../datasets/kit/options";

const bytes = (text: string) => Buffer.from(text, "latin1");
const textOf = (message: string) => textOfMessage(bytes(message));

/** A corpus as the archives unpack. */
function corpus(messages: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "mail-"));
  for (const [file, message] of Object.entries(messages)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), bytes(message));
  }
  return root;
}

const subjects = [
  "lunch",
  "patch",
  "kernel",
  "meeting",
  "holiday",
  "garden",
  "music",
  "printer",
  "bicycle",
  "weather",
];
const ham = (n: number) =>
  `From me@example.org\nSubject: hello ${n}\nReceived: by mx${n}\n\nAbout ${subjects[n % 10]} number ${n}: see ${n * 3} and ${n * 5}.\n`;
const spam = (n: number) =>
  `Subject: offer ${n}\nContent-Type: text/html\n\n<p>Buy ${n} ${subjects[n % 10]} now &amp; win ${n * 2}</p>`;
const many = Object.fromEntries([
  ...Array.from({ length: 60 }, (_, n) => [`easy_ham/${n}`, ham(n)]),
  ...Array.from({ length: 30 }, (_, n) => [`spam_2/${n}`, spam(n)]),
  ["easy_ham/cmds", "mv 1 2"],
]);
const path = corpus(many);
const loadAll = (root: string) => splits.flatMap((split) => load({ path: root, split }));

describe("textOfMessage", () => {
  test("strips the headers, folded ones too", () => {
    expect(textOf("From a\nSubject: x\n folded: y\nTo: b\n\nThe body:\n\nends here.\n")).toBe(
      "The body:\n\nends here.",
    );
  });

  test("takes the plain text of a message that has two formats", () => {
    const two =
      'Content-Type: multipart/alternative; boundary="cut"\n\nfor old readers\n--cut\nContent-Type: text/html\n\n<b>rich</b>\n--cut\nContent-Type: text/plain\n\nplain\n--cut--\n';
    expect(textOf(two)).toBe("plain");
  });

  test("leaves out what is no text, such as a picture", () => {
    const mixed =
      "Content-Type: multipart/mixed; boundary=cut\n\n--cut\n\nsee this\n--cut\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--cut--\n";
    expect(textOf(mixed)).toBe("see this");
  });

  test("reads quoted-printable, base64, and letters of other encodings", () => {
    expect(
      textOf(
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\nau lait",
      ),
    ).toBe("café au lait");
    const korean = Buffer.from("안녕").toString("base64");
    expect(
      textOf(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${korean}`),
    ).toBe("안녕");
    expect(textOf("Subject: no encoding named\n\ncaf\xe9")).toBe("café");
  });

  test("leaves the words of HTML, without tags, scripts and comments", () => {
    expect(
      textOf(
        "Content-Type: text/html\n\n<style>p{}</style><p>Dear&nbsp;friend,</p><!-- x --><a href='y'>click &#33;</a>",
      ),
    ).toBe("Dear friend,\nclick !");
  });
});

describe("mail", () => {
  test("reads all folders of ham and of spam, and labels them by their folder's name", () => {
    const all = loadAll(path);
    expect(all).toHaveLength(90);
    expect(classCounts(all)).toEqual({ ham: 60, spam: 30 });
    const first = all.find(({ file }) => file === "spam_2/7")!;
    expect(first).toEqual({
      file: "spam_2/7",
      label: "spam",
      text: "Buy 7 printer now & win 14",
      words: ["Buy", "7", "printer", "now", "&", "win", "14"],
    } satisfies Mail);
  });

  test("puts no message into two splits, whatever the seed", () => {
    const files = (seed: number) =>
      splits.map((split) =>
        load({ path, split, seed })
          .map(({ file }) => file)
          .sort(),
      );
    expect(new Set(files(1).flat()).size).toBe(90);
    expect(files(2)).toEqual(files(1));
  });

  test("gives as many of ham as of spam when asked to", () => {
    const { ham: numHam, spam: numSpam } = classCounts(load({ path, split: "train", isBalanced: true }));
    expect([numHam, numHam]).toEqual([numSpam, classCounts(load({ path, split: "train" })).spam]);
  });

  test("cuts long messages and long lists when asked to", () => {
    const [mail, ...more] = load({ path, split: "train", limit: 1, maxWords: 3 });
    expect([mail!.words.length, more.length]).toEqual([3, 0]);
  });

  test("leaves out a message that came before, or nearly so, and counts them", () => {
    const long = (end: string) =>
      `Subject: x\n\nplease find enclosed the list of all the things that we talked about ${end}`;
    const twice = corpus({
      ...many,
      "easy_ham/a": long("yesterday"),
      "hard_ham/b": long("yesterday"),
      ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`spam/${n}`, long(`on day ${n}`)])),
    });
    const { duplicates, nearDuplicates } = removed(twice);
    expect(duplicates).toBe(1);
    expect(nearDuplicates).toBeGreaterThan(0);
    const train = new Set(load({ path: twice, split: "train" }).map(({ text }) => text.slice(0, 40)));
    const held = (["validation", "test"] as const).flatMap((split) => load({ path: twice, split }));
    expect(held.filter(({ text }) => train.has(text.slice(0, 40)))).toEqual([]);
  });

  test("says where to get the corpus when it is not there", () => {
    expect(() => load({ path: "no/mail", split: "train" })).toThrow(
      /^no\/mail: there is no such folder; get the archives .* at https:\/\/spamassassin\.apache\.org\/old\/publiccorpus\/, unpack/,
    );
  });

  test("refuses a folder without spam, an empty message and one that is none, with file, line and reason", () => {
    const of = (messages: Record<string, string>) => () => load({ path: corpus(messages), split: "train" });
    expect(of({ "easy_ham/1": ham(1) })).toThrow('holds no spam in a folder with "spam" in its name; get');
    expect(of({ "easy_ham/1": "", "spam/1": spam(1) })).toThrow("easy_ham/1: is empty");
    expect(of({ "easy_ham/1": "just text", "spam/1": spam(1) })).toThrow(
      /easy_ham\/1, line 1: is not an e-mail: it begins with no header/,
    );
    expect(() => load({ path, split: "train", maxWords: 0 })).toThrow("mail.load: maxWords should be");
  });
});
