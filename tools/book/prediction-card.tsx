/** A question with its choices; a script makes each choice a button, and without one the answer is folded. */
import { phrase } from "../../lib/jupyter/language.cjs";
import type { Prediction } from "../../lib/jupyter/predict";
import { html, raw } from "../page/html";
import type { PageMarkdown } from "./markdown";

export function predictionCard(
  { question, choices, right, answer }: Prediction,
  markdown: PageMarkdown,
): string {
  const inline = (text: string) => raw(markdown.renderInline(text));
  return html(
    <section class="prediction" aria-label={phrase("Predict")} data-question={question} data-right={right}>
      <p {...inline(`**${phrase("Predict:")}** ${question}`)} />
      <ol type="a">
        {choices.map((choice) => (
          <li>
            <span {...inline(choice)} />
          </li>
        ))}
      </ol>
      <p class="verdict" role="status" />
      <details>
        <summary>{phrase("Show me the answer")}</summary>
        <div {...raw(markdown.render(`**${"abcd"[right]!}.** ${answer}`))} />
      </details>
    </section>,
  );
}
