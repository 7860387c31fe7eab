/** What a learner's cells mean: which statements an answer takes along, and what is said when there is something to say. */
import { describe, expect, test } from "vitest";
import { loadAnswer } from "../../../tools/exercises/compile";
import { readAnswers } from "../../../tools/exercises/reader";
import { readNotebook } from "../../../tools/grade/intake/notebook";
import { compilerLimits } from "../../../tools/grade/run/compiler";
import { notebookOf } from "./columns";
import { answer, check, code, imports, rows, stub, times, type Cell } from "./notebooks";

const bytesOf = (...cells: readonly Cell[]): Buffer => Buffer.from(JSON.stringify(notebookOf(cells)));
const readBytes = (bytes: Buffer) => readAnswers(readNotebook(bytes).cells, ["dotScore"]).answers[0]!;
const read = (...cells: readonly Cell[]) => readBytes(bytesOf(...cells));

describe("an answer takes along", () => {
  test("no training that only reads it, wherever that stands", () => {
    const training = code(
      "const losses = [];\nfor (;;) losses.push(dotScore(tf.ones([1, 2]), tf.ones([1, 1, 2])));",
    );
    const { source } = read(imports, answer(times("1")), training, check, training);
    expect(source).not.toContain("for (;;)");
  });

  test("no look and no check of another task, though they mention what it uses", () => {
    const words: Cell = { source: 'table(words);\nawait check("other", words);', role: "look" };
    const { source } = read(
      imports,
      code('const words = ["a"];'),
      words,
      answer(times("words.length")),
      check,
    );
    expect(source).toContain('["a"]');
    expect(source).not.toContain("table(words)");
  });

  test("of an import only what it uses", () => {
    const { source, modules } = read(imports, answer(times("1")), check);
    expect(source).not.toContain("check");
    expect(modules).toEqual(["./lib/tf", "./lib/notebook"].filter((name) => source.includes(name)));
  });

  test("what a later cell assigns to a variable of its own cell", async () => {
    const one = read(code('import { check } from "./lib/notebook";'), answer("let factor = 0;\nfunction dotScore() {\n  return factor;\n}"), code("factor = 1;"), check); // prettier-ignore
    expect(((await loadAnswer(one)) as () => number)()).toBe(1);
  });
});

describe("it is said", () => {
  test("that the stub is still there, and where the answer was found", () => {
    const { state, notes } = read(imports, stub, code(times("1")), check);
    expect(state).toBe("found");
    expect(notes.join("\n")).toContain("cell 2 still holds the stub; the answer was found in cell 3");
  });

  test("that another cell defines it too, and which one counts", () => {
    const { notes } = read(imports, answer(times("1")), check, code(times("2")));
    expect(notes.join("\n")).toContain("cell 4 defines it too; cell 2 is what the check sees, and counts");
  });

  test("that a helper stands below the cell that uses it", () => {
    const { state, notes } = read(imports, answer(times("one()")), check, code("const one = () => 1;"));
    expect(state).toBe("found");
    expect(notes.join("\n")).toContain("one is declared in cell 4, below cell 2, which uses it");
  });

  test("which cast is missing, in which line, before the compiler's own words", () => {
    const { cells } = rows.find(({ name }) => name === "a cast that is missing")!;
    const { state, message } = read(...cells);
    expect(state).toBe("student_error");
    expect(message).toMatch(/^type error: cell 2, line 3: `as tf\.Tensor2D` is missing: .* \(TS2322\)$/);
  });

  test("that a value has to be cast by way of tf.Tensor", () => {
    const { message } = read(imports, answer("const dotScore = () => tf.scalar(1) as tf.Tensor3D;"), check);
    expect(message).toContain("line 1: cast it by way of tf.Tensor: `as tf.Tensor as tf.Tensor3D`");
  });

  test("that the cell of a helper is refused, and why", () => {
    const helper = code("const one = () => 1;\nconst rubbish: string = 5;");
    const { message } = read(imports, helper, answer(times("one()")), check);
    expect(message).toMatch(/Cannot find name 'one'.*one is declared in cell 2, which is refused: line 2: /);
  });
});

describe("the grader's reader serves the learner too", () => {
  test("for an answer that was turned to Markdown", () => {
    const { state } = read(imports, { ...answer(times("1")), type: "markdown" }, check);
    expect(state).toBe("found");
  });

  test("for a file with a byte order mark", () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      bytesOf(imports, answer(times("1")), check),
    ]);
    expect(readBytes(bytes).state).toBe("found");
  });

  test("for cells without metadata", () => {
    const notebook = notebookOf([imports, answer(times("1")), check]);
    const cells = notebook.cells.map((cell) => ({ ...cell, metadata: undefined }));
    expect(readBytes(Buffer.from(JSON.stringify({ ...notebook, cells }))).state).toBe("found");
  });
});

test("fifteen hundred constants in a chain are read in the time that a grader's compiler has", () => {
  const chain = Array.from({ length: 1500 }, (_, i) => `const c${i + 1} = c${i} + 1;`).join("\n");
  const before = process.cpuUsage();
  const { state } = read(imports, code(`const c0 = 0;\n${chain}`), answer(times("c1500 / 1500")), check);
  expect(state).toBe("found");
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(compilerLimits.cpuSeconds);
}, 180_000);
