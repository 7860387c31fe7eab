/** Questions about a learner's own code, for whoever talks with them: each answer folds out. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { questionsHtml, type CodeQuestion } from "../../../lib/jupyter/questions";
import { raw } from "../../page/html";

export const Questions = ({
  questions = [],
}: {
  readonly questions?: readonly CodeQuestion[] | undefined;
}) =>
  questions.length === 0 ? null : (
    <details>
      <summary>{phrase("Questions about this code")}</summary>
      <div {...raw(questionsHtml(questions))} />
    </details>
  );
