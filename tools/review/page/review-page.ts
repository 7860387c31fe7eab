/** The page of a peer session: all answers of a group side by side, task by task. */
import { escapeHtml } from "../../../lib/jupyter/html";
import { foldEqual } from "../answers/fold";
import { numRuns } from "../run/measure";
import type { Lesson } from "../session/lesson";
import { answerCard, checksPassed, labelsOf, milliseconds, verdictHtml } from "./answer-card";
import type { ShownAnswer, ShownTask } from "./answer-card";
import { documentOf } from "./document";
import type { Assets } from "./document";
import { renderInline, renderMarkdown } from "./markdown";

export interface PageTask extends ShownTask {
  readonly answers: readonly ShownAnswer[];
}

export interface PageSheet {
  readonly slug: string;
  readonly lesson: Lesson;
  readonly tasks: readonly PageTask[];
}

export interface ReviewPage {
  readonly session: string;
  readonly name: string;
  /** Letters with labels; one alone owns the page. */
  readonly reviewers: readonly { readonly letter: string; readonly label: string }[];
  readonly owner?: string;
  readonly sheets: readonly PageSheet[];
}

const idOf = (key: string): string => key.replace(/\W+/g, "-");
const titleOf = ({ name }: Pick<ReviewPage, "name">): string => `Peer session, ${name.replace("-", " ")}`;

function head({ reviewers, owner, name }: ReviewPage): string {
  const whose = owner === undefined ? "" : `<p>This page is for <strong>${escapeHtml(owner)}</strong>.</p>`;
  const options = reviewers.map(
    ({ letter, label }) => `<option value="${letter}">${escapeHtml(label)}</option>`,
  );
  const choice = `<label for="reviewer">I am</label><select id="reviewer" data-save="reviewer"><option value="">…</option>${options.join("")}</select>`;
  return `<header><h1>${titleOf({ name })}</h1>${whose}
<p>Read each answer against the stub that everybody started from: <strong>+</strong> is what was written, <strong>−</strong> what was there. Equal answers stand together. Judge each answer but your own, and say why. Your notes stay in this browser until you save them as a file.</p></header>
<div class="bar" role="region" aria-label="Your notes">${reviewers.length > 1 ? choice : ""}
<button type="button" class="main" id="save">Save my notes</button></div>`;
}

function contents(sheets: readonly PageSheet[]): string {
  const links = sheets.flatMap(({ slug, lesson, tasks }) => [
    ...(lesson.questions.length > 0
      ? [`<li><a href="#questions-${slug}">Questions of ${slug}</a></li>`]
      : []),
    ...tasks.map(({ key, name }) => `<li><a href="#${idOf(key)}"><code>${name}</code></a></li>`),
  ]);
  return `<nav aria-label="Tasks"><ul class="contents">${links.join("")}</ul></nav>`;
}

function questions({ slug, lesson }: PageSheet): string {
  if (lesson.questions.length === 0) return "";
  const items = lesson.questions.map((question, index) => {
    const key = `${slug.slice(0, 2)} question ${index + 1}`;
    const id = idOf(key);
    return `<li><p id="${id}-text">${renderInline(question)}</p><textarea aria-labelledby="${id}-text" data-save="${key}" data-question="${key}" placeholder="What we found"></textarea></li>`;
  });
  return `<div class="questions" id="questions-${slug}"><h3>Questions for the session</h3><ol>${items.join("")}</ol></div>`;
}

const timer = (key: string): string =>
  `<div class="timer" role="group" aria-label="Timer of ${key}" data-timer="${key}"><span class="clock">0:00</span><button type="button" class="toggle">Start</button><button type="button" class="reset">Reset</button></div>`;

const linesOf = (source: string): number => source.split("\n").filter((line) => line.trim() !== "").length;

function overview(folds: readonly ShownAnswer[][]): string {
  const rows = folds.map((fold) => {
    const { graded, time, source } = fold[0]!;
    const range = time
      ? ` <span class="quiet">(${milliseconds(time.lowMs)} to ${milliseconds(time.highMs)})</span>`
      : "";
    return `<tr><th scope="row">${escapeHtml(labelsOf(fold))}</th><td>${verdictHtml(graded)}</td><td class="number">${checksPassed(graded)}</td><td class="number">${time ? milliseconds(time.medianMs) + range : "–"}</td><td class="number">${linesOf(source)}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="Overview"><table><thead><tr><th scope="col">answer</th><th scope="col">verdict</th><th scope="col" class="number">checks passed</th><th scope="col" class="number">run time</th><th scope="col" class="number">lines</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function taskSection(task: PageTask, lesson: Lesson): string {
  const { title, prompt, minutes } = lesson.tasks.find(({ name }) => name === task.name)!;
  const folds = foldEqual(task.answers, ({ form }) => form);
  return `<section class="task" id="${idOf(task.key)}" aria-labelledby="${idOf(task.key)}-title">
<div class="task-head"><h3 id="${idOf(task.key)}-title"><code>${task.name}</code>: ${escapeHtml(title)}</h3>${timer(task.key)}</div>
<details class="prose"><summary>The task (about ${minutes} minutes to write)</summary>${renderMarkdown(prompt)}</details>
${overview(folds)}
<div class="answers">${folds.map((fold) => answerCard(fold, task)).join("\n")}</div>
</section>`;
}

const footer = `<p class="quiet">Run time: all visible calls of the checks, one after the other, in one sandbox; the median of ${numRuns} runs (and the middle half of them), less what an answer takes that does nothing. Where these ranges overlap, neither answer is known to be faster. A map shows where an answer's attention looks on one sentence with fixed states of a trained model; scores go through the same softmax first.</p>`;

export function reviewPage(page: ReviewPage, assets: Assets): string {
  const sheets = page.sheets.map(
    (sheet) =>
      `<h2>${escapeHtml(sheet.slug)}</h2>${questions(sheet)}${sheet.tasks.map((task) => taskSection(task, sheet.lesson)).join("\n")}`,
  );
  const body = `${head(page)}<main>${contents(page.sheets)}${sheets.join("\n")}${footer}<p class="end"><button type="button" id="clear">Delete my notes</button></p></main>`;
  const data = {
    session: page.session,
    page: page.name,
    ...(page.reviewers.length === 1 && { reviewer: page.reviewers[0]!.letter }),
  };
  return documentOf({ title: titleOf(page), body, data }, assets);
}
