import { describe, expect, test } from "vitest";
import { tf } from "../../../lib/tf";
import { profileTable, profileWork } from "../../../tools/bench/profile";

describe("profileWork", () => {
  test("counts TensorFlow's kernels by name, and what is left is JavaScript's", async () => {
    const { binding } = tf.backend() as unknown as { binding: object };
    const profile = await profileWork("lstm", 2);
    const forward = profile.kernels.find(({ name }) => name === "BlockLSTMV2");
    expect(forward).toMatchObject({ calls: 1 });
    const inTensorFlow = profile.kernels.reduce((sum, { ms }) => sum + ms, 0);
    expect(inTensorFlow).toBeGreaterThan(0);
    expect(inTensorFlow).toBeLessThan(profile.ms);
    expect(profile.graphMs).toBeGreaterThan(0);
    expect((tf.backend() as unknown as { binding: object }).binding).toBe(binding);
  });

  test("names the works when there is none of that name", async () => {
    await expect(profileWork("gru", 1)).rejects.toThrow(
      "There is no work gru to profile. Works: lstm-step, lstm",
    );
  });
});

describe("profileTable", () => {
  test("gives each kernel's calls, time, share and time a call, and the rest", () => {
    const text = profileTable({
      work: "lstm",
      graphMs: 5,
      ms: 10,
      kernels: [{ name: "MatMul", calls: 4, ms: 8 }],
    });
    expect(text).toMatch(/^lstm: 5\.00 ms a repetition; without graphs 10\.00 ms:/);
    expect(text).toMatch(/MatMul +4\.0 +8\.00 +80\.0 % +2000\.0/);
    expect(text).toMatch(/the rest: JavaScript +2\.00 +20\.0 %/);
  });
});
