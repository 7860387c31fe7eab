/**
 * Mends a mistake of tslab 1.0.22: `f({ a })` fails with "a is not defined" if an earlier cell declares `a`.
 *
 * tslab turns `a` into `exports.a`, but forgets shorthand properties; so each is spelt out, `{ a: a }`, before tslab
 * sees the cell.
 */
const ts = require("@tslab/typescript-for-tslab");
const converter = require("tslab/dist/converter");

/**
 * The same code with every shorthand property spelt out.
 *
 * @param {string} source  a cell
 */
function spellOut(source) {
  /** @type {{ end: number, name: string }[]} */
  const shorthands = [];
  /** @param {any} node  of the syntax tree */
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const { name } = /** @type {{ name: { end: number, text: string } }} */ (/** @type {unknown} */ (node));
      shorthands.push({ end: name.end, name: name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022));
  // From the end, so that earlier positions stay right.
  return shorthands
    .reverse()
    .reduce((text, { end, name }) => `${text.slice(0, end)}: ${name}${text.slice(end)}`, source);
}

const { createConverter } = converter;
Object.assign(converter, {
  /** @param {any} options */
  createConverter(options) {
    const made = createConverter(options);
    /** @type {typeof made.convert} */
    const convert = (declared, source) => made.convert(declared, spellOut(source));
    return { ...made, convert };
  },
});
