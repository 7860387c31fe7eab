/** What the pages' script says, in the language in which it is built: the browser has no gettext files. */
import { phrase } from "../../../lib/jupyter/language.cjs";

export const clientWords = () => ({
  notesNotKept: phrase("This browser keeps nothing: save your notes as a file before you close the page."),
  ratingsNotKept: phrase(
    "This browser keeps nothing: save your ratings as a file before you close the page.",
  ),
  chooseLetter: phrase("First choose above which letter is yours: your own answers are not reviewed."),
  notesSaved: phrase("Your notes are saved as {0}. Send this file to whoever leads the session."),
  ratingsSaved: phrase("Your ratings are saved as {0}. Send this file to whoever leads the session."),
  reallyDelete: phrase("Really delete all notes on this page?"),
  deleteNotes: phrase("Delete my notes"),
  notesDeleted: phrase("All notes on this page are deleted."),
  start: phrase("Start"),
  pause: phrase("Pause"),
  goOn: phrase("Go on"),
  duration: phrase("{0} min {1} s"),
  timerRuns: phrase("Timer of {0} runs from {1}."),
  timerPaused: phrase("Timer of {0} paused at {1}."),
  timerReset: phrase("Timer of {0} set back to 0."),
});
