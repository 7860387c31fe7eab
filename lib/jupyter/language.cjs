/**
 * What the kit says while it runs, in the learner's language. English is the source and the fallback; the translations are
 * the gettext files of the Korean edition, which are read as they are, so that nothing can be stale.
 *
 * Plain JavaScript that needs no package: set-up speaks before any package is there.
 *
 * @source https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
 */
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { fill, place } = require("./fill.cjs");
const { withParticles } = require("./particle.cjs");

const root = path.join(__dirname, "..", "..");
const folders = ["lib", "notebooks", "exercises"].map((folder) => path.join(root, folder, "ko"));

/** @typedef {{ context: string, text: string, translation: string, hasPlaces: boolean }} Entry */
/** @typedef {{ text: string, pattern: RegExp, order: number[], translation: string, letters: number }} Template */
/** @typedef {{ exact: Map<string, string>, templates: Template[] }} Catalogue */

/** @typedef {"en" | "ko"} Language */
/** What `inLanguage` asks for. @type {import("node:async_hooks").AsyncLocalStorage<Language> | undefined} */
let asked;

/**
 * The learner's: COURSE_LANG (which `--lang ko` and a notebook in a folder "ko" set), else the system's.
 *
 * @returns {Language}
 */
function language() {
  const own = asked?.getStore();
  if (own !== undefined) return own;
  const { COURSE_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const named =
    COURSE_LANG || LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^ko\b|^ko_/i.test(named) ? "ko" : "en";
}

/**
 * Builds something in one language, whatever the learner's is: a page is no message to whoever builds it.
 *
 * @template Built
 * @param {Language} wanted
 * @param {() => Built} build  also what goes on later
 * @returns {Built}
 */
function inLanguage(wanted, build) {
  asked ??= new (require("node:async_hooks").AsyncLocalStorage)();
  return asked.run(wanted, build);
}

/**
 * A text of the kit's own, "{0} of {1} points", in the learner's language, with values in its places.
 *
 * @param {string} text  English, written out where it is said: `npm run derive` finds it there
 * @param {unknown[]} values
 */
function phrase(text, ...values) {
  const translation = language() === "en" ? undefined : catalogueOf("kit").exact.get(text);
  return translation === undefined ? fill(text, values) : withParticles(fill(translation, values));
}

/**
 * A share as it is written in the learner's language: "98.6 %", in Korean "98.6%".
 *
 * @param {number} share
 * @param {number} decimals
 */
const percentage = (share, decimals = 1) => phrase("{0} %", (share * 100).toFixed(decimals));

/**
 * The name of a series, a column or a row, which is data of a notebook and English there, as it is shown.
 *
 * @param {string} text
 */
const shownName = (text) => (language() === "en" ? text : (findName(text) ?? text));

/**
 * A title or a description that came in the learner's language from the notebook or from the plot, with names in its places:
 * "머무는 시기: as it comes, never", and the particles after its places. Single words and what is quoted may be a model's
 * own, and stay.
 *
 * @param {string} text
 */
function shownText(text) {
  if (language() === "en") return text;
  const shown = (/** @type {string} */ part) =>
    /^[A-Za-z].*\s/s.test(part) ? (findName(part) ?? part) : part;
  return withParticles(findName(text) ?? text.replace(quotedOrEnglish, shown));
}
const quotedOrEnglish = /“[^”]*”|[A-Za-z][^\p{Script=Hangul};()“”]*(?!\p{Script=Hangul})[\p{L}\d]/gu;

/**
 * Names that stand in one column, of which none is translated if one is no name: tokens that a model wrote stay what they are.
 *
 * @param {readonly string[]} texts
 * @returns {ReadonlyMap<string, string>}  what changes
 */
function shownNames(texts) {
  if (language() === "en") return new Map();
  const found = [...new Set(texts)].map((text) => /** @type {const} */ ([text, findName(text)]));
  // Letters alone, "LSTM", are a name in any language.
  const isForeign = found.some(([text, name]) => name === undefined && /\p{Ll}{2}/u.test(text));
  return new Map(found.flatMap(([text, name]) => (name === undefined || isForeign ? [] : [[text, name]])));
}

/**
 * What a check says, "softmax is missing (a row sums to 3)": records keep it in English, and it is translated as it is shown.
 *
 * @param {string} text
 */
function shownCheck(text) {
  if (language() === "en" || text === "") return text;
  const exact = findExact(text, ["checks"]);
  if (exact !== undefined) return exact;
  // A cause may hold brackets itself, "(post-norm)": it ends where it is known, else before the last bracket.
  for (let at = text.lastIndexOf(" ("); at > 0 && text.endsWith(")"); at = text.lastIndexOf(" (", at - 1)) {
    const known = findCause(text.slice(0, at));
    if (known !== undefined) return `${known} (${found(text.slice(at + 2, -1))})`;
  }
  const [cause, bracket] = splitCause(text);
  const inner = bracket.slice(2, -1);
  const isFinding = bracket !== "" && found(inner) !== inner;
  // "{0} is {1}, expected {2}" fits "cause (finding)" too, and would tear it apart.
  const whole = find(text, ["checks"], (template) => !isFinding || template.text.includes("("));
  return whole ?? (bracket === "" ? text : `${found(cause)} (${found(inner)})`);
}

/** @param {string} text */
const found = (text) => find(text, ["checks"]) ?? text;

/** A mistake or a cause, after "perhaps" too. @param {string} text */
function findCause(text) {
  const exact = findExact(text, ["checks"]);
  const guess = /^perhaps (.*)$/s.exec(text)?.[1];
  if (exact !== undefined || guess === undefined) return exact;
  const [perhaps, cause] = [findExact("perhaps {0}", ["checks"]), findExact(guess, ["checks"])];
  return perhaps && cause && withParticles(fill(perhaps, [cause]));
}

/**
 * A cause, and the bracket at the end that says what was found, with the space before it: "softmax is missing", " (a row sums to 3)".
 *
 * @param {string} text
 * @returns {[cause: string, bracket: string]}
 */
function splitCause(text) {
  let depth = 0;
  for (let at = text.length - 1; at > 0 && text.endsWith(")"); at--) {
    depth += text[at] === ")" ? 1 : text[at] === "(" ? -1 : 0;
    if (depth > 0) continue;
    return text[at - 1] === " " ? [text.slice(0, at - 1), text.slice(at - 1)] : [text, ""];
  }
  return [text, ""];
}

/** The notebook that this kernel runs, where the page tells: one word may mean two things in two notebooks. */
function pageNames() {
  const opened = process.env["JPY_SESSION_NAME"];
  return opened === undefined ? [] : [`names of ${path.basename(opened, ".ipynb")}`];
}

/** What stands between names, the widest first: "test: LSTM, wide". */
const separators = [": ", " → ", " − ", ", "];

/**
 * A name, or several: "narrow, linear", "test: LSTM".
 *
 * @param {string} text
 * @param {readonly string[]} between  what may still take it apart
 * @returns {string | undefined}
 */
function findName(text, between = separators) {
  const whole = find(text, ["names", ...pageNames()]);
  if (whole !== undefined) return whole;
  const at = between.findIndex((separator) => text.includes(separator));
  const separator = between[at];
  if (separator === undefined) return undefined;
  const parts = text.split(separator);
  const found = parts.map((part) => findName(part, between.slice(at + 1)));
  const isKnown = found.every((one, i) => one !== undefined || !/\p{Ll}{2}/u.test(parts[i] ?? ""));
  return isKnown ? found.map((one, i) => one ?? parts[i]).join(separator) : undefined;
}

/** A word beside another: "32 %" has one. */
const severalWords = /\p{L}\S*\s|\s\S*\p{L}/u;

/**
 * The last of the contexts that knows a text, or a template that fits it; what stands in the places is translated too.
 *
 * @param {string} text
 * @param {readonly string[]} contexts
 * @param {(template: Template) => boolean} isMeant  which templates are tried
 * @returns {string | undefined}
 */
function find(text, contexts, isMeant = () => true) {
  const isName = contexts.includes("names");
  const exact = findExact(text, contexts);
  if (exact !== undefined) return exact;
  const templates = [...contexts].reverse().flatMap((context) => catalogueOf(context).templates);
  for (const { pattern, order, translation } of templates.filter(isMeant)) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found = match.slice(1).map((value) => find(value, contexts));
    // "{0} of {1}" is a name, but no key to a sentence that has an "of" somewhere.
    if (isName && found.some((value, i) => value === undefined && severalWords.test(match[i + 1] ?? "")))
      continue;
    /** @type {string[]} */
    const values = [];
    order.forEach((place, i) => (values[place] = found[i] ?? match[i + 1] ?? ""));
    return withParticles(fill(translation, values));
  }
  return isName ? undefined : findSeveral(text, contexts);
}

/**
 * What has no words of its own to be found by: an item, "the result [3]", and names or numbers in a row, "query and keys".
 *
 * @param {string} text
 * @param {readonly string[]} contexts
 */
function findSeveral(text, contexts) {
  const [, list = "", item] = /^(.*)( \[\d+\])$/s.exec(text) ?? [];
  if (item !== undefined) return `${find(list, contexts) ?? list}${item}`;
  return /^[\w.-]+(?: and [\w.-]+)+$/.test(text) ? text.replaceAll(" and ", ", ") : undefined;
}

/** @param {string} text @param {readonly string[]} contexts */
function findExact(text, contexts) {
  const all = [...contexts].reverse().map((context) => catalogueOf(context).exact.get(text));
  const exact = all.find((translation) => translation !== undefined);
  return exact && withParticles(exact);
}

/** @type {Map<string, Catalogue> | undefined} */
let catalogues;
const nothing = { exact: new Map(), templates: [] };

/** @param {string} context @returns {Catalogue} */
const catalogueOf = (context) => (catalogues ??= readCatalogues()).get(context) ?? nothing;

function readCatalogues() {
  /** @type {Map<string, Catalogue>} */
  const read = new Map();
  for (const file of folders.flatMap(poFiles))
    for (const entry of readEntries(readFileSync(file, "utf8"))) {
      if (!["kit", "names", "checks"].includes(entry.context)) continue;
      const own = entry.context === "names" ? [`names of ${path.basename(file, ".po")}`] : [];
      for (const context of [entry.context, ...own]) {
        const catalogue = read.get(context) ?? { exact: new Map(), templates: [] };
        read.set(context, catalogue);
        if (!catalogue.exact.has(entry.text)) catalogue.exact.set(entry.text, entry.translation);
        if (entry.hasPlaces && context !== "kit") catalogue.templates.push(templateOf(entry));
      }
    }
  // What has more letters of its own says more surely what it is.
  read.forEach(({ templates }) => templates.sort((a, b) => b.letters - a.letters));
  return read;
}

/** @param {string} folder */
const poFiles = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".po"))
        .sort()
        .map((file) => path.join(folder, file))
    : [];

/**
 * The settled entries of a gettext file as gettext-parser writes it: a blank line between two, strings as JSON has them.
 *
 * @param {string} file
 * @returns {Entry[]}
 */
function readEntries(file) {
  return file.split("\n\n").flatMap((block) => {
    /** @type {Record<string, string>} */
    const parts = {};
    let key = "";
    for (const line of block.split("\n")) {
      const [, keyword, string] = /^(?:(msg\w+) )?(".*")$/.exec(line) ?? [];
      if (string === undefined) continue;
      key = keyword ?? key;
      parts[key] = (parts[key] ?? "") + JSON.parse(string);
    }
    const { msgctxt: context = "", msgid: text = "", msgstr: translation = "" } = parts;
    if (text === "" || translation === "" || /^#,.*fuzzy/m.test(block)) return [];
    return [{ context, text, translation, hasPlaces: /^#\..*with places$/m.test(block) }];
  });
}

const [anything, digits] = [".*?", "\\d+"];

/** What fits a place, where the words around it alone would fit many a sentence. @type {Readonly<Record<string, readonly string[]>>} */
const fitting = {
  "{0} at {1}": [anything, "\\[[\\d, ]*\\]"],
  "the gradient of {0}": ["(?:(?!, expected ).)*"],
  "{0} numbers": [digits],
  "{0}, {1} words": [anything, "[\\d,]+"],
  "{0} of {1}: {2}": [digits, digits, anything],
  "{0} of {1} hidden {2}": [digits, digits, anything],
  "{0} on line {1}": ["[^,]*", digits],
  "{0} changes what all code shares: {1}{2}": ["\\w+", anything, "(?: and \\d+ more)?"],
  "cell {0} {1}": [digits, anything],
  "cell {0}, {1}": [digits, anything],
  "type error: cell {0}, {1}{2}{3}": [
    digits,
    anything,
    "(?: \\(and \\d+ more\\))?",
    "(?:; \\w+ is declared in .*)?",
  ],
};

/** @param {Entry} entry @returns {Template} */
function templateOf({ text, translation }) {
  const parts = text.split(place);
  const letters = parts.filter((_, i) => i % 2 === 0).map((part) => part.replace(/\{\{(\d+)\}\}/g, "{$1}"));
  const order = parts.filter((_, i) => i % 2 === 1).map(Number);
  const source = letters.map((part, i) => {
    const before = i === 0 ? "" : `(${fitting[text]?.[i - 1] ?? anything})`;
    return before + part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return {
    text,
    pattern: new RegExp(`^${source.join("")}$`, "s"),
    order,
    translation,
    letters: letters.join("").length,
  };
}

module.exports = {
  inLanguage,
  language,
  readEntries,
  percentage,
  phrase,
  shownCheck,
  shownName,
  shownNames,
  shownText,
  splitCause,
};
