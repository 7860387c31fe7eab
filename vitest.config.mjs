import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks", // a native addon does not load in a worker thread
    testTimeout: 60_000,
    maxWorkers: Math.max(2, availableParallelism() - 1), // TensorFlow computes on one core; vitest alone would leave the other idle
  },
});
