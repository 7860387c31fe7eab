import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks", // a native addon does not load in a worker thread
    testTimeout: 60_000,
  },
});
