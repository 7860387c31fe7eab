import { expect, test } from "vitest";
import { sectionsOf } from "../../../tools/book/sections";

test("a section holds the letters of a formula within a sentence, but no formula of its own line", () => {
  const formula = (attributes: string): string =>
    `<math${attributes}><semantics><msub><mi>e</mi><mi>t</mi></msub><annotation>e_t</annotation></semantics></math>`;
  const html = `<h2 id="a">A</h2><p>The score ${formula("")}: one a label.</p>${formula(' display="block"')}`;
  expect(sectionsOf(html)[0]!.text).toBe("The score et: one a label.");
});

test("a section holds the words of a reader, not the code, what it is folded under, its button, or how to download", () => {
  const copied = `<pre>const a = 1;</pre><button type="button" class="copy">Copy</button>`;
  const code = `<details class="folded"><summary>Imports</summary>${copied}</details>`;
  const facts = `<p class="facts">This run took <a href="a.ipynb">2.8 minutes</a>.</p>`;
  const choice = "<button type='button'>about two thirds</button>";
  expect(sectionsOf(`<h2 id="a">The idea</h2>${facts}<p>Look &amp; see.</p>${code}${choice}`)).toEqual([
    { id: "a", title: "The idea", text: "Look & see. about two thirds" },
  ]);
});
