/** One answer, or several equal ones: code against the stub, checks, map, and what the reviewer thinks of it. */
import { alignmentPlot } from "../../../lib/plot/alignment-plot";
import { escapeHtml } from "../../../lib/jupyter/html";
import type { GradedTask } from "../../grade/judge/record";
import { feedbackOf, verdictWords } from "../../grade/report/feedback";
import { diffAgainst } from "../answers/diff";
import type { Diff } from "../answers/diff";
import { rubric } from "../notes/rubric";
import type { AttentionMap } from "../run/attention-map";
import type { RunTime } from "../run/measure";
import type { Sentence } from "../run/sentence";
import { jsonIsland } from "./document";

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

export const labelsOf = (fold: readonly ShownAnswer[]): string =>
  fold.map(({ label }) => label).join(" and ");

export function verdictHtml({ verdict }: GradedTask): string {
  const words = escapeHtml(verdictWords[verdict] ?? verdict);
  return verdict === "pass" ? `<span class="good">✓ ${words}</span>` : `<span class="bad">✗ ${words}</span>`;
}

export const checksPassed = ({ checks }: GradedTask): string =>
  `${checks.filter(({ verdict }) => verdict === "pass").length} of ${checks.length}`;

/** Three digits are more than two runs agree on. */
export const milliseconds = (ms: number): string =>
  ms < 0.095 ? "< 0.1 ms" : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

export const diffHtml = ({ lines, note }: Diff): string => {
  const tags = {
    added: ["<ins>", "</ins>"],
    removed: ["<del>", "</del>"],
    kept: ['<span class="kept">', "</span>"],
  };
  const rows = lines.map(({ kind, html }) => tags[kind].join(html));
  return `<pre>${rows.join("")}</pre>${note === undefined ? "" : `<p class="quiet">${escapeHtml(note)}</p>`}`;
};

const codeRegion = (label: string, stub: string, source: string): string =>
  `<div class="code" tabindex="0" role="region" aria-label="${escapeHtml(`${label}, against the stub`)}">${diffHtml(diffAgainst(stub, source))}</div>`;

function checksHtml(graded: GradedTask): string {
  if (graded.message !== undefined) return `<pre class="message">${escapeHtml(graded.message)}</pre>`;
  const { visible, hidden } = feedbackOf(graded);
  const items = visible.map(({ name, verdict, message, expected, actual }) => {
    const compared =
      expected !== undefined && actual !== undefined ? `\nexpected ${expected}\ngot      ${actual}` : "";
    const why = verdict === "pass" ? "" : `<pre class="message">${escapeHtml(message + compared)}</pre>`;
    const mark =
      verdict === "pass" ? '<span class="good">✓ right:</span>' : '<span class="bad">✗ not yet:</span>';
    return `<li>${mark} ${escapeHtml(name)}${why}</li>`;
  });
  if (hidden.count > 0) items.push(`<li>${hidden.passed} of ${hidden.count} hidden checks passed</li>`);
  const isOpen = graded.verdict === "pass" ? "" : " open";
  return `<details${isOpen}><summary>Checks: ${checksPassed(graded)} passed</summary><ul class="checks">${items.join("")}</ul></details>`;
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
    title: `Attention of ${label}`,
    ...(sourceMask && { sourceMask }),
  });
  const step = Math.max(11, Math.min(24, Math.floor(roomAcross / source.length)));
  const config = {
    ...spec.config,
    legend: { ...spec.config?.legend, orient: "bottom", direction: "horizontal" },
  };
  return { ...spec, width: { step }, height: { step }, config };
}

function mapHtml(map: AttentionMap | undefined, label: string, { key, sentence }: ShownTask): string {
  if (!map || !sentence) return "";
  if ("problem" in map) return `<p class="quiet">No attention map: ${escapeHtml(map.problem)}.</p>`;
  const id = `map-${key}-${label}`.replace(/[^\w-]+/g, "-");
  return `<figure class="map" id="${id}" tabindex="0" role="group" aria-label="${escapeHtml(`Attention map of ${label}`)}">${jsonIsland(mapSpec(map.weights, label, sentence))}<p class="waiting quiet">The map is drawn when you come here.</p></figure>`;
}

function otherWordings(fold: readonly ShownAnswer[], stub: string): string {
  const [first, ...others] = fold;
  return others
    .filter(({ source }) => source.trim() !== first!.source.trim())
    .map(
      ({ label, source }) =>
        `<details><summary>${escapeHtml(label)} wrote the same with other names, layout or comments</summary>${codeRegion(`Answer of ${label}`, stub, source)}</details>`,
    )
    .join("\n");
}

function rubricHtml(fold: readonly ShownAnswer[], key: string): string {
  const place = `${key} ${fold.map(({ author }) => author).join("")}`;
  const id = place.replace(/\W+/g, "-");
  const scores = rubric.map(({ name, words }, index) => {
    const options = words.map(
      (text, score) => `<option value="${score}">${score}: ${escapeHtml(text)}</option>`,
    );
    return `<label for="${id}-${index}">${name}</label><select id="${id}-${index}" data-save="${place} ${name}" data-criterion="${name}"><option value="">not judged yet</option>${options.join("")}</select>`;
  });
  return `<fieldset><legend>Your review of ${escapeHtml(labelsOf(fold))}</legend>
<p class="own" hidden>This is your own answer: others review it.</p>
${scores.join("\n")}
<label for="${id}-comment">What is good, what would you change, what did you learn?</label><textarea id="${id}-comment" data-save="${place} comment"></textarea></fieldset>`;
}

/** A card; the first of equal answers stands for all. */
export function answerCard(fold: readonly ShownAnswer[], task: ShownTask): string {
  const { graded, time, map, source } = fold[0]!;
  const labels = labelsOf(fold);
  const authors = fold.map(({ author }) => author).join(" ");
  const facts = [verdictHtml(graded), ...(time ? [milliseconds(time.medianMs)] : [])];
  const code =
    source.trim() === ""
      ? '<p class="quiet">There is no code to show.</p>'
      : codeRegion(`Answer of ${labels}`, task.stub, source);
  return `<article class="answer" data-authors="${authors}" data-task="${task.key}">
<h4>${escapeHtml(labels)}</h4>
<p class="quiet">${facts.join(" · ")}</p>
${code}
${otherWordings(fold, task.stub)}
${graded.verdict === "not_attempted" ? "" : checksHtml(graded)}
${mapHtml(map, labels, task)}
${rubricHtml(fold, task.key)}
</article>`;
}
