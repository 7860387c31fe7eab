import { afterEach, describe, expect, test, vi } from "vitest";
import { patientBar } from "../../datasets/kit/progress-bar";

afterEach(() => void vi.restoreAllMocks());

/** Ten steps of so many milliseconds; what the terminal shows. */
function workFor(stepMs: number): string[] {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  const log = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const bar = patientBar(10, "reading mail");
  for (let done = 1; done <= 10; done++) {
    nowMs += stepMs;
    bar.update(done);
  }
  bar.end();
  return log.mock.calls.map(([text]) => String(text));
}

describe("patientBar", () => {
  test("shows nothing for work of two seconds or less", () => {
    expect(workFor(200)).toEqual([]);
  });

  test("shows a bar for work of more than two seconds", () => {
    expect(workFor(300)).toEqual([expect.stringMatching(/^reading mail: 10 of 10/)]);
  });
});
