import { expect, test } from "vitest";
import { sectionsOf } from "../../../tools/book/sections";

test("a section holds the words of a reader, not the code and not the button that copies it", () => {
  const code = `<pre>const a = 1;</pre><button type="button" class="copy">Copy</button>`;
  const choice = "<button type='button'>about two thirds</button>";
  expect(sectionsOf(`<h2 id="a">The idea</h2><p>Look &amp; see.</p>${code}${choice}`)).toEqual([
    { id: "a", title: "The idea", text: "Look & see. about two thirds" },
  ]);
});
