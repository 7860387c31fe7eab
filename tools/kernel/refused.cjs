/**
 * Remembers which names cells would have declared that did not run: for their types, or because they threw. tslab itself
 * says of such a name only that it cannot be found, or goes on with an older one in silence.
 */
const { phrase } = require("../../lib/jupyter/language.cjs");
const ts = require("@tslab/typescript-for-tslab");
const converter = require("tslab/dist/converter");
const executor = require("tslab/dist/executor");
const { adviceOn } = require("./advice.cjs");

/** @typedef {import("tslab/dist/converter").Diagnostic} Diagnostic */

/**
 * By name, why the cell that declares it did not run; tools/exercises/checker.ts reads it.
 *
 * @type {Map<string, string>}
 */
const refused = new Map();
/** @type {any} */ (globalThis)[Symbol.for("rnn-to-transformer.refused")] = refused;

/** The names that the cell which runs now declares. @type {string[]} */
let declared = [];

/** @param {string} source */
function namesIn(source) {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022);
  return file.statements.flatMap((/** @type {any} */ statement) => {
    /** @type {{ name?: { text?: string } }[]} */
    const declarations = statement.declarationList?.declarations ?? [statement];
    return declarations.flatMap(({ name }) => name?.text ?? []);
  });
}

/** @param {Diagnostic} diagnostic */
const isInCell = ({ fileName }) => fileName === undefined;

/**
 * The compiler's words, with ours before them where we know better.
 *
 * @param {Diagnostic[]} diagnostics
 */
function explain(diagnostics) {
  return diagnostics.flatMap((diagnostic) => {
    const { messageText } = diagnostic;
    const name = /^Cannot find name '(\w+)'/.exec(messageText)?.[1];
    const reason = name === undefined ? undefined : refused.get(name);
    if (reason !== undefined) {
      const text = phrase(
        "{0} The cell that defines it did not run: {1} Mend that cell and run it, then this one.",
        messageText,
        reason,
      );
      return [{ ...diagnostic, messageText: text }];
    }
    const advice = isInCell(diagnostic) ? adviceOn(messageText) : undefined;
    return advice === undefined ? [diagnostic] : [{ ...diagnostic, messageText: `${advice}:` }, diagnostic];
  });
}

/** @param {Diagnostic[]} diagnostics */
function reasonIn(diagnostics) {
  const [first] = diagnostics;
  const all = diagnostics
    .filter(({ start }) => start.line === first?.start.line)
    .map(({ messageText }) => messageText);
  return phrase("line {0}: {1}", (first?.start.line ?? 0) + 1, all.join(" "));
}

const { createConverter } = converter;
Object.assign(converter, {
  /** @param {any} options */
  createConverter(options) {
    const made = createConverter(options);
    /** @type {typeof made.convert} */
    const convert = (before, source) => {
      declared = namesIn(source);
      const result = made.convert(before, source);
      const diagnostics = explain(result.diagnostics);
      for (const name of declared)
        if (diagnostics.length > 0) refused.set(name, reasonIn(diagnostics));
        else refused.delete(name);
      return { ...result, diagnostics };
    };
    return { ...made, convert };
  },
});

const { createExecutor } = executor;
Object.assign(executor, {
  /** @type {typeof createExecutor} */
  createExecutor(...given) {
    const made = createExecutor(...given);
    /** @param {string} source */
    async function execute(source) {
      const isDone = await made.execute(source);
      for (const name of isDone ? [] : declared)
        if (!refused.has(name)) refused.set(name, phrase("it threw an error, which stands below it."));
      return isDone;
    }
    return { ...made, execute };
  },
});
