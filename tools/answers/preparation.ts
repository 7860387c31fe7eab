/** Which statements of a notebook prepare an answer, wherever they stand. */
import type { Cell, Statement } from "./cell";
import type { Definition } from "./definition";
import type { Declared } from "./names";

/** The statements that an answer needs, in the order in which they run. */
export interface Preparation {
  readonly statements: readonly Statement[];
  readonly notes: readonly string[];
}

const meets = (names: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  const [few, many] = names.size < others.size ? [names, others] : [others, names];
  for (const name of few) if (many.has(name)) return true;
  return false;
};

const holdsObject = ({ kind, isPlain }: Declared): boolean =>
  !isPlain && (kind === "let" || kind === "const");

/** Cells that show and check; what they are given, they leave as it is. */
const onlyLooks = ({ cell, calls }: Statement): boolean =>
  ["look", "check", "hint"].includes(cell.course.role ?? "") || calls.has("check") || calls.has("hint");

/**
 * The rule, asked of names, not of forms of statements. Of the cells up to the check, an answer needs
 *
 * 1. the statements that declare a name which the answer, or another needed statement, mentions: the last declaration
 *    above the one who mentions it, and later ones too if it is a function, which runs later;
 * 2. the statements that may change what such a name holds:
 *    - whatever assigns to it, whole or in part, also in a function that it calls;
 *    - whatever does something and mentions it, or something made from it, if it may hold an object:
 *      `for (…) factors.push(1)`, `Object.assign(options, …)`, `prepare()`.
 *
 * Numbers, texts, functions and imports are not changed by being mentioned. What mentions the answer itself, or
 * something made with it, only reads it: training and trying out are dropped, unless they plainly write to a needed
 * name (an assignment, or `table.set(…)` without a call of the answer). So are cells that look or check.
 *
 * A name that is declared only below the one who mentions it is taken from there, with a note: its cell was run first.
 */
export function prepare(
  cells: readonly Cell[],
  definition: Definition,
  task: string,
  isRefused: (cell: Cell) => boolean,
): Preparation {
  return new Slice(
    cells.filter((cell) => cell.problem === undefined && !isRefused(cell)),
    definition,
    task,
  ).complete();
}

class Slice {
  private readonly needed = new Set<Statement>();
  private readonly notes: string[] = [];
  private readonly pending: Statement[] = [];
  /** Cells that must run earlier than they stand. */
  private readonly moved = new Map<Cell, number>();
  /** For each name, the cells that declare it, in their order, with the statements that do. */
  private readonly declared = new Map<string, Map<Cell, Statement[]>>();

  constructor(
    private readonly cells: readonly Cell[],
    private readonly definition: Definition,
    private readonly task: string,
  ) {
    for (const statement of cells.flatMap(({ statements }) => statements))
      for (const { name } of statement.declares) {
        const places = this.declared.get(name) ?? new Map<Cell, Statement[]>();
        this.declared.set(name, places);
        places.set(statement.cell, [...(places.get(statement.cell) ?? []), statement]);
      }
  }

  complete(): Preparation {
    const { cell } = this.definition;
    this.pending.push(...(this.declared.get(this.task)?.get(cell) ?? []));
    do this.follow();
    while (this.addChanges());
    const statements = [...this.needed].sort(
      (a, b) => this.placeOf(a.cell) - this.placeOf(b.cell) || a.node.pos - b.node.pos,
    );
    return { statements, notes: this.notes };
  }

  private placeOf(cell: Cell): number {
    return this.moved.get(cell) ?? cell.number;
  }

  /** Rule 1, for everything that is pending. */
  private follow(): void {
    for (let next = this.pending.pop(); next; next = this.pending.pop()) {
      if (this.needed.has(next)) continue;
      this.needed.add(next);
      for (const name of next.uses) this.pending.push(...this.declarations(name, next));
    }
  }

  private declarations(name: string, user: Statement): Statement[] {
    const places = this.declared.get(name);
    const inCell = places?.get(user.cell);
    if (!places || inCell) return inCell ?? [];
    const place = this.placeOf(user.cell);
    const holders = [...places.keys()];
    const above = holders.filter((cell) => this.placeOf(cell) < place).at(-1);
    const later = holders.filter(({ number }) => number > place && number <= this.definition.until);
    const first = above ?? holders[0]!;
    if (above === undefined) this.move(first, user.cell, name);
    return [first, ...(user.hasFunction && name !== this.task ? later : [])].flatMap((cell) =>
      places.get(cell)!,
    );
  }

  private move(cell: Cell, user: Cell, name: string): void {
    this.moved.set(cell, this.placeOf(user) - (this.moved.size + 1) / 1e4);
    this.notes.push(
      `${this.task}: ${name} is declared in cell ${cell.number}, below cell ${user.number}, which uses it; run from top to bottom, the notebook stops there`,
    );
  }

  /** Rule 2, once. @returns whether there was anything */
  private addChanges(): boolean {
    const places = this.placesOfNeeded();
    const names = new Set(places.keys());
    const objects = new Set(
      [...this.needed].flatMap(({ declares }) => declares.filter(holdsObject)).map(nameOf),
    );
    const reached = this.cells
      .filter((cell) => cell.number <= this.definition.until || this.moved.has(cell))
      .flatMap(({ statements }) => statements);
    const carriers = this.carriers(reached, names, objects);
    const readers = this.readers(reached);
    const found = reached.filter((statement) => {
      if (this.needed.has(statement) || !statement.runs) return false;
      const place = this.placeOf(statement.cell);
      const isThere = (name: string): boolean => (places.get(name) ?? Infinity) <= place;
      const assigned = [...statement.assigns].some((name) => names.has(name) && isThere(name));
      const { receiver } = statement;
      const isReader = meets(statement.uses, readers);
      const calls = receiver !== undefined && objects.has(receiver) && isThere(receiver);
      if (assigned || (calls && !meets(statement.calls, readers))) return true;
      if (isReader || onlyLooks(statement)) return false;
      return [...statement.uses].some((name) => carriers.has(name) || (objects.has(name) && isThere(name)));
    });
    this.pending.push(...found);
    return found.length > 0;
  }

  /** For each name that is mentioned: where it is first there to be changed; what nobody declares is there always. */
  private placesOfNeeded(): Map<string, number> {
    const places = new Map<string, number>();
    for (const { uses } of this.needed)
      for (const name of uses) if (!this.declared.has(name)) places.set(name, 0);
    for (const { declares, cell } of this.needed)
      for (const { name } of declares)
        places.set(name, Math.min(places.get(name) ?? Infinity, this.placeOf(cell)));
    return places;
  }

  /** Names through which a needed variable can be changed: what was made from its object, and functions that reach it. */
  private carriers(reached: readonly Statement[], names: Set<string>, objects: Set<string>): Set<string> {
    const carriers = new Set<string>();
    grow(carriers, reached, ({ uses, assigns, declares }) => {
      if (declares.every(({ name }) => name === this.task)) return false;
      const isFunction = declares.some(({ kind }) => kind === "function" || kind === "class");
      if (isFunction && meets(assigns, names)) return true;
      return meets(uses, objects) || meets(uses, carriers);
    });
    return carriers;
  }

  /** The answer, and names of what was made with it. */
  private readers(reached: readonly Statement[]): Set<string> {
    const readers = new Set([this.task]);
    grow(readers, reached, (statement) => !this.needed.has(statement) && meets(statement.uses, readers));
    return readers;
  }
}

const nameOf = ({ name }: Declared): string => name;

/** Adds what the fitting statements declare, until nothing is added any more; plain values carry nothing on. */
function grow(
  names: Set<string>,
  statements: readonly Statement[],
  fits: (statement: Statement) => boolean,
): void {
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const statement of statements)
      if (statement.declares.length > 0 && fits(statement))
        for (const { name, isPlain, kind } of statement.declares)
          if (!isPlain || kind === "function") names.add(name);
  }
}
