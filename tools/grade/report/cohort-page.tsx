/** The cohort's page: undetermined first, then how each task went, the usual mistakes, the slowest. */
import type { ComponentChildren } from "preact";
import { inLanguage } from "../../../lib/jupyter/language.cjs";
import { Table } from "../../page/table";
import type { Graded } from "../batch";
import { isUndecided, sumOf } from "../judge/record";
import type { GradedTask, SubmissionRecord } from "../judge/record";
import { verdictWord } from "./feedback";
import { page, points } from "./page";

export interface CohortFacts {
  readonly suite: string;
  readonly sandbox: string;
  /** Entries of the input that belong to nobody. */
  readonly unmatched: readonly string[];
  /** How the input was read. */
  readonly notes?: readonly string[];
}

interface Records {
  readonly records: readonly SubmissionRecord[];
}

const countBy = <Item,>(items: readonly Item[], key: (item: Item) => string): [string, number][] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
};

const Learner = ({ id, learner, name }: SubmissionRecord) => (
  <a href={`learners/${encodeURIComponent(id)}.html`}>{name === "" ? learner : name}</a>
);

/** Shares of those that passed, failed, and everything else; the words beside it say the same. */
function Bar({ tasks }: { tasks: readonly GradedTask[] }) {
  const passed = tasks.filter(({ verdict }) => verdict === "pass").length;
  const open = tasks.filter(({ verdict }) => verdict.startsWith("not_") || isUndecided(verdict)).length;
  const wrong = tasks.length - passed - open;
  const label = `${passed} right, ${wrong} not yet, ${open} not written or not graded`;
  return (
    <svg
      class="bar"
      viewBox={`0 0 ${tasks.length} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="good" x={0} width={passed} height={1} />
      <rect class="bad" x={passed} width={wrong} height={1} />
      <rect class="open" x={passed + wrong} width={open} height={1} />
    </svg>
  );
}

const isHandedIn = ({ verdict }: GradedTask): boolean => verdict !== "not_submitted" && !isUndecided(verdict);

function Tasks({ records }: Records) {
  const tasks = records.flatMap((record) => record.tasks);
  const names = [...new Set(tasks.map(({ sheet, task }) => `${sheet} ${task}`))];
  const rows = names.map((name) => {
    const own = tasks.filter(({ sheet, task }) => `${sheet} ${task}` === name);
    const verdicts = countBy(own, ({ verdict }) => verdict).map(
      ([verdict, count]) => `${count} ${verdictWord(verdict)}`,
    );
    const handedIn = own.filter(isHandedIn);
    const mean = sumOf(handedIn, ({ earned }) => earned) / Math.max(1, handedIn.length);
    return [
      name,
      <Bar tasks={own} />,
      verdicts.join(", "),
      `${mean.toFixed(1)} of ${points(own[0]!.possible)}`,
    ];
  });
  return (
    <>
      <p>
        Green: right. Red: not yet. Grey: not written, or not graded. The mean is over what was handed in.
      </p>
      <Table head={["task", "share", "verdicts", "mean#"]} rows={rows} />
    </>
  );
}

/** A mistake's name is what stands before the numbers of the single case. */
const mistakeName = (message: string): string => message.replace(/ \(.*$/s, "").slice(0, 160);

function Mistakes({ records }: Records) {
  const failed = records.flatMap(({ tasks }) =>
    tasks.flatMap(({ task, checks, message, verdict }) => {
      if (verdict.startsWith("not_") || isUndecided(verdict)) return [];
      const first = checks.find((check) => check.verdict === "fail");
      return first ? [`${task}\n${mistakeName(message ?? first.message)}`] : [];
    }),
  );
  const rows = countBy(failed, (one) => one)
    .slice(0, 15)
    .map(([key, count]) => [count, ...key.split("\n").slice(0, 2)]);
  return rows.length === 0 ? <p>None.</p> : <Table head={["learners#", "task", "mistake"]} rows={rows} />;
}

function Slowest({ graded }: { graded: readonly Graded[] }) {
  const timed = graded.flatMap(({ record, entry }) => (entry ? [{ record, ms: entry.phases.runMs }] : []));
  const rows = timed
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5)
    .map(({ record, ms }) => [<Learner {...record} />, `${(ms / 1000).toFixed(1)} s`]);
  return <Table head={["learner", "run#"]} rows={rows} />;
}

const List = ({ items }: { items: readonly ComponentChildren[] }) => (
  <ul>
    {items.map((item) => (
      <li>{item}</li>
    ))}
  </ul>
);

function Undetermined({ records }: Records) {
  const open = records.filter((record) => record.undetermined > 0);
  const rows = open.map((record) => [
    <Learner {...record} />,
    verdictWord(record.verdict),
    points(record.undetermined),
    record.reason,
  ]);
  if (rows.length === 0) return <p>None: every point is decided.</p>;
  return <Table head={["learner", "what", "points#", "why"]} rows={rows} />;
}

const forHumans =
  /for a human to look at|handed in \d+ times|not in the roster|cannot tell whose|only the hand-in file|stands beside two names|was graded[^;]*; not|flaky|answered otherwise|changes what all code shares|hand-in file names the id/;

function ForHumans({ records }: Records) {
  const found = records.flatMap((record) =>
    record.notes
      .filter((note) => forHumans.test(note))
      .map((note) => (
        <>
          <Learner {...record} />: {note}
        </>
      )),
  );
  return found.length === 0 ? <p>Nothing.</p> : <List items={found} />;
}

const signs: Partial<Record<GradedTask["verdict"], string>> = {
  pass: "✓",
  not_attempted: "·",
  not_submitted: "",
};

/** Learners by tasks, a table a sheet: a column of crosses is the lesson's, a row of them the learner's. */
function WhoAndWhat({ records }: Records) {
  const sheets = [...new Set(records.flatMap(({ tasks }) => tasks.map(({ sheet }) => sheet)))].sort();
  const tables = sheets.flatMap((sheet) => {
    const handedIn = records.filter(({ tasks }) =>
      tasks.some((task) => task.sheet === sheet && isHandedIn(task)),
    );
    const names = [
      ...new Set(
        handedIn.flatMap(({ tasks }) => tasks.filter((task) => task.sheet === sheet).map(({ task }) => task)),
      ),
    ];
    const rows = handedIn.map((record) => [
      <Learner {...record} />,
      ...names.map((name) => (
        <Sign task={record.tasks.find((task) => task.sheet === sheet && task.task === name)!} />
      )),
    ]);
    return rows.length === 0
      ? []
      : [
          <>
            <h3>Sheet {sheet}</h3>
            <Table
              head={["learner", ...names]}
              rows={rows}
              hasRowHeads
              label={`Sheet ${sheet}: learners by tasks`}
            />
          </>,
        ];
  });
  return tables.length === 0 ? <p>Nothing was handed in.</p> : <>{tables}</>;
}

function Sign({ task: { verdict, earned, possible } }: { task: GradedTask }) {
  const words = `${verdictWord(verdict)}, ${points(earned)} of ${points(possible)}`;
  const kind =
    verdict === "pass" ? "good" : verdict.startsWith("not_") || isUndecided(verdict) ? "quiet" : "bad";
  return (
    <span class={kind} role="img" aria-label={words} title={words}>
      {signs[verdict] ?? (isUndecided(verdict) ? "?" : "✗")}
    </span>
  );
}

function Everyone({ records }: Records) {
  const rows = records.map((record) => [
    <Learner {...record} />,
    verdictWord(record.verdict),
    isUndecided(record.verdict) ? "" : points(record.earned),
    points(record.possible),
    <code>{record.id}</code>,
  ]);
  return <Table head={["learner", "verdict", "earned#", "possible#", "id"]} rows={rows} />;
}

/** For whoever teaches: English, whatever language the learners' pages are in. */
export const cohortPage = (graded: readonly Graded[], facts: CohortFacts): string =>
  inLanguage("en", () => englishPage(graded, facts));

function englishPage(graded: readonly Graded[], facts: CohortFacts): string {
  const { suite, sandbox, unmatched, notes = [] } = facts;
  const records = graded.map(({ record }) => record);
  const sections: readonly (readonly [string, ComponentChildren])[] = [
    ["Undetermined", <Undetermined records={records} />],
    ["For a human to look at", <ForHumans records={records} />],
    ...(unmatched.length > 0 ? ([["Belongs to nobody", <List items={unmatched} />]] as const) : []),
    ...(notes.length > 0 ? ([["How the input was read", <List items={notes} />]] as const) : []),
    ["Who and what", <WhoAndWhat records={records} />],
    ["Tasks", <Tasks records={records} />],
    ["Most frequent mistakes", <Mistakes records={records} />],
    ["Slowest", <Slowest graded={graded} />],
    ["Everyone", <Everyone records={records} />],
  ];
  return page(
    "The cohort",
    <>
      <h1>The cohort</h1>
      <p>
        {records.length} submissions, sheets of release <code>{suite}</code>. Sandbox: {sandbox}.
      </p>
      {sections.map(([title, content]) => (
        <>
          <h2>{title}</h2>
          {content}
        </>
      ))}
    </>,
  );
}
