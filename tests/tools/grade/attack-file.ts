/**
 * Reads the files of attacks/: what is tried, what must come out, and the cells that try it.
 *
 *     # what is tried
 *     # doubled: fail               the verdict of a task; the others must pass
 *     # note REGEX, # message REGEX
 *     --- doubled                   replaces that task's answer; without a name it is one more cell
 *     +++ package.json {…}          one more file
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { notebookText, tinyCells } from "./notebooks";
import type { TestCell } from "./notebooks";

export interface Attack {
  readonly name: string;
  readonly title: string;
  /** By task; several may be right. */
  readonly verdicts: ReadonlyMap<string, readonly string[]>;
  readonly note?: RegExp;
  readonly message?: RegExp;
  readonly cells: readonly TestCell[];
  readonly files: readonly (readonly [string, string])[];
}

const folder = join(__dirname, "attacks");

function readCells(blocks: readonly string[]): TestCell[] {
  const answers: Record<string, string> = {};
  const extra: TestCell[] = [];
  for (const block of blocks) {
    const [head = "", ...lines] = block.split("\n");
    const source = lines
      .join("\n")
      .trim()
      .replace(/NEST\((\d+)\)/, (_, depth) => nested(Number(depth)))
      .replace(/CHAIN\((\d+)\)/, (_, length) => chained(Number(length)));
    const task = head.trim().replace(/^again /, "");
    if (task === "" || task.startsWith("check ")) extra.push({ source });
    else if (head.trim().startsWith("again ")) extra.push({ source, task });
    else answers[task] = source;
  }
  return [...tinyCells(answers), ...extra];
}

const nested = (depth: number): string => "(".repeat(depth) + "name" + ")".repeat(depth);

const chained = (length: number): string =>
  Array.from({ length }, (_, i) => `const a${i} = ${i === 0 ? "1" : `a${i - 1}`};`).join("\n");

function readAttack(file: string): Attack {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  const heads = lines.filter((line) => line.startsWith("# ")).map((line) => line.slice(2));
  const files = lines
    .filter((line) => line.startsWith("+++ "))
    .map((line) => /^\+\+\+ (\S+) (.*)$/.exec(line)!);
  const body = lines.filter((line) => !line.startsWith("+++ ")).join("\n");
  const pattern = (word: string): RegExp | undefined => {
    const found = heads.find((head) => head.startsWith(`${word} `));
    return found === undefined ? undefined : new RegExp(found.slice(word.length + 1), "s");
  };
  const verdicts = heads.flatMap((head) => {
    const [, task, wanted] = /^(doubled|rowSums|greeting): (.+)$/.exec(head) ?? [];
    return task ? [[task, wanted!.split("|")] as const] : [];
  });
  const [note, message] = [pattern("note"), pattern("message")];
  return {
    name: file.replace(/\.txt$/, ""),
    title: heads[0]!,
    verdicts: new Map(verdicts),
    cells: readCells(body.split(/^--- ?/m).slice(1)),
    files: files.map(([, path, content]) => [path!, content!] as const),
    ...(note && { note }),
    ...(message && { message }),
  };
}

export const attacks: readonly Attack[] = readdirSync(folder).sort().map(readAttack);

/** Writes attacks, each as a learner's folder. */
export function writeAttacks(root: string, which: readonly Attack[]): void {
  for (const { name, cells, files } of which) {
    const place = join(root, name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "90-tiny.ipynb"), notebookText(cells));
    for (const [path, content] of files) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), content);
    }
  }
}
