/** What a page for a peer session does: keeps notes, runs timers, draws maps, hands the notes over as Markdown. */
import { writeNotes } from "../notes/notes";
import type { QuestionNote, TaskReview } from "../notes/notes";
import { startMaps } from "./maps";
import { fieldsOn, keepFields, openSaved, setValue, valueOf } from "./saved";
import { download, say, wordsOf } from "./say";
import { startTimers } from "./timer";

const { session = "", page = "" } = document.body.dataset;
const saved = openSaved(`review/${session}/${page}`, () => say(wordsOf("notesNotKept")));
const reviewer = document.querySelector<HTMLSelectElement>("#reviewer");

keepFields(saved);
const timers = startTimers(saved);
startMaps();
showOwn();
reviewer?.addEventListener("input", showOwn);
document.querySelector("#save")!.addEventListener("click", save);
document.querySelector("#clear")!.addEventListener("click", clear);

/** A page of one reviewer has no choice of letters. */
function whoReviews(): string {
  return reviewer === null ? document.body.dataset["reviewer"]! : reviewer.value;
}

/** Authors of a card that are reviewed by it: not oneself. */
function reviewedOn(card: HTMLElement): string[] {
  return card.dataset["authors"]!.split(" ").filter((author) => author !== whoReviews());
}

/** Nobody reviews themselves. */
function showOwn(): void {
  for (const card of document.querySelectorAll<HTMLElement>("[data-authors]")) {
    const isOwn = reviewedOn(card).length === 0;
    card.querySelector<HTMLFieldSetElement>("fieldset")!.disabled = isOwn;
    card.querySelector<HTMLElement>(".own")!.hidden = !isOwn;
  }
}

function reviewOf(card: HTMLElement): Omit<TaskReview, "author"> {
  const scores: Record<string, number> = {};
  let comment = "";
  for (const field of fieldsOn(card)) {
    const { criterion } = field.dataset;
    const value = valueOf(field);
    if (criterion === undefined) comment = value;
    else if (value !== "") scores[criterion] = Number(value);
  }
  return { task: card.dataset["task"]!, scores, comment };
}

function save(): void {
  const who = whoReviews();
  if (who === "") {
    say(wordsOf("chooseLetter"));
    reviewer!.focus();
    return;
  }
  const cards = [...document.querySelectorAll<HTMLElement>("[data-authors]")];
  const reviews = cards.flatMap((card) => reviewedOn(card).map((author) => ({ author, ...reviewOf(card) })));
  const places = [...document.querySelectorAll<HTMLTextAreaElement>("[data-question]")];
  const questions = places.map((place): QuestionNote => ({
    question: place.dataset["question"]!,
    text: place.value,
  }));
  const name = `${page}-${who}.md`;
  download(name, writeNotes({ session, page, reviewer: who, reviews, questions, times: timers.times() }));
  say(wordsOf("notesSaved", name));
}

function clear(event: Event): void {
  const button = event.currentTarget as HTMLButtonElement;
  if (button.dataset["sure"] === undefined) {
    button.dataset["sure"] = "";
    button.textContent = wordsOf("reallyDelete");
    setTimeout(() => {
      delete button.dataset["sure"];
      button.textContent = wordsOf("deleteNotes");
    }, 5000);
    return;
  }
  saved.clear();
  for (const field of fieldsOn(document)) setValue(field, "");
  timers.reset();
  showOwn();
  say(wordsOf("notesDeleted"));
}
