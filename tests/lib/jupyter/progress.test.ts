import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { progress } from "../../../lib/jupyter/progress";
import { startFakeKernel, stopFakeKernel, type Message } from "../fake-kernel";

let messages: Message[];
beforeEach(() => {
  vi.useFakeTimers();
  messages = startFakeKernel();
});
afterEach(() => {
  stopFakeKernel();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const countTo = (total: number, stepMs: number): void => {
  const bar = progress(total, "counting");
  Array.from({ length: total }, (_, i) => {
    vi.advanceTimersByTime(stepMs);
    bar.update(i + 1);
  });
  bar.end("all there");
};

describe("progress", () => {
  test("is one output, updated at most five times a second", () => {
    countTo(1000, 10); // ten seconds
    expect(messages.filter(({ isUpdate }) => !isUpdate)).toHaveLength(1);
    expect(messages.length).toBeLessThanOrEqual(52);
  });

  test("says how far it is and how long it still takes", () => {
    const bar = progress(100, "<training>");
    vi.advanceTimersByTime(30_000);
    bar.update(25, "loss 0.5");
    expect(messages[1]!.data["text/plain"]).toBe("<training>: 25 of 100, 1 min 30 s left, loss 0.5");
    expect(messages[1]!.data["text/html"]).toContain("&lt;training&gt;: 25 of 100");
  });

  test("ends as one line of text", () => {
    countTo(4, 500);
    expect(messages.pop()!.data).toEqual({ "text/plain": "counting: 4 of 4 in 2 s, all there" });
  });

  test("says where it was stopped", () => {
    const bar = progress(10, "counting");
    bar.update(3);
    bar.end();
    expect(messages.pop()!.data["text/plain"]).toBe("counting: stopped at 3 of 10 in 0 ms");
  });

  test("prints plain lines into a log, the last one when it ends", () => {
    stopFakeKernel();
    const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    countTo(4, 500);
    expect(write.mock.calls.map(([text]) => text)).toEqual(["counting: 4 of 4 in 2 s, all there\n"]);
  });

  test("refuses a total of 0", () => {
    expect(() => progress(0, "counting")).toThrow("progress: total should be a number > 0, got 0");
  });
});
