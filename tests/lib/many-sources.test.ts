import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { beamSearch, type BeamStep } from "../../lib/beam-search";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import { randomGenerator } from "../../lib/random";
import { newRepeater, short, teach } from "./repeater";

const model = newRepeater();
beforeAll(() => teach(model, short), 60_000);

describe("many sources", () => {
  const random = randomGenerator("many sources");
  const many = Array.from({ length: 600 }, () => short[random.integer(short.length)]!);
  let batches: number[];
  beforeEach(() => {
    batches = [];
    const run = model.decoder.run.bind(model.decoder);
    vi.spyOn(model.decoder, "run").mockImplementation((...given) => {
      batches.push(given[0].shape[0]);
      return run(...given);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  test("are written 256 at a time at most, each as it is", () => {
    const written = greedyDecode(model, many, { maxTime: 4 });
    expect(new Set(batches)).toEqual(new Set([200]));
    expect(written.map((sequence) => sequence.tokens)).toEqual(many);
    written.forEach(({ weights }, index) => expect(weights![0]!.length).toBe(many[index]!.length + 1));
  });

  test("are read 128 pairs at a time at most under teacher forcing, and an error says which pair is wrong", () => {
    const all = many.map((source) => ({ source, target: source }));
    const read = teacherForcedDecode(model, all);
    expect(batches).toEqual([128, 128, 128, 128, 88]);
    expect(read.map((sequence) => sequence.tokens)).toEqual(many);
    expect(() => teacherForcedDecode(model, [...all, { source: [4], target: [-1] }])).toThrow(
      "pairs[600].target",
    );
  });

  test("are searched for 256 beams at a time at most, and steps say of which source they are", () => {
    const seen = new Set<number>();
    const onStep = ({ source }: BeamStep) => void seen.add(source);
    const search = (some: typeof many) =>
      beamSearch(model, some, { width: 3, maxTime: 4, onStep }).map((sequence) => sequence.tokens);
    const written = search(many);
    expect([seen.size, Math.max(...batches)]).toEqual([600, 225]);
    expect(written.slice(0, 100)).toEqual(search(many.slice(0, 100)));
    expect(written.slice(500)).toEqual(search(many.slice(500)));
  });
});
