/**
 * Mends a mistake of tslab 1.0.22: a cell with `for await (…)` fails with "Unexpected reserved word". tslab lets a cell wait
 * only if the compiler complains of an `await` in it, and of this one it does not.
 */
const ts = require("@tslab/typescript-for-tslab");
const converter = require("tslab/dist/converter");

/** @param {string} source */
function waitsInLoop(source) {
  /** @type {(node: any) => boolean} */
  const visit = (node) => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return (
    /\bfor\s+await\b/.test(source) && visit(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022))
  );
}

const { createConverter } = converter;
Object.assign(converter, {
  /** @param {any} options */
  createConverter(options) {
    const made = createConverter(options);
    /** @type {typeof made.convert} */
    const convert = (declared, source) => {
      const converted = made.convert(declared, source);
      return waitsInLoop(source) ? { ...converted, hasToplevelAwait: true } : converted;
    };
    return { ...made, convert };
  },
});
