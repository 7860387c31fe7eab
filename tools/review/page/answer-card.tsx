/** One answer, or several equal ones: code against the stub, checks, map, and what the reviewer thinks of it. */
import { shownChecks } from "../../../lib/jupyter/check";
import { phrase, shownCheck } from "../../../lib/jupyter/language.cjs";
import { alignmentPlot } from "../../../lib/plot/alignment-plot";
import { hiddenCount } from "../../exercises/hidden";
import type { GradedTask } from "../../grade/judge/record";
import { feedbackOf } from "../../grade/report/feedback";
import { Questions } from "../../grade/report/questions";
import { Verdict, Why } from "../../grade/report/verdict";
import { raw } from "../../page/html";
import { JsonIsland } from "../../page/json-island";
import { diffAgainst } from "../answers/diff";
import type { Diff } from "../answers/diff";
import { rubric } from "../notes/rubric";
import type { AttentionMap } from "../run/attention-map";
import type { RunTime } from "../run/measure";
import type { Sentence } from "../run/sentence";
import { Comment, Scale } from "./fields";

/** What a page shows of one author's work on one task; masked already. */
export interface ShownAnswer {
  /** The letter. */
  readonly author: string;
  /** "A", or "A · Kim Min-ji" */
  readonly label: string;
  readonly source: string;
  /** Equal ones are the same answer but for names, layout and comments. */
  readonly form: string | undefined;
  readonly graded: GradedTask;
  readonly time?: RunTime;
  readonly map?: AttentionMap;
}

export interface ShownTask {
  /** "06 dotScore" */
  readonly key: string;
  readonly name: string;
  readonly stub: string;
  readonly sentence: Sentence | undefined;
}

/** Equal answers. */
export type Fold = readonly ShownAnswer[];

export const labelsOf = (fold: Fold): string =>
  fold.map(({ label }) => label).reduce((before, label) => phrase("{0} and {1}", before, label));

export const checksPassed = ({ checks }: GradedTask): string =>
  phrase("{0} of {1}", checks.filter(({ verdict }) => verdict === "pass").length, checks.length);

/** Three digits are more than two runs agree on. */
export const milliseconds = (ms: number): string =>
  ms < 0.095 ? "< 0.1 ms" : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

const tags = { added: "ins", removed: "del", kept: "span" } as const;

/** Code against the stub. */
export function DiffCode({ lines, note }: Diff) {
  return (
    <>
      <pre>
        {lines.map(({ kind, html }) => {
          const Line = tags[kind];
          return <Line class={kind} {...raw(html)} />;
        })}
      </pre>
      {note !== undefined && <p class="quiet">{note}</p>}
    </>
  );
}

interface CodeProps {
  readonly label: string;
  readonly stub: string;
  readonly source: string;
  /** An answer to compare with. */
  readonly other?: Pick<ShownAnswer, "label" | "source"> | undefined;
}

function Code({ label, stub, source, other }: CodeProps) {
  const diff = diffAgainst(stub, source, other?.source);
  const isMarked = diff.lines.some(({ html }) => html.includes("<mark>"));
  return (
    <>
      <div class="code" role="region" aria-label={phrase("Answer of {0}, against the stub", label)}>
        <DiffCode {...diff} />
      </div>
      {isMarked && (
        <p class="quiet">
          <mark>{phrase("Marked")}</mark>: {phrase("what differs from {0}.", other!.label)}
        </p>
      )}
    </>
  );
}

function Checks({ graded }: { graded: GradedTask }) {
  if (graded.verdict === "not_attempted") return null;
  if (graded.message !== undefined) return <pre class="message">{shownCheck(graded.message)}</pre>;
  const { visible, hidden } = feedbackOf(graded);
  return (
    <details open={graded.verdict !== "pass"}>
      <summary>{phrase("Checks: {0} passed", checksPassed(graded))}</summary>
      <ul class="checks">
        {shownChecks(visible).map((check) => (
          <li>
            <Verdict verdict={check.verdict} />: {check.name}
            <Why {...check} />
          </li>
        ))}
        {hidden.count > 0 && <li>{shownCheck(hiddenCount(hidden.passed, hidden.count))}</li>}
      </ul>
    </details>
  );
}

/** Narrow enough for a card; its legend lies below. */
const roomAcross = 380;

function mapSpec(
  weights: readonly (readonly number[])[],
  label: string,
  { source, target, sourceMask }: Sentence,
) {
  const spec = alignmentPlot({
    source,
    target,
    weights,
    title: phrase("Attention of {0}", label),
    ...(sourceMask && { sourceMask }),
  });
  const step = Math.max(11, Math.min(24, Math.floor(roomAcross / source.length)));
  const config = {
    ...spec.config,
    legend: { ...spec.config?.legend, orient: "bottom", direction: "horizontal" },
  };
  return { ...spec, width: { step }, height: { step }, config };
}

function AttentionFigure({ map, label, task }: { map?: AttentionMap; label: string; task: ShownTask }) {
  if (!map || !task.sentence) return null;
  if ("problem" in map)
    return <p class="quiet">{phrase("No attention map: {0}.", shownCheck(map.problem))}</p>;
  const id = `map-${task.key}-${label}`.replace(/[^\w-]+/g, "-");
  return (
    <figure class="map" id={id} tabIndex={0} role="group" aria-label={phrase("Attention map of {0}", label)}>
      <JsonIsland value={mapSpec(map.weights, label, task.sentence)} />
      <p class="waiting quiet">{phrase("The map is drawn when you come here.")}</p>
    </figure>
  );
}

function OtherWordings({ fold, stub }: { fold: Fold; stub: string }) {
  const [first, ...others] = fold;
  const differing = others.filter(({ source }) => source.trim() !== first!.source.trim());
  return differing.map(({ label, source }) => (
    <details>
      <summary>{phrase("{0} wrote the same with other names, layout or comments", label)}</summary>
      <Code label={label} stub={stub} source={source} other={first} />
    </details>
  ));
}

function Rubric({ fold, taskKey }: { fold: Fold; taskKey: string }) {
  const place = `${taskKey} ${fold.map(({ author }) => author).join("")}`;
  const id = place.replace(/\W+/g, "-");
  return (
    <fieldset>
      <legend>{phrase("Your review of {0}", labelsOf(fold))}</legend>
      <p class="own" hidden>
        {phrase("This is your own answer: others review it.")}
      </p>
      {rubric.map((criterion, index) => (
        <Scale id={`${id}-${index}`} save={`${place} ${criterion.name}`} of={criterion} />
      ))}
      <Comment
        id={`${id}-comment`}
        label={phrase("What is good, what would you change, what did you learn?")}
        save={`${place} comment`}
      />
    </fieldset>
  );
}

/** A card; the first of equal answers stands for all. @param other  of another card, to compare with */
export function AnswerCard({
  fold,
  task,
  other,
}: {
  fold: Fold;
  task: ShownTask;
  other?: ShownAnswer | undefined;
}) {
  const { graded, time, map, source } = fold[0]!;
  const label = labelsOf(fold);
  return (
    <article
      class="answer card"
      data-authors={fold.map(({ author }) => author).join(" ")}
      data-task={task.key}
    >
      <h4>{label}</h4>
      <p class="quiet">
        <Verdict verdict={graded.verdict} />
        {time && ` · ${milliseconds(time.medianMs)}`}
      </p>
      {source.trim() === "" ? (
        <p class="quiet">{phrase("There is no code to show.")}</p>
      ) : (
        <Code label={label} stub={task.stub} source={source} other={other} />
      )}
      <OtherWordings fold={fold} stub={task.stub} />
      <Checks graded={graded} />
      <Questions questions={graded.questions} />
      <AttentionFigure {...(map && { map })} label={label} task={task} />
      <Rubric fold={fold} taskKey={task.key} />
    </article>
  );
}
