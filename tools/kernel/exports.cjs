/**
 * Mends what tslab 1.0.22 makes of variables that cells share:
 *
 * - A cell's `let` lives in the cell, and other cells see a copy of its value: an assignment by a later cell was not seen by
 *   the functions of the earlier one. Here the cell tells how its variables are set, and who assigns to one sets it there.
 *   Declaring a name again makes a new variable; functions of earlier cells keep theirs.
 * - `export function f` failed with "Cannot redeclare exported variable", since tslab exports everything itself; so
 *   exports are taken out before tslab sees the cell (spelling.cjs).
 */
const ts = require("@tslab/typescript-for-tslab");
const converter = require("tslab/dist/converter");
const executor = require("tslab/dist/executor");
const { respell } = require("./spelling.cjs");

/** Under this key a cell tells how its variables are set. */
const SETTERS = "course: setters";

/** @typedef {Record<string, ((value: unknown) => void) | undefined>} Setters */

/** @param {string} source  a cell */
const parse = (source) => ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022);

/**
 * The names that a cell declares for the cells after it, and whether one can be assigned to.
 *
 * @param {string} source
 */
function declaredNames(source) {
  /** @type {Map<string, boolean>} */
  const names = new Map();
  /** @param {any} name  of a declaration: an identifier or a pattern @param {boolean} canBeSet */
  const add = (name, canBeSet) => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) names.set(name.text, canBeSet);
    else name.elements?.forEach(/** @param {any} part */ (part) => add(part.name, canBeSet));
  };
  /** @param {any} node @param {boolean} isTop */
  const visit = (node, isTop) => {
    if (ts.isVariableDeclarationList(node)) {
      const isVar = (node.flags & ts.NodeFlags.BlockScoped) === 0;
      const canBeSet = (node.flags & ts.NodeFlags.Const) === 0;
      if (isTop || isVar) node.declarations.forEach(({ name }) => add(name, canBeSet));
    } else if (ts.isFunctionLike(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      if (isTop) add(/** @type {any} */ (node).name, false);
      return; // what is declared inside stays inside
    } else if (ts.isImportDeclaration(node)) {
      const clause = /** @type {any} */ (node).importClause;
      add(clause?.name, false);
      const bindings = clause?.namedBindings;
      if (bindings?.name) add(bindings.name, false);
      bindings?.elements?.forEach(/** @param {any} part */ ({ name }) => add(name, false));
      return;
    }
    ts.forEachChild(node, (child) => visit(child, isTop && ts.isVariableStatement(node)));
  };
  /** @param {any} statement  `declare let x` declares nothing that is there */
  const isThere = ({ modifiers = [] }) =>
    !modifiers.some(/** @param {any} word */ ({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  parse(source)
    .statements.filter(isThere)
    .forEach((statement) => visit(statement, true));
  return names;
}

/**
 * What a cell's code begins with; on its first line, so that every line keeps its number.
 *
 * @param {string} source
 */
function tellSetters(source) {
  const setters = [...declaredNames(source)].map(([name, canBeSet]) =>
    canBeSet ? `${name}: (value) => { ${name} = value; }` : `${name}: undefined`,
  );
  return `exports[${JSON.stringify(SETTERS)}] = { ${setters.join(", ")} }; `;
}

/**
 * What a cell's code ends with: TypeScript tells other cells of an assignment, but not of `for (n of …)`.
 *
 * @param {string} source
 */
const tellValues = (source) =>
  [...declaredNames(source)]
    .flatMap(([name, canBeSet]) => (canBeSet ? `exports.${name} = ${name};` : []))
    .join(" ");

const { createConverter } = converter;
Object.assign(converter, {
  /** @param {any} options */
  createConverter(options) {
    const made = createConverter(options);
    /** @type {typeof made.convert} */
    const convert = (declared, source) => {
      const converted = made.convert(declared, respell(/** @type {any} */ (ts), source));
      if (!converted.output) return converted;
      return { ...converted, output: `${tellSetters(source)}${converted.output}\n${tellValues(source)}` };
    };
    return { ...made, convert };
  },
});

/**
 * What each cell is given as its `exports`: a view of what all cells share.
 *
 * @param {Record<string, unknown>} shared
 */
function shareNames(shared) {
  /** The same, for cells to read: one proxy less, in loops that read a variable of an earlier cell. @type {typeof shared} */
  const values = {};
  /** Which cell's variable a name stands for now. @type {Map<string, Setters>} */
  const owners = new Map();
  /** What the running cell's names stood for before it. @type {{ name: string, owner?: Setters, value: unknown }[]} */
  let before = [];

  /** @param {Setters} own */
  function takeNames(own) {
    before = Object.keys(own).map((name) => ({ name, owner: owners.get(name), value: values[name] }));
    before.forEach(({ name }) => owners.set(name, own));
  }

  function view() {
    /** @type {Setters} */
    let own = {};
    /** @param {string} name @param {unknown} value */
    const set = (name, value) => {
      const owner = owners.get(name);
      if (name === SETTERS) takeNames((own = /** @type {Setters} */ (value)));
      else if (owner === undefined)
        shared[name] = value; // the value that the cell ends in
      else if (owner === own || !Object.hasOwn(own, name)) {
        if (owner !== own) owner[name]?.(value);
        shared[name] = values[name] = value;
      } // else a later cell has declared the name again: that is another variable
      return true;
    };
    return new Proxy(values, {
      set: (_, name, value) => set(String(name), value),
      defineProperty: (_, name, { get, value }) =>
        name === "__esModule" || set(String(name), get ? get() : value), // an imported name comes with a getter
    });
  }

  return {
    view,
    begin: () => void (before = []),
    /** A cell that failed declares nothing. */
    undo: () =>
      before.forEach(({ name, owner, value }) => {
        if (owner === undefined) owners.delete(name);
        else owners.set(name, owner);
        shared[name] = values[name] = value;
      }),
  };
}

const { createExecutor } = executor;
Object.assign(executor, {
  /** @param {Parameters<typeof createExecutor>} given */
  createExecutor(...given) {
    const made = createExecutor(...given);
    const { exports: shared, require } = /** @type {any} */ (globalThis).__tslab__;
    const { view, begin, undo } = shareNames(shared);
    // The code around each cell reads `exports` once.
    /** @type {any} */ (globalThis).__tslab__ = Object.defineProperty({ require }, "exports", { get: view });
    /** @type {typeof made.execute} */
    const execute = async (source) => {
      begin();
      const isDone = await made.execute(source);
      if (!isDone) undo();
      return isDone;
    };
    return { ...made, execute };
  },
});
