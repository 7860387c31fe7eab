import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { splits } from "../../datasets/kit/options";
import { classCounts, isSetUp, load, removed, separateMails, type Mail } from "../../datasets/mail/mail";
import { textOfMessage, withoutAddresses } from "../../datasets/mail/message";
import { linesOf, messagesOf, readMessages } from "../../datasets/mail/messages";
import { sha256Of } from "../../tools/setup/checksum.mjs";
import { fingerprint, readCard } from "./fingerprint";

const bytes = (text: string) => Buffer.from(text, "latin1");
const textOf = (message: string) => textOfMessage(bytes(message));

/** A made-up package: messages by group and number, among files that are none. */
const packageOf = (messages: Record<string, string>) => [
  { path: "package/data/data.js", bytes: bytes("module.exports = [];") },
  ...Object.entries(messages).flatMap(([file, message]) => [
    { path: `package/data/${file}.0123456789abcdef.json`, bytes: bytes("{}") },
    { path: `package/data/${file}.0123456789abcdef.txt`, bytes: bytes(message) },
  ]),
];
const messagesIn = (messages: Record<string, string>) => messagesOf(packageOf(messages));

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
  ...Array.from({ length: 60 }, (_, n) => [`easy-ham-1/${n}`, ham(n)]),
  ...Array.from({ length: 30 }, (_, n) => [`spam-2/${n}`, spam(n)]),
]);
const { items } = separateMails(messagesIn(many));

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

  test("keeps no address, neither of a person nor of the web", () => {
    const text =
      "Write to some.one+x@mail.example.org, or see http://example.org/a?b=c and www.example.com/x now";
    expect(withoutAddresses(text)).toBe("Write to @, or see ↗ and ↗ now");
  });
});

describe("messagesOf", () => {
  test("reads each message once, and labels it by its group's name", () => {
    const messages = messagesIn({
      "spam-2/00007": spam(7),
      "hard-ham-1/00003": ham(3),
      "easy-ham-1/00001": ham(1),
    });
    expect(messages.map(({ file, label }) => `${file} ${label}`)).toEqual([
      "easy-ham-1/00001 ham",
      "hard-ham-1/00003 ham",
      "spam-2/00007 spam",
    ]);
    expect(messages[2]!.text).toBe("Buy 7 printer now & win 14");
  });
});

describe("readMessages", () => {
  const messages = messagesIn(many);
  const lines = linesOf(messages);
  const file = join(mkdtempSync(join(tmpdir(), "mail-")), "messages.jsonl");
  writeFileSync(file, lines);

  test("gives back what was written", () => {
    expect(readMessages(file, sha256Of(lines))).toEqual(messages);
  });

  test("says the one command when they are not there, or are others", () => {
    expect(() => readMessages("no/mail.jsonl")).toThrow(
      "no/mail.jsonl: is not there yet: `npm run datasets -- mail` gets it (20 MB to download, once)",
    );
    expect(() => readMessages(file)).toThrow(
      /is not what the splits are made from: expected SHA-256 [0-9a-f]{64}, got .*; `npm run datasets -- mail`/,
    );
  });
});

describe("separateMails", () => {
  test("puts every message into one split, with its words", () => {
    const all = splits.flatMap((split) => items[split]);
    expect(classCounts(all)).toEqual({ ham: 60, spam: 30 });
    expect(new Set(all.map(({ file }) => file)).size).toBe(90);
    expect(all.find(({ file }) => file === "spam-2/7")).toEqual({
      file: "spam-2/7",
      label: "spam",
      text: "Buy 7 printer now & win 14",
      words: ["Buy", "7", "printer", "now", "&", "win", "14"],
    } satisfies Mail);
  });

  test("leaves out a message that came before, or nearly so, and counts them", () => {
    const long = (end: string) =>
      `Subject: x\n\nplease find enclosed the list of all the things that we talked about ${end}`;
    const days = Array.from({ length: 20 }, (_, n) => [`spam-1/${n}`, long(`on day ${n}`)]);
    const twice = separateMails(
      messagesIn({
        ...many,
        "easy-ham-2/1": long("yesterday"),
        "hard-ham-1/2": long("yesterday"),
        ...Object.fromEntries(days),
      }),
    );
    expect(twice.duplicates).toBe(1);
    expect(twice.nearDuplicates).toBeGreaterThan(0);
    const train = new Set(twice.items.train.map(({ text }) => text.slice(0, 40)));
    const held = [...twice.items.validation, ...twice.items.test];
    expect(held.filter(({ text }) => train.has(text.slice(0, 40)))).toEqual([]);
  });

  test("leaves out a message without a word", () => {
    expect(separateMails(messagesIn({ "spam-1/1": "Subject: empty\n\n" })).items.train).toEqual([]);
  });
});

describe.runIf(isSetUp())("mail, where it is set up", () => {
  test.each(splits)("has a split %s as the card says", (split) => {
    const mails = load({ split });
    const { ham: numHam, spam: numSpam } = classCounts(mails);
    const [messages, hams, spams] = [mails.length, numHam, numSpam].map((n) => n.toLocaleString("en"));
    expect(readCard("mail")).toMatch(
      new RegExp(
        `\\| ${split} \\| ${messages} \\| ${hams} \\| ${spams} \\| .* \\| ${fingerprint(mails)} \\|`,
      ),
    );
  });

  test("says how many it left out, as the card does", () => {
    const { duplicates, nearDuplicates } = removed();
    expect(readCard("mail")).toContain(`goes: ${duplicates} of them`);
    expect(readCard("mail")).toContain(`before it: ${nearDuplicates} of them`);
  });

  test("puts no message into two splits, whatever the seed", () => {
    const files = (seed: number) =>
      splits.map((split) =>
        load({ split, seed })
          .map(({ file }) => file)
          .sort(),
      );
    expect(new Set(files(1).flat()).size).toBe(files(1).flat().length);
    expect(files(2)).toEqual(files(1));
  });

  test("holds no address of a person", () => {
    const texts = splits.flatMap((split) => load({ split })).map(({ text }) => text);
    expect(texts.filter((text) => /\w@\w+\.\w/.test(text))).toEqual([]);
  });

  test("gives as many of ham as of spam, and cuts long messages and long lists, when asked to", () => {
    const { ham: numHam, spam: numSpam } = classCounts(load({ split: "test", isBalanced: true }));
    expect(numHam).toBe(numSpam);
    const [mail, ...more] = load({ split: "train", limit: 1, maxWords: 3 });
    expect([mail!.words.length, more.length]).toEqual([3, 0]);
  });
});

test("load refuses an option out of its range before it reads anything", () => {
  expect(() => load({ split: "train", maxWords: 0 })).toThrow("mail.load: maxWords should be");
});
