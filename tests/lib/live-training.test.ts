import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { liveTraining, watchTraining } from "../../lib/live-training";
import { baselineColour } from "../../lib/plot/named-rows";
import { startFakeKernel, stopFakeKernel, type Message } from "./fake-kernel";

let messages: Message[];
beforeEach(() => {
  messages = startFakeKernel();
});
afterEach(() => {
  stopFakeKernel();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const stepReport = (step: number, lossNats: number) => ({ step, epoch: 1, lossNats, gradientNorm: 1 });

function trainFor(numSteps: number, lossAt: (step: number) => number): void {
  const live = liveTraining({ title: "dot attention" });
  live.onStart({ totalSteps: numSteps });
  for (let step = 1; step <= numSteps; step++) live.onStep(stepReport(step, lossAt(step)));
  const validation = { lossNats: { validation: 0.6 }, scores: { "exact match": 0.25 } };
  live.onEpoch({ epoch: 1, step: numSteps, lossNats: 0.5, validation });
  live.onEnd();
}

const vegaLite = "application/vnd.vegalite.v5+json";

describe("liveTraining", () => {
  test("is two outputs, a bar and a curve", () => {
    trainFor(100, (step) => 1 / step);
    expect(new Set(messages.map(({ displayId }) => displayId)).size).toBe(2);
  });

  test("draws a plain picture while training and an interactive plot at the end", () => {
    trainFor(100, (step) => 1 / step);
    const curves = messages.filter(
      ({ data }) => JSON.stringify(data).includes("loss curve") || vegaLite in data,
    );
    expect(curves[0]!.data["text/html"]).toContain("<svg");
    expect(curves.map(({ data }) => vegaLite in data)).toEqual([false, true]);
  });

  test("ends with the loss and the scores in words", () => {
    trainFor(4, () => 0.5);
    const texts = messages.map(({ data }) => data["text/plain"]);
    expect(texts).toContainEqual(
      expect.stringMatching(/^training: 4 of 4 in .*, loss 0.5000 nats, exact match 25.0 % after epoch 1$/),
    );
  });

  test("translates its title as it is shown: a notebook may keep its curves by that name", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const live = liveTraining({ title: "copy, none" });
    live.onStart({ totalSteps: 9 });
    live.onStep(stepReport(1, 0.5));
    live.onEnd();
    expect(JSON.stringify(messages.at(-1)!.data[vegaLite])).toContain("복사, 없음");
  });

  test("has Korean names for a Korean reader, on the curve and beside the bar", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    trainFor(4, () => 0.5);
    const spec = messages.pop()!.data[vegaLite] as { data: { values: { series: string }[] } };
    expect(new Set(spec.data.values.map(({ series }) => series))).toEqual(new Set(["학습", "검증"]));
    const texts = messages.map(({ data }) => data["text/plain"]);
    expect(texts).toContainEqual(expect.stringMatching(/^학습: 4\/4, .*, 손실 0.5000 nat, 완전 일치 25.0%/));
  });

  test("thins a long run to a curve of at most 120 points", () => {
    trainFor(5000, (step) => 1 / step);
    const spec = messages.pop()!.data[vegaLite] as { data: { values: { series: string }[] } };
    const points = spec.data.values.filter(({ series }) => series === "training");
    expect(points.length).toBeLessThanOrEqual(120);
    expect(points.length).toBeGreaterThan(100);
  });

  test("rests a hundred times as long as a drawing took, so that it costs about 1 % of the time", () => {
    let nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 20)); // so a drawing takes 20 ms, and any step too
    const live = liveTraining();
    live.onStart({ totalSteps: 1e6 });
    while (nowMs < 12_000) live.onStep(stepReport(1, 1));
    const drawings = messages.filter(({ data }) => data["text/plain"]!.includes("the loss curve, growing"));
    expect(drawings.length).toBeGreaterThan(4);
    expect(drawings.length).toBeLessThanOrEqual(6); // 12 s in pieces of 2 s
  });

  test("survives a loss that is not a number", () => {
    trainFor(10, (step) => (step < 5 ? 1 : Number.NaN));
    expect(messages.pop()!.data[vegaLite]).toBeDefined();
  });

  /** The points of the last curve that was drawn. */
  const lastCurve = () => {
    const spec = messages.pop()!.data[vegaLite] as {
      data: { values: { series: string; step: number; loss: number }[] };
    };
    return spec.data.values.map(({ series, step, loss }) => [series, step, loss]);
  };

  test("used for two trainings, shows each with a bar and a curve of its own", () => {
    const live = liveTraining();
    [3, 1.5].forEach((lossNats) => {
      live.onStart({ totalSteps: 2 });
      [1, 2].forEach((step) => live.onStep(stepReport(step, lossNats)));
      live.onEnd();
    });
    expect(lastCurve()).toEqual([["training", 1, 1.5], ["training", 2, 1.5]]); // prettier-ignore
    expect(new Set(messages.map(({ displayId }) => displayId)).size).toBe(4);
    const texts = messages.map(({ data }) => data["text/plain"]!);
    expect(texts.filter((text) => /2 of 2 in/.test(text))).toEqual([
      expect.stringContaining("loss 3.0000 nats"),
      expect.stringContaining("loss 1.5000 nats"),
    ]);
  });

  test("given the names of two runs, draws both in one plot: the first grey until the second has ended", () => {
    const live = liveTraining({ title: "the date task", runs: ["none", "dot"] });
    const run = (lossNats: number) => {
      live.onStart({ totalSteps: 2 });
      [1, 2].forEach((step) => live.onStep(stepReport(step, lossNats)));
    };
    run(3);
    live.onEnd();
    run(1.5);
    const growing = messages.filter(({ data }) => data["text/plain"]!.includes("the loss curve, growing"));
    expect(growing.at(-1)!.data["text/html"]).toContain(`stroke="${baselineColour}"`);
    live.onEnd();
    const spec = messages.at(-1)!.data[vegaLite];
    expect(JSON.stringify(spec)).not.toContain(baselineColour);
    expect(lastCurve()).toEqual([["none", 1, 3], ["none", 2, 3], ["dot", 1, 1.5], ["dot", 2, 1.5]]); // prettier-ignore
    expect(new Set(messages.map(({ displayId }) => displayId)).size).toBe(3); // two bars and one plot
  });

  test("of a model that has learnt before, says after how many steps", () => {
    liveTraining().onStart({ totalSteps: 300, stepsBefore: 57 });
    expect(messages.at(-1)!.data["text/plain"]).toContain("training, after 57 steps before");
  });

  test("after a stop, keeps the axis to the planned end and says where it stopped", () => {
    const live = liveTraining({ title: "dot attention" });
    live.onStart({ totalSteps: 300 });
    for (let step = 1; step <= 57; step++) live.onStep(stepReport(step, 1));
    live.onEnd();
    const spec = messages.at(-1)!.data[vegaLite] as { title: string[]; encoding: { x: object } };
    expect(spec.title).toEqual(["dot attention: stopped at 57 of 300"]);
    expect(spec.encoding.x).toMatchObject({ scale: { domain: [0, 300] } });
  });

  test("used for two trainings at once, still ends with a curve", () => {
    const live = liveTraining();
    live.onStart({ totalSteps: 2 });
    live.onStart({ totalSteps: 2 });
    [1, 1, 2, 2].forEach((step) => live.onStep(stepReport(step, step)));
    live.onEnd();
    expect(lastCurve()).toEqual([["training", 1, 1], ["training", 2, 2]]); // prettier-ignore
  });

  test("keeps a measured loss called training apart from that of the steps", () => {
    const live = liveTraining();
    live.onStart({ totalSteps: 1 });
    live.onStep(stepReport(1, 2));
    live.onEpoch({ epoch: 1, step: 1, lossNats: 2, validation: { lossNats: { training: 1 } } });
    live.onEnd();
    expect(lastCurve()).toEqual([["training", 1, 2], ["training, measured", 1, 1]]); // prettier-ignore
  });

  test("draws no curve in a terminal", () => {
    stopFakeKernel();
    const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    trainFor(4, () => 0.5);
    expect(write.mock.calls.map(([text]) => text)).toEqual([expect.stringMatching(/^dot attention: 4 of 4/)]);
  });
});

describe("watchTraining", () => {
  test("feeds the batches in their order, gives the losses, and draws them", async () => {
    const seen: number[] = [];
    const losses = await watchTraining([3, 2, 1], (batch) => (seen.push(batch), batch / 10));
    expect(seen).toEqual([3, 2, 1]);
    expect(losses).toEqual([0.3, 0.2, 0.1]);
    expect(messages.at(-1)!.data[vegaLite]).toBeDefined();
  });

  test("ends its bar when the loop throws", async () => {
    const failing = watchTraining([1], () => {
      throw new Error("not written yet");
    });
    await expect(failing).rejects.toThrow("not written yet");
    expect(process.listenerCount("SIGINT")).toBe(0);
  });
});
