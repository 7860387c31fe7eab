/** What a learner is told while the reader of answers gets ready. */
import { expect, test, vi } from "vitest";
import { ReaderProcess } from "../../../tools/exercises/reader-process";

vi.mock(import("../../../tools/exercises/reader-snapshot.cjs"), () => ({
  readerSnapshot: (onMake?: () => void) => void onMake?.(),
  snapshotPlace: () => "nowhere",
}));

test("that the course's types are read anew is said once, and not among the verdicts", () => {
  const [said, shown] = [vi.spyOn(console, "error"), vi.spyOn(console, "log")];
  said.mockImplementation(() => undefined);
  const reader = new ReaderProcess();
  reader.warmUp();
  reader.warmUp();
  expect(said.mock.calls).toEqual([[expect.stringContaining("its types are read once more")]]);
  expect(shown).not.toHaveBeenCalled();
});
