/** What a feedback page does: keeps the ratings, and hands them over as Markdown. */
import { writeRatings } from "../notes/notes";
import type { Rating } from "../notes/notes";
import { keepFields, openSaved } from "./saved";
import { download, say, wordsOf } from "./say";

const { session = "", page = "" } = document.body.dataset;
keepFields(openSaved(`review/${session}/${page}`, () => say(wordsOf("ratingsNotKept"))));

function ratingOf(place: HTMLElement): Rating {
  const rating = place.querySelector("select")!.value;
  const comment = place.querySelector("textarea")!.value;
  const review = Number(place.dataset["review"]);
  return rating === "" ? { review, comment } : { review, rating: Number(rating), comment };
}

document.querySelector("#save")?.addEventListener("click", () => {
  const ratings = [...document.querySelectorAll<HTMLElement>("[data-review]")].map(ratingOf);
  const name = `${page}-ratings.md`;
  download(name, writeRatings({ session, page, ratings }));
  say(wordsOf("ratingsSaved", name));
});
