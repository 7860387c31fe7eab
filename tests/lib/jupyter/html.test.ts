import { describe, expect, test } from "vitest";
import { escapeHtml, htmlTable, textTable } from "../../../lib/jupyter/html";

describe("escapeHtml", () => {
  test("shows a token in angle brackets instead of losing it", () => {
    expect(escapeHtml(`<eos> & "월"`)).toBe("&lt;eos&gt; &amp; &quot;월&quot;");
  });
});

describe("htmlTable", () => {
  test("escapes names and values", () => {
    const html = htmlTable(["<b>"], [["<script>"]], "<i>");
    expect(html).not.toMatch(/<(b|i|script)>/);
  });

  test("stands numbers on the right, with four digits", () => {
    expect(htmlTable(["x"], [[0.123456]])).toContain('<td style="text-align: right">0.1235</td>');
  });

  test("leaves a missing value empty", () => {
    expect(htmlTable(["x"], [[undefined]])).toContain('"></td>'.slice(1));
  });
});

describe("textTable", () => {
  test("keeps its columns where a cell has a colour", () => {
    const lines = textTable(["", "task"], [["\u001b[31m✗\u001b[39m", "attend"], ["·", "dotScore"]]).split("\n"); // prettier-ignore
    expect(lines).toEqual(["   task", "\u001b[31m✗\u001b[39m  attend", "·  dotScore"]);
  });

  test("lines up columns, with Korean letters two wide", () => {
    const text = textTable(["날짜", "n"], [["월", 10], ["ab", 2]], "dates"); // prettier-ignore
    expect(text).toBe("dates\n날짜   n\n월    10\nab     2");
  });
});
