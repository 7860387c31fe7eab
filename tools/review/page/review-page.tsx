/** The page of a peer session: all answers of a group side by side, task by task. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import { Verdict } from "../../grade/report/verdict";
import { raw } from "../../page/html";
import { Table } from "../../page/table";
import { foldEqual } from "../answers/fold";
import { numRuns } from "../run/measure";
import type { RunTime } from "../run/measure";
import type { Lesson } from "../session/lesson";
import { AnswerCard, checksPassed, labelsOf, milliseconds } from "./answer-card";
import type { Fold, ShownAnswer, ShownTask } from "./answer-card";
import { sessionDocument } from "./assets";
import type { Assets } from "./assets";
import { Choice } from "./fields";
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
/** "group-1", "reviewer-01" */
function titleOf({ name }: ReviewPage): string {
  const [kind, number] = name.split("-");
  return kind === "group"
    ? phrase("Peer session, group {0}", number)
    : phrase("Peer session, reviewer {0}", number);
}

function Head({ page }: { page: ReviewPage }) {
  const { reviewers, owner } = page;
  const options = reviewers.map(({ letter, label }) => ({ value: letter, text: label }));
  return (
    <>
      <header>
        <h1>{titleOf(page)}</h1>
        {owner !== undefined && <p>{phrase("This page is for {0}.", owner)}</p>}
        <p>
          {phrase(
            "Read each answer against the stub that everybody started from: + is what was written, − what was there. Equal answers stand together. Judge each answer but your own, and say why. Your notes stay in this browser until you save them as a file.",
          )}
        </p>
      </header>
      <div class="bar" role="region" aria-label={phrase("Your notes")}>
        {reviewers.length > 1 && (
          <Choice id="reviewer" label={phrase("I am")} save="reviewer" empty="…" options={options} />
        )}
        <button type="button" class="main" id="save">
          {phrase("Save my notes")}
        </button>
      </div>
    </>
  );
}

const Contents = ({ sheets }: { sheets: readonly PageSheet[] }) => (
  <nav aria-label={phrase("Tasks")}>
    <ul class="contents">
      {sheets.map(({ slug, lesson, tasks }) => [
        lesson.questions.length > 0 && (
          <li>
            <a href={`#questions-${slug}`}>{phrase("Questions of {0}", slug)}</a>
          </li>
        ),
        tasks.map(({ key, name }) => (
          <li>
            <a href={`#${idOf(key)}`}>
              <code>{name}</code>
            </a>
          </li>
        )),
      ])}
    </ul>
  </nav>
);

function Question({ text, place }: { text: string; place: string }) {
  const id = `${idOf(place)}-text`;
  return (
    <li>
      <p id={id} {...raw(renderInline(text))} />
      <textarea
        aria-labelledby={id}
        data-save={place}
        data-question={place}
        placeholder={phrase("What we found")}
      />
    </li>
  );
}

function Questions({ slug, lesson }: PageSheet) {
  if (lesson.questions.length === 0) return null;
  return (
    <div class="questions" id={`questions-${slug}`}>
      <h3>{phrase("Questions for the session")}</h3>
      <ol>
        {lesson.questions.map((text, index) => (
          <Question text={text} place={`${slug.slice(0, 2)} question ${index + 1}`} />
        ))}
      </ol>
    </div>
  );
}

const Timer = ({ of }: { of: string }) => (
  <div class="timer" role="group" aria-label={phrase("Timer of {0}", of)} data-timer={of}>
    <span class="clock">0:00</span>
    <button type="button" class="toggle">
      {phrase("Start")}
    </button>
    <button type="button" class="reset">
      {phrase("Reset")}
    </button>
  </div>
);

const linesOf = (source: string): number => source.split("\n").filter((line) => line.trim() !== "").length;

const Time = ({ medianMs, lowMs, highMs }: RunTime) => (
  <>
    {milliseconds(medianMs)}{" "}
    <span class="quiet">({phrase("{0} to {1}", milliseconds(lowMs), milliseconds(highMs))})</span>
  </>
);

function Overview({ folds }: { folds: readonly Fold[] }) {
  const rows = folds.map((fold) => {
    const { graded, time, source } = fold[0]!;
    return [
      labelsOf(fold),
      <Verdict verdict={graded.verdict} />,
      checksPassed(graded),
      time ? <Time {...time} /> : "–",
      linesOf(source),
    ];
  });
  const head = [
    phrase("answer"),
    phrase("verdict"),
    `${phrase("checks passed")}#`,
    `${phrase("run time")}#`,
    `${phrase("lines")}#`,
  ];
  return <Table head={head} rows={rows} hasRowHeads label={phrase("Overview")} />;
}

function Task({ task, lesson }: { task: PageTask; lesson: Lesson }) {
  const { title, prompt, minutes } = lesson.tasks.find(({ name }) => name === task.name)!;
  const folds = foldEqual(task.answers, ({ form }) => form);
  const id = idOf(task.key);
  return (
    <section class="task" id={id} aria-labelledby={`${id}-title`}>
      <div class="task-head">
        <h3 id={`${id}-title`}>
          <code>{task.name}</code>: {title}
        </h3>
        <Timer of={task.key} />
      </div>
      <details class="prose">
        <summary>{phrase("The task (about {0} minutes to write)", minutes)}</summary>
        <div {...raw(renderMarkdown(prompt))} />
      </details>
      <Overview folds={folds} />
      <div class="answers">
        {folds.map((fold) => (
          <AnswerCard fold={fold} task={task} other={folds[fold === folds[0] ? 1 : 0]?.[0]} />
        ))}
      </div>
    </section>
  );
}

const footer = (): string =>
  phrase(
    "Run time: all visible calls of the checks, one after the other, in one sandbox; the median of {0} runs (and the middle half of them), less what an answer takes that does nothing. Where these ranges overlap, neither answer is known to be faster. A map shows where an answer's attention looks on one sentence with fixed states of a trained model; scores go through the same softmax first.",
    numRuns,
  );

export function reviewPage(page: ReviewPage, assets: Assets): string {
  const [only, ...others] = page.reviewers;
  const data = {
    "data-session": page.session,
    "data-page": page.name,
    ...(others.length === 0 && { "data-reviewer": only!.letter }),
  };
  const children = (
    <>
      <Head page={page} />
      <main>
        <Contents sheets={page.sheets} />
        {page.sheets.map((sheet) => (
          <>
            <h2>{sheet.slug}</h2>
            <Questions {...sheet} />
            {sheet.tasks.map((task) => (
              <Task task={task} lesson={sheet.lesson} />
            ))}
          </>
        ))}
        <p class="quiet">{footer()}</p>
        <p class="end">
          <button type="button" id="clear">
            {phrase("Delete my notes")}
          </button>
        </p>
      </main>
    </>
  );
  return sessionDocument({ title: titleOf(page), data, assets, children });
}
