import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path(".."),
  resolve: { alias: { "clickstream-js": path("../src/index.ts") } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/left-out.ts"],
    restoreMocks: true,
    // Browsers and servers start within a second, but not on a machine where all of them do.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      include: ["src/**/*.ts", "examples/*/src/**/*.ts", "examples/{warehouse,demo}/**/*.ts"],
      reporter: ["text", "html"],
    },
  },
});
