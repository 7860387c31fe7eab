/** One learner's page: what is right, what is probably wrong, and what nobody could decide. */
import { phrase, shownCheck } from "../../../lib/jupyter/language.cjs";
import { hiddenCount } from "../../exercises/hidden";
import type { ComponentChildren } from "preact";
import { Table } from "../../page/table";
import { inEdition } from "../intake/edition";
import { sumOf } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { isForLearner } from "../../answers/findings";
import { feedbackOf, shownNote, shownReason, verdictWord } from "./feedback";
import { page, points } from "./page";
import { Questions } from "./questions";
import { Verdict, Why } from "./verdict";

/** What all failed checks of a task say, if it is the same: told once. */
function sharedMessage({ checks, message }: GradedTask): string | undefined {
  if (message !== undefined) return message;
  const failed = new Set(checks.flatMap((check) => (check.verdict === "fail" ? [check.message] : [])));
  const isUntouched = checks.every(({ verdict }) => verdict === "fail");
  return isUntouched && failed.size === 1 ? [...failed][0] : undefined;
}

function Checks({ task }: { task: GradedTask }) {
  const { visible, hidden } = feedbackOf(task);
  const rows = visible.map((check): ComponentChildren[] => [
    <Verdict verdict={check.verdict} />,
    <>
      {shownCheck(check.name)}
      <Why {...check} />
    </>,
    points(check.points),
  ]);
  if (hidden.count > 0)
    rows.push(["", shownCheck(hiddenCount(hidden.passed, hidden.count)), points(hidden.possible)]);
  return <Table head={["", phrase("check"), `${phrase("points")}#`]} rows={rows} />;
}

const idOf = ({ sheet, task }: GradedTask): string => `${sheet}-${task}`;

/** What there is to do, at the top: a page of many right tasks hides the one that is not. */
function ToLookAt({ tasks }: { tasks: readonly GradedTask[] }) {
  if (tasks.length === 0) return null;
  return (
    <p>
      {phrase("To look at:")}{" "}
      {tasks.map((task, index) => (
        <>
          {index > 0 && ", "}
          <a href={`#${idOf(task)}`}>
            {task.sheet} <code>{task.task}</code>
          </a>
        </>
      ))}
    </p>
  );
}

function Task({ task }: { task: GradedTask }) {
  const message = sharedMessage(task);
  return (
    <>
      <h2 id={idOf(task)}>
        {task.sheet} <code>{task.task}</code>: <Verdict verdict={task.verdict} />,{" "}
        {phrase("{0} of {1}", points(task.earned), points(task.possible))}
      </h2>
      {message === undefined ? <Checks task={task} /> : <pre class="message">{shownReason(message)}</pre>}
      <Questions questions={task.questions} />
    </>
  );
}

function Sheets({ tasks }: { tasks: readonly GradedTask[] }) {
  const sheets = [...new Set(tasks.map(({ sheet }) => sheet))];
  const rows = sheets.map((sheet) => {
    const own = tasks.filter((task) => task.sheet === sheet);
    const right = own.filter(({ verdict }) => verdict === "pass").length;
    const [earned, possible] = [sumOf(own, (task) => task.earned), sumOf(own, (task) => task.possible)];
    return [
      sheet,
      phrase("{0} of {1}", right, own.length),
      phrase("{0} of {1}", points(earned), points(possible)),
    ];
  });
  return <Table head={[phrase("sheet"), `${phrase("tasks right")}#`, `${phrase("points")}#`]} rows={rows} />;
}

function Notes({ notes }: { notes: readonly string[] }) {
  const shown = notes.filter(isForLearner);
  return shown.length === 0 ? null : (
    <>
      <h2>{phrase("Notes")}</h2>
      <ul>
        {shown.map((note) => (
          <li>{shownNote(note)}</li>
        ))}
      </ul>
    </>
  );
}

/** In the language of the learner's sheets: it goes to the learner. */
export const learnerPage = (record: SubmissionRecord): string =>
  inEdition(record.edition, () => pageOf(record));

function pageOf(record: SubmissionRecord): string {
  const { id, name, learner, verdict, reason, earned, possible, undetermined, notes, tasks } = record;
  const title = phrase("Feedback for {0}", name === "" ? learner : name);
  const isRight = (task: GradedTask): boolean => task.verdict === "pass";
  const isBegun = ({ verdict }: GradedTask): boolean =>
    verdict !== "not_submitted" && verdict !== "not_attempted";
  const wrong = tasks.filter((task) => !isRight(task) && isBegun(task));
  const notBegun = tasks.filter((task) => !isBegun(task));
  const open = phrase("{0} points are undetermined: they are neither earned nor lost", points(undetermined));
  return page(
    title,
    <>
      <h1>{title}</h1>
      <p>
        {phrase("{0} of {1} points", points(earned), points(possible))}
        {undetermined > 0 && <span class="open">; {open}</span>}.
      </p>
      {reason !== undefined && (
        <p>
          <span class="open">{verdictWord(verdict)}:</span> {shownReason(reason)}
        </p>
      )}
      <ToLookAt tasks={wrong} />
      <Sheets tasks={tasks} />
      <Notes notes={notes} />
      {[...wrong, ...notBegun, ...tasks.filter(isRight)].map((task) => (
        <Task task={task} />
      ))}
      <p>
        <small>{phrase("Submission {0}. To ask about a verdict, name this id.", id)}</small>
      </p>
    </>,
  );
}
