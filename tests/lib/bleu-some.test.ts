import { expect, test } from "vitest";
import { bleu, bleuOfSome } from "../../lib/bleu";

test("BLEU of a choice of translations is BLEU of those alone, however often each comes", () => {
  const hypotheses = ["the cat sat on the mat", "a dog ran home today", "she reads a long book"];
  const references = ["the cat is on the mat", "the dog ran home today", "she reads a long letter"];
  const some = [2, 0, 0];
  const alone = bleu(
    some.map((index) => hypotheses[index]!),
    some.map((index) => references[index]!),
  );
  expect(bleuOfSome(hypotheses, references)(some)).toEqual(alone);
  expect(alone.score).toBeGreaterThan(20);
});
