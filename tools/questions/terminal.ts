/** The questions in a terminal: one after the other where somebody can answer, else all with their answers below. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { createInterface } from "node:readline/promises";
import { answerLine, letterOf, questionLines, questionsText } from "../../lib/jupyter/questions";
import { terminal } from "../exercises/terminal";
import type { Question } from "./question";

/** A choice stays set in. */
const wrap = (line: string): string =>
  line.startsWith("  ") ? `  ${terminal.wrap(line.trim(), 5)}` : terminal.wrap(line, 0);

export async function askInTerminal(questions: readonly Question[]): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    return console.log(questionsText(questions).split("\n").map(wrap).join("\n"));
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (const [index, question] of questions.entries()) {
      console.log(
        phrase(
          "\n{0} of {1}. {2}",
          index + 1,
          questions.length,
          questionLines(question).map(wrap).join("\n"),
        ),
      );
      const letters = question.choices.map((_, choice) => letterOf(choice));
      const said = await askForOne(reader, letters);
      const verdict =
        said === ""
          ? ""
          : said === letterOf(question.right)
            ? terminal.paint("good", `${phrase("✓ right")}. `)
            : terminal.paint("bad", `${phrase("✗ no")}. `);
      console.log(`${verdict}${wrap(answerLine(question))}`);
    }
  } finally {
    reader.close();
  }
}

async function askForOne(
  reader: ReturnType<typeof createInterface>,
  letters: readonly string[],
): Promise<string> {
  for (;;) {
    const said = (await reader.question(phrase("{0} (Enter shows the answer): ", letters.join(", "))))
      .trim()
      .toLowerCase();
    if (said === "" || letters.includes(said)) return said;
    console.log(phrase('"{0}" is none of {1}.', said, letters.join(", ")));
  }
}
